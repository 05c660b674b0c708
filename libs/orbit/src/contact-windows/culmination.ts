import { type Look } from './observer.js';
import { findExtremum } from './root-finding.js';

/** Between two samples lies at most one maximum: a tenth of the shortest that a pass can take from horizon to horizon. */
const SAMPLE_S = 30;
const FEWEST_SAMPLES = 16;

/** A sampled maximum this near to the highest sample may be the highest one: samples miss a peak by less. */
const NEAR_RAD = Math.PI / 180;

/** The time of the highest elevation in [from, to]: its highest maximum, or one of its ends. */
export function culmination(look: Look, from: number, to: number): number {
  const elevation = (seconds: number): number => look(seconds).elevationRad;
  const samples = Math.max(FEWEST_SAMPLES, Math.ceil((to - from) / SAMPLE_S));
  const step = (to - from) / samples;
  const heights = Array.from({ length: samples + 1 }, (_, k) => elevation(from + k * step));
  const highest = heights.reduce((most, height) => Math.max(most, height), Number.NEGATIVE_INFINITY);
  let best = { at: from, height: Number.NEGATIVE_INFINITY };
  const consider = (at: number): void => {
    const height = elevation(at);
    if (height > best.height) best = { at, height };
  };
  for (const [k, height] of heights.entries()) {
    const isTop = height >= (heights[k - 1] ?? -Infinity) && height >= (heights[k + 1] ?? -Infinity);
    if (!isTop || height < highest - NEAR_RAD) continue;
    const guess = from + k * step;
    consider(guess);
    consider(findExtremum(elevation, guess, step, Math.max(from, guess - step), Math.min(to, guess + step)));
  }
  return best.at;
}
