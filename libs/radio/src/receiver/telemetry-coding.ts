import { type ConvolutionalParameters, type TmCodingParameters } from '@app/ccsds';
import { type Modulation, bitsPerSymbol } from '../modulation/waveform.js';

/** Coding and synchronisation of a telemetry link: what stands between symbols and transfer frames. */
export interface TelemetryCoding extends TmCodingParameters {
  /** Octets of a transfer frame. */
  readonly frameLength: number;
  readonly convolutional: ConvolutionalParameters | null;
  /** NRZ-M before the convolutional code. */
  readonly differential: boolean;
  /** Frames end in a frame error control field: it decides what is a frame. */
  readonly fecf?: boolean;
}

const CODEWORD_LENGTH = 255;

/** Bits of frames for each bit that is sent: 1/2 for the convolutional code, k / n of the shortened Reed-Solomon code; markers do not count. */
export function codeRate({
  convolutional,
  reedSolomon,
}: Pick<TelemetryCoding, 'convolutional' | 'reedSolomon'>): number {
  const inner = convolutional === null ? 1 : 0.5;
  if (reedSolomon === null) return inner;
  const sent = CODEWORD_LENGTH - reedSolomon.virtualFill;
  return (inner * (sent - 2 * reedSolomon.e)) / sent;
}

/** Energy of a bit of a frame over noise density from that of a modulated symbol, decibels. */
export function ebN0Db(esN0Db: number, modulation: Modulation, coding: TelemetryCoding): number {
  return esN0Db - 10 * Math.log10(bitsPerSymbol(modulation) * codeRate(coding));
}
