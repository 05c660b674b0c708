// The convolutional code of CCSDS 131.0-B (rate 1/2, constraint length 7, 171 and 133 octal) with soft, unquantised decisions.
import { gaussianTail } from '../error-function.js';

/**
 * Distance spectrum: [distance, paths that leave and rejoin the zero path at this distance, information bits in error on them].
 * The spec counts them from the code itself.
 */
export const DISTANCE_SPECTRUM = [
  [10, 11, 36],
  [12, 38, 211],
  [14, 193, 1404],
  [16, 1331, 11_633],
  [18, 7275, 77_433],
  [20, 40_406, 502_690],
  [22, 234_969, 3_322_763],
  [24, 1_337_714, 21_292_910],
  [26, 7_594_819, 134_365_911],
] as const;

/** Union bound on the bit error rate of the Viterbi decoder, at most 0.5; tight below 1e-4. Eb/N0 of information bits as a ratio. */
export function convolutionalBitErrorRate(ebN0: number): number {
  let sum = 0;
  for (const [distance, , bits] of DISTANCE_SPECTRUM) sum += bits * gaussianTail(Math.sqrt(distance * ebN0));
  return Math.min(0.5, sum);
}

/** Union bound on the rate at which error events begin, per information bit. */
export function convolutionalEventRate(ebN0: number): number {
  let sum = 0;
  for (const [distance, paths] of DISTANCE_SPECTRUM) sum += paths * gaussianTail(Math.sqrt(distance * ebN0));
  return Math.min(1, sum);
}

/**
 * What leaves the Viterbi decoder, by simulation of 40 million bits a row (traceback 160 bits, xoroshiro128+ and Box-Muller noise):
 * [Eb/N0 of the inner code in dB, bit error rate, error rate of eight-bit symbols]. Errors come in bursts, so a symbol is hit less
 * often than eight lone bits would be.
 */
const SIMULATED = [
  [1, 3.96813e-2, 9.18843e-2],
  [1.25, 2.50901e-2, 5.97137e-2],
  [1.5, 1.52136e-2, 3.72974e-2],
  [1.75, 8.89886e-3, 2.24325e-2],
  [2, 5.02748e-3, 1.30979e-2],
  [2.25, 2.702e-3, 7.25132e-3],
  [2.5, 1.4108e-3, 3.90405e-3],
  [2.75, 7.07273e-4, 2.03612e-3],
  [3, 3.52461e-4, 1.04256e-3],
  [3.25, 1.70693e-4, 5.1678e-4],
  [3.5, 7.95219e-5, 2.45991e-4],
] as const;

/** Bit and eight-bit symbol error rates behind the decoder, interpolated in the logarithm; Eb/N0 of the inner code in dB. */
export function decodedErrorRates(innerEbN0Db: number): { readonly bit: number; readonly symbol: number } {
  let i = 0;
  while (i < SIMULATED.length - 2 && (SIMULATED[i + 1] as (typeof SIMULATED)[number])[0] <= innerEbN0Db) i++;
  const low = SIMULATED[i] as (typeof SIMULATED)[number];
  const high = SIMULATED[i + 1] as (typeof SIMULATED)[number];
  const share = (innerEbN0Db - low[0]) / (high[0] - low[0]);
  const between = (a: number, b: number, most: number): number =>
    Math.min(most, Math.exp(Math.log(a) + share * (Math.log(b) - Math.log(a))));
  return { bit: between(low[1], high[1], 0.5), symbol: between(low[2], high[2], 1 - 2 ** -8) };
}
