import { octetsOf } from '../samples/sample-format.js';
import { UNKNOWN_LENGTH, WAVE_FORMAT_IEEE_FLOAT, WAVE_FORMAT_PCM, WavError, type WavHeader } from './wav-header.js';

export interface WavHeaderFields extends Pick<WavHeader, 'sampleRateHz' | 'channels'> {
  readonly encoding: 'i16' | 'f32';
  /** Octets of samples that follow; null where nobody knows (a pipe). Beyond 4 GiB the file is RF64. */
  readonly dataOctets: number | null;
}

/**
 * What stands before the samples, up to their first octet. An odd number of octets of samples needs one of 0 behind it, which these forms
 * never have. Throws WavError: a sample rate that is no whole number of hertz, or octets that are no whole samples.
 */
export function encodeWavHeader({ sampleRateHz, channels, encoding, dataOctets }: WavHeaderFields): Uint8Array {
  const blockOctets = channels * octetsOf(encoding);
  if (!Number.isInteger(sampleRateHz) || sampleRateHz < 1 || sampleRateHz * blockOctets > UNKNOWN_LENGTH)
    throw new WavError(
      'WAV file',
      'sample rate',
      'a whole number of hertz whose octets a second fit 32 bits',
      `${sampleRateHz}`,
    );
  if (dataOctets !== null && (!Number.isSafeInteger(dataOctets) || dataOctets < 0 || dataOctets % blockOctets !== 0))
    throw new WavError('WAV file', 'data octets', `a multiple of ${blockOctets}`, `${dataOctets}`);
  const isFloat = encoding === 'f32';
  // A form that is not PCM has a length of extension in `fmt `, and a count of samples in `fact`.
  const formChunk = isFloat ? 26 : 24;
  const factChunk = isFloat ? 12 : 0;
  const plainOctets = 12 + formChunk + factChunk + 8;
  const isLong = dataOctets !== null && plainOctets - 8 + dataOctets >= UNKNOWN_LENGTH;
  const octets = new Uint8Array(plainOctets + (isLong ? 36 : 0));
  const view = new DataView(octets.buffer);
  let at = 0;
  const name = (four: string): void => {
    for (const letter of four) octets[at++] = letter.charCodeAt(0);
  };
  const u32 = (value: number): void => {
    view.setUint32(at, value, true);
    at += 4;
  };
  const u16 = (value: number): void => {
    view.setUint16(at, value, true);
    at += 2;
  };
  const u64 = (value: number): void => {
    view.setBigUint64(at, BigInt(value), true);
    at += 8;
  };
  const isShort = dataOctets !== null && !isLong;
  const fileOctets = octets.length - 8 + (dataOctets ?? 0);
  const samples = (dataOctets ?? 0) / blockOctets;
  name(isLong ? 'RF64' : 'RIFF');
  u32(isShort ? fileOctets : UNKNOWN_LENGTH);
  name('WAVE');
  if (isLong) {
    name('ds64');
    u32(28);
    u64(fileOctets);
    u64(dataOctets);
    u64(samples);
    u32(0);
  }
  name('fmt ');
  u32(formChunk - 8);
  u16(isFloat ? WAVE_FORMAT_IEEE_FLOAT : WAVE_FORMAT_PCM);
  u16(channels);
  u32(sampleRateHz);
  u32(sampleRateHz * blockOctets);
  u16(blockOctets);
  u16(8 * octetsOf(encoding));
  if (isFloat) {
    u16(0);
    name('fact');
    u32(4);
    u32(isShort ? samples : UNKNOWN_LENGTH);
  }
  name('data');
  u32(isShort ? dataOctets : UNKNOWN_LENGTH);
  return octets;
}
