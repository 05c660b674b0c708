import { type ReceivedTelemetryFrame, type SigmfAnnotation, type SigmfGlobal, encodeSigmfMetadata } from '@app/radio';
import { type OfflineIo, openOutput, readText } from '../offline/offline-io.js';
import { refusedAs } from './radio-refusal.js';

const GENERATOR = 'smms radio demodulate';
const LARGEST_METADATA = 1 << 26;

/** The annotation of a frame that was received. `samplesPerFrame`: of its CADU. */
export function annotationOf(frame: ReceivedTelemetryFrame, samplesPerFrame: number): SigmfAnnotation {
  const { firstBitAt, esN0Db, correctedSymbols, carrierOffsetHz } = frame;
  const sampleStart = Math.max(0, Math.round(firstBitAt));
  const corrected = correctedSymbols.reduce<number>((sum, count) => sum + (typeof count === 'number' ? count : 0), 0);
  return {
    sampleStart,
    sampleCount: Math.round(samplesPerFrame),
    label: frame.quality === 'good' ? 'frame' : 'frame, uncorrectable',
    generator: GENERATOR,
    ...(Number.isFinite(esN0Db) ? { esN0Db } : {}),
    ...(Number.isFinite(carrierOffsetHz) ? { dopplerHz: carrierOffsetHz } : {}),
    correctedSymbols: corrected,
  };
}

interface MetadataJson {
  global: Record<string, unknown>;
  annotations?: Record<string, unknown>[];
}

/** Writes annotations into the metadata of a recording; those of an earlier run go, all else stays as it is. */
export async function annotate(
  io: OfflineIo,
  path: string,
  global: SigmfGlobal,
  annotations: readonly SigmfAnnotation[],
): Promise<void> {
  const sorted = [...annotations].sort((a, b) => a.sampleStart - b.sampleStart);
  const ours = JSON.parse(
    refusedAs('--annotate', () => encodeSigmfMetadata({ global, captures: [], annotations: sorted })),
  ) as Required<MetadataJson>;
  const metadata = JSON.parse(await readText(io, '--annotate', path, LARGEST_METADATA)) as MetadataJson;
  const others = (metadata.annotations ?? []).filter((one) => one['core:generator'] !== GENERATOR);
  metadata.annotations = [...others, ...ours.annotations].sort(
    (a, b) => Number(a['core:sample_start']) - Number(b['core:sample_start']),
  );
  const extensions = ours.global['core:extensions'];
  if (extensions !== undefined) metadata.global['core:extensions'] = extensions;
  const file = await openOutput(io, '--annotate', path);
  await file.write(Buffer.from(`${JSON.stringify(metadata, null, 2)}\n`, 'utf8'));
  await file.close();
}
