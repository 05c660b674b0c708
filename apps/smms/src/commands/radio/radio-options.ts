import { type TmCodingParameters } from '@app/ccsds';
import { type AosLinkFrame, type TmLinkFrame } from '@app/contracts';
import {
  DEFAULT_BANDWIDTH_TIME,
  DEFAULT_ROLL_OFF,
  type TelemetryCoding,
  type Waveform,
  isLinear,
  modulations,
} from '@app/radio';
import { readLinkFrameFile } from '../offline/link-frame-file.js';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo } from '../offline/offline-io.js';

/** What a signal is made of, as commander gives it. */
export interface WaveformOptions {
  readonly modulation: string;
  readonly symbolRate: string;
  readonly rollOff?: string | undefined;
  readonly rectangular?: boolean | undefined;
  readonly deviation?: string | undefined;
  readonly bt?: string | undefined;
}

/** A number of an option. Throws OfflineInputError. */
export function numberOf(option: string, text: string, min: number, max: number): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!(value >= min && value <= max))
    throw new OfflineInputError(option, `a number from ${min} to ${max}`, JSON.stringify(text));
  return value;
}

/** The same where an option may be left out. */
export function numberOr<Fallback>(
  option: string,
  text: string | undefined,
  min: number,
  max: number,
  fallback: Fallback,
): number | Fallback {
  return text === undefined ? fallback : numberOf(option, text, min, max);
}

export const LARGEST_RATE_HZ = 1e10;

/** The waveform that options state. Throws OfflineInputError. */
export function waveformOf(options: WaveformOptions): Waveform {
  const modulation = modulations.find((one) => one === options.modulation.toUpperCase());
  if (modulation === undefined)
    throw new OfflineInputError('--modulation', modulations.join(', '), JSON.stringify(options.modulation));
  const symbolRateHz = numberOf('--symbol-rate', options.symbolRate, 1e-3, LARGEST_RATE_HZ);
  const refuse = (option: string, of: string): never => {
    throw new OfflineInputError(option, `no such option with ${modulation}: it is one of ${of}`, 'one');
  };
  if (isLinear(modulation)) {
    if (options.deviation !== undefined) refuse('--deviation', 'FSK and GMSK');
    if (options.bt !== undefined) refuse('--bt', 'GMSK');
    if (options.rectangular === true) return { modulation, symbolRateHz, pulse: { kind: 'rectangular' } };
    const rollOff = numberOr('--roll-off', options.rollOff, 0.1, 1, DEFAULT_ROLL_OFF);
    return { modulation, symbolRateHz, pulse: { kind: 'rrc', rollOff } };
  }
  if (options.rollOff !== undefined) refuse('--roll-off', 'BPSK, QPSK and OQPSK');
  if (options.rectangular === true) refuse('--rectangular', 'BPSK, QPSK and OQPSK');
  if (modulation === 'FSK' && options.bt !== undefined) refuse('--bt', 'GMSK');
  const deviationHz = numberOr('--deviation', options.deviation, 1e-4, LARGEST_RATE_HZ, symbolRateHz / 4);
  const bandwidthTime = modulation === 'FSK' ? null : numberOr('--bt', options.bt, 0.1, 10, DEFAULT_BANDWIDTH_TIME);
  return { modulation, symbolRateHz, deviationHz, bandwidthTime };
}

export type TelemetryProfile = TmLinkFrame | AosLinkFrame;

/** The profile of a telemetry link. Throws OfflineInputError, LinkFrameError. */
export async function readTelemetryProfile(io: OfflineIo, path: string): Promise<TelemetryProfile> {
  const profile = await readLinkFrameFile(io, path);
  if (profile.frameType === 'TC') throw new OfflineInputError('--profile: frameType', 'TM or AOS', 'TC');
  if (profile.reedSolomon?.decode === false)
    throw new OfflineInputError('--profile: reedSolomon.decode', 'true: check symbols are made and used', 'false');
  return profile;
}

/** What the receiver must know of a profile. */
export function codingOf(profile: TelemetryProfile): TelemetryCoding {
  const { frameLength, fecf, asm, randomizer, reedSolomon, convolutional, differential } = profile;
  const tm: TmCodingParameters = { asm, randomizer, reedSolomon };
  return { ...tm, frameLength, fecf, convolutional, differential };
}
