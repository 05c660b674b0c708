// WAV files of samples: RIFF (Multimedia Programming Interface, 1991), RF64 and BW64 beyond 4 GiB (EBU Tech 3306), WAVE_FORMAT_EXTENSIBLE.
// One channel holds real samples, two hold I and Q. Receivers' programs add a chunk `auxi` with the frequency that they were tuned to.
// Left out: RIFX, compressed forms, more than two channels.
import { CodecError } from '@app/ccsds';
import type { ItemCoding, SampleFormat } from '../samples/sample-format.js';

/** Octets that are no WAV file, or one of a form that nobody here reads. */
export class WavError extends CodecError {
  override readonly name = 'WavError';
}

/** Unsigned only with 8 bits, whose 128 stands for 0; everything least significant octet first. */
export type WavEncoding = 'u8' | 'i16' | 'i24' | 'i32' | 'f32' | 'f64';

export interface WavHeader {
  readonly container: 'RIFF' | 'RF64' | 'BW64';
  readonly sampleRateHz: number;
  /** 1: real samples; 2: I and Q. */
  readonly channels: 1 | 2;
  readonly encoding: WavEncoding;
  /** Where the first sample is, in octets from the beginning of the file. */
  readonly dataOffset: number;
  /** Octets of samples; null where the writer did not know (0 or all ones): they end with the file. */
  readonly dataOctets: number | null;
  /** What the receiver was tuned to, hertz, as `auxi` says; null without one. */
  readonly centreFrequencyHz: number | null;
}

export const WAVE_FORMAT_PCM = 1;
export const WAVE_FORMAT_IEEE_FLOAT = 3;
export const WAVE_FORMAT_EXTENSIBLE = 0xfffe;
/** A length that is not known, or, in RF64, is given in `ds64`. */
export const UNKNOWN_LENGTH = 0xffff_ffff;

export const wavItem = (encoding: WavEncoding): ItemCoding => ({
  type: encoding,
  bigEndian: false,
  zero: encoding === 'u8' ? 128 : 0,
});

/** The form of the samples of a file. */
export function wavSampleFormat({ channels, encoding }: Pick<WavHeader, 'channels' | 'encoding'>): SampleFormat {
  return { complex: channels === 2, item: wavItem(encoding) };
}
