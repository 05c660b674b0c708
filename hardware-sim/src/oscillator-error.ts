import { z } from 'zod';

/** What an oscillator is off by, parts in a million; above its nominal frequency where positive. */
export const oscillatorPpmSchema = z.number().min(-200).max(200);

/** Its frequency over the nominal one. */
export function frequencyRatio(ppm: number): number {
  return 1 + ppm * 1e-6;
}
