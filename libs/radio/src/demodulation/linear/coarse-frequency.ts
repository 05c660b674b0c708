import type { SpectralSearchKernel } from '@app/kernels';
import type { MatchedFilter } from './matched-filter.js';

export interface CoarseSearch {
  readonly search: SpectralSearchKernel;
  readonly matched: MatchedFilter;
  /** Samples a symbol. */
  readonly spacing: number;
  /** Carriers that are looked for, in turns a sample. */
  readonly maxOffset: number;
}

/** Places that are looked at more closely. */
const CANDIDATES = 3;
/**
 * Carriers that are known so well, in symbol rates, are not looked for: the line of their square is found from 0. A sequence 0101…, two lines
 * beside its carrier, has no spectrum that is looked for.
 */
const KNOWN = 0.06;
/** What a place must have of the best one's score. */
const LEAST_SCORE = 0.3;
/** Deviations of white noise that a score must have: BPSK of -2 dB in half a window still has ten. Overlapping windows make the deviation √2 of that of even bins. */
const LEAST_DEVIATIONS = 5;

/**
 * Where in the band a signal of the pulse's spectrum may be: carriers in turns a sample, the likeliest first. Averaged periodograms of
 * `count` samples (interleaved, from sample `from`), compared with the spectrum around each bin. A stronger neighbour of another kind makes
 * a candidate, too; what is one shows only behind the filter.
 */
export function coarseFrequencies(
  { search, matched, spacing, maxOffset }: CoarseSearch,
  samples: Float32Array,
  from: number,
  count: number,
): number[] {
  if (maxOffset * spacing <= KNOWN) return [0];
  const size = 2 ** Math.ceil(Math.log2(32 * spacing));
  const spectrum = averagedPeriodogram(search, samples, from, count, size);
  const reach = Math.min(size / 2 - 1, Math.ceil(size / spacing));
  const shape = Array.from({ length: 2 * reach + 1 }, (_, n) => matched.spectrum(((n - reach) * spacing) / size));
  const mean = shape.reduce((a, b) => a + b, 0) / shape.length;
  const scores = Array.from(spectrum, (_, k) => {
    let score = 0;
    for (let n = -reach; n <= reach; n++) score += (shape[n + reach]! - mean) * spectrum[(k + n + size) & (size - 1)]!;
    return score;
  });
  const apart = Math.max(1, Math.round((0.3 * size) / spacing));
  const offsetOf = (k: number): number => (k < size / 2 ? k : k - size) / size;
  const level = spectrum.reduce((a, b) => a + b, 0) / size;
  const segments = Math.max(1, Math.floor((2 * count) / size) - 1);
  const spread = Math.sqrt((2 * shape.reduce((sum, w) => sum + (w - mean) ** 2, 0)) / segments);
  const least = LEAST_DEVIATIONS * level * spread;
  const offered = scores.map((score, k) => (Math.abs(offsetOf(k)) <= maxOffset + 0.5 / size ? score : -Infinity));
  // The flanks of a strong neighbour are no candidates: only what is highest around itself.
  const isTop = (k: number): boolean => {
    for (let n = -apart; n <= apart; n++) if (offered[(k + n + size) & (size - 1)]! > offered[k]!) return false;
    return offered[k]! > least;
  };
  const tops = offered.flatMap((score, k) => (isTop(k) ? [{ k, score }] : [])).sort((a, b) => b.score - a.score);
  return tops
    .slice(0, CANDIDATES)
    .filter(({ score }) => score >= LEAST_SCORE * tops[0]!.score)
    .map(({ k }) => offsetOf(k));
}

function averagedPeriodogram(
  search: SpectralSearchKernel,
  samples: Float32Array,
  from: number,
  count: number,
  size: number,
): Float64Array {
  const window = Float32Array.from({ length: size }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (n + 0.5)) / size));
  const sum = new Float64Array(size);
  const [input] = search.sequences;
  const [power] = search.spectra;
  for (let at = from; at + size <= from + count; at += size / 2) {
    for (let n = 0; n < size; n++) {
      input[2 * n] = window[n]! * samples[2 * (at + n)]!;
      input[2 * n + 1] = window[n]! * samples[2 * (at + n) + 1]!;
    }
    search.transform(0, size, size, 0);
    for (let n = 0; n < size; n++) sum[n]! += power[n]!;
  }
  return sum;
}
