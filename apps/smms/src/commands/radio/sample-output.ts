import { type Iq, SampleEncoder, type SampleFormatName, encodeSigmfMetadata, encodeWavHeader } from '@app/radio';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo, type OutputFile, openOutput } from '../offline/offline-io.js';
import { refusedAs } from './radio-refusal.js';

const formats: Readonly<Record<string, SampleFormatName>> = {
  '.cf32': 'cf32_le',
  '.ci16': 'ci16_le',
  '.cu8': 'cu8',
  '.sigmf-data': 'cf32_le',
  '.wav': 'ci16_le',
};

/** A file of samples that is being written, in the form that its name states. */
export interface SampleOutput {
  readonly write: (samples: Iq) => Promise<void>;
  readonly close: () => Promise<void>;
  readonly discard: () => Promise<void>;
  /** Numbers beyond full scale. */
  readonly saturated: () => number;
}

/** Opens a file of `sampleCount` samples; of SigMF its metadata as well. Throws OfflineInputError. */
export async function openSampleOutput(
  io: OfflineIo,
  path: string,
  sampleRateHz: number,
  sampleCount: number,
): Promise<SampleOutput> {
  const extension = Object.keys(formats).find((one) => path.toLowerCase().endsWith(one));
  if (extension === undefined)
    throw new OfflineInputError(
      '--output',
      `a name that ends in ${Object.keys(formats).join(', ')}`,
      JSON.stringify(path),
    );
  const encoder = new SampleEncoder(formats[extension]!);
  const header =
    extension === '.wav'
      ? refusedAs('--output', () =>
          encodeWavHeader({ sampleRateHz, channels: 2, encoding: 'i16', dataOctets: 4 * sampleCount }),
        )
      : null;
  const meta =
    extension === '.sigmf-data'
      ? refusedAs('--output', () =>
          encodeSigmfMetadata({
            global: { format: 'cf32_le', sampleRateHz, recorder: 'smms radio modulate' },
            captures: [{ sampleStart: 0 }],
            annotations: [],
          }),
        )
      : null;
  const files: OutputFile[] = [await openOutput(io, '--output', path)];
  const [file] = files as [OutputFile];
  if (header !== null) await file.write(header);
  if (meta !== null) {
    const metaFile = await openOutput(io, '--output', path.replace(/data$/i, 'meta'));
    files.push(metaFile);
    await metaFile.write(Buffer.from(meta, 'utf8'));
  }
  return {
    write: (samples) => file.write(encoder.encode(samples)),
    close: async () => {
      for (const one of files) await one.close();
    },
    discard: async () => {
      for (const one of files) await one.discard();
    },
    saturated: () => encoder.saturated,
  };
}
