import {
  type SampleFormat,
  SampleDecoder,
  type SigmfMetadata,
  WavReader,
  parseSampleFormat,
  parseSigmfMetadata,
  wavSampleFormat,
} from '@app/radio';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo, readInput, readText } from '../offline/offline-io.js';
import { refusedAs } from './radio-refusal.js';

/** Forms of a recording, by the name's end or --input-format. */
export const recordingFormats = ['cf32', 'ci16', 'ci8', 'cu8', 'rf32', 'ri16', 'wav', 'sigmf', 'soft-i8'] as const;
export type RecordingFormat = (typeof recordingFormats)[number];

/** Standard input. */
export const STANDARD_INPUT = '-';
const LARGEST_METADATA = 1 << 26;

const nameEnds: readonly (readonly [string, RecordingFormat])[] = [
  ['.cf32', 'cf32'],
  ['.cfile', 'cf32'],
  ['.ci16', 'ci16'],
  ['.cs16', 'ci16'],
  ['.ci8', 'ci8'],
  ['.cs8', 'ci8'],
  ['.cu8', 'cu8'],
  ['.rf32', 'rf32'],
  ['.ri16', 'ri16'],
  ['.wav', 'wav'],
  ['.sigmf-data', 'sigmf'],
  ['.sigmf-meta', 'sigmf'],
  ['.soft.i8', 'soft-i8'],
  ['.i8', 'soft-i8'],
];

/** The form that was asked for, else the one that the name states. Throws OfflineInputError. */
export function recordingFormat(path: string, asked: string | undefined): RecordingFormat {
  if (asked !== undefined) {
    const found = recordingFormats.find((one) => one === asked);
    if (found === undefined)
      throw new OfflineInputError('--input-format', recordingFormats.join(', '), JSON.stringify(asked));
    return found;
  }
  const known = nameEnds.find(([end]) => path.toLowerCase().endsWith(end));
  if (known === undefined) {
    const ends = nameEnds.map(([end]) => end).join(', ');
    throw new OfflineInputError('--input-format', `one, or a name that ends in ${ends}`, JSON.stringify(path));
  }
  return known[1];
}

/** A stream of samples: I and Q interleaved, or one number a sample. */
export interface Recording {
  readonly complex: boolean;
  /** Null where the recording does not say. */
  readonly sampleRateHz: number | null;
  readonly sigmf: SigmfMetadata | null;
  readonly blocks: AsyncIterable<Float32Array>;
}

/** The two files of a SigMF recording. */
export function sigmfPaths(path: string): { readonly meta: string; readonly data: string } {
  const base = path.replace(/\.sigmf-(?:data|meta)$/i, '');
  return { meta: `${base}.sigmf-meta`, data: `${base}.sigmf-data` };
}

/** Opens a recording, which is then read in pieces. Throws OfflineInputError. */
export async function openRecording(
  io: OfflineIo,
  path: string,
  format: Exclude<RecordingFormat, 'soft-i8'>,
): Promise<Recording> {
  switch (format) {
    case 'wav':
      return openWav(io, path);
    case 'sigmf':
      return openSigmf(io, path);
    default: {
      const form = parseSampleFormat(format);
      return { complex: form.complex, sampleRateHz: null, sigmf: null, blocks: decoded(io, path, form) };
    }
  }
}

async function* decoded(io: OfflineIo, path: string, form: SampleFormat): AsyncGenerator<Float32Array> {
  const decoder = new SampleDecoder(form);
  for await (const piece of readInput(io, '--input', path)) yield decoder.push(piece);
  if (decoder.heldOctets > 0)
    io.stderr(`--input ${path}: ${decoder.heldOctets} octets at the end are no whole sample\n`);
}

async function openSigmf(io: OfflineIo, path: string): Promise<Recording> {
  const { meta, data } = sigmfPaths(path);
  const text = await readText(io, '--input', meta, LARGEST_METADATA);
  const sigmf = refusedAs(`--input ${meta}`, () => parseSigmfMetadata(text));
  const { format, sampleRateHz, dataset } = sigmf.global;
  const form = parseSampleFormat(format);
  if (dataset !== undefined || sigmf.captures.some(({ headerOctets = 0 }) => headerOctets > 0))
    throw new OfflineInputError(
      `--input ${meta}`,
      'samples in a file of their own, without headers',
      'core:dataset or core:header_bytes',
    );
  return { complex: form.complex, sampleRateHz: sampleRateHz ?? null, sigmf, blocks: decoded(io, data, form) };
}

async function openWav(io: OfflineIo, path: string): Promise<Recording> {
  const where = `--input ${path}`;
  const reader = new WavReader();
  const pieces = readInput(io, '--input', path)[Symbol.asyncIterator]();
  let first: Float32Array = new Float32Array(0);
  while (reader.header === null) {
    const next = await pieces.next();
    if (next.done === true) {
      refusedAs(where, () => reader.end());
      throw new OfflineInputError(where, 'a WAV file', 'its end before the first sample');
    }
    first = refusedAs(where, () => reader.push(next.value));
  }
  const { sampleRateHz } = reader.header;
  const { complex } = wavSampleFormat(reader.header);
  const blocks = async function* (): AsyncGenerator<Float32Array> {
    yield first;
    for (;;) {
      const next = await pieces.next();
      if (next.done === true) break;
      yield reader.push(next.value);
    }
    const { missingOctets } = reader.end();
    if (missingOctets > 0) io.stderr(`${where}: ${missingOctets} octets fewer than its header says\n`);
  };
  return { complex, sampleRateHz, sigmf: null, blocks: blocks() };
}
