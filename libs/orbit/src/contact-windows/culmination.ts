import { type Look } from './observer.js';
import { findExtremum } from './root-finding.js';

/** Between two samples lies at most one maximum: a tenth of the shortest that a pass can take from horizon to horizon. */
const SAMPLE_S = 30;
const FEWEST_SAMPLES = 16;

/** The time of the highest elevation in [from, to]: its highest maximum, or one of its ends. */
export function culmination(look: Look, from: number, to: number): number {
  const elevation = (seconds: number): number => look(seconds).elevationRad;
  const samples = Math.max(FEWEST_SAMPLES, Math.ceil((to - from) / SAMPLE_S));
  const step = (to - from) / samples;
  let highest = 0;
  const heights = Array.from({ length: samples + 1 }, (_, k) => elevation(from + k * step));
  for (const [k, height] of heights.entries()) if (height > (heights[highest] as number)) highest = k;
  const guess = from + highest * step;
  const top = findExtremum(elevation, guess, step, Math.max(from, guess - step), Math.min(to, guess + step));
  return elevation(top) >= (heights[highest] as number) ? top : guess;
}
