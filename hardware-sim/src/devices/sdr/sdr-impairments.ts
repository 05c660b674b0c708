import { z } from 'zod';
import { ReceiverImpairments } from '@app/radio';

/** What the analogue part of a zero-IF receiver adds to its samples, in the units of datasheets. */
export const sdrImpairmentSettings = {
  /** A constant, decibels over a carrier of full scale, behind the gain; none where it is left out. */
  dcOffsetDbfs: z.number().min(-120).max(0).optional(),
  /** How much stronger I is than Q, decibels. */
  gainImbalanceDb: z.number().min(-10).max(10).default(0),
  /** How far the axes of I and Q are from a right angle, degrees. */
  phaseImbalanceDeg: z.number().min(-45).max(45).default(0),
};
export type SdrImpairmentSettings = z.output<z.ZodObject<typeof sdrImpairmentSettings>>;

/** For samples of full scale 1; undefined where there is nothing to do. The constant is as large in I as in Q. */
export function sdrImpairments(settings: SdrImpairmentSettings): ReceiverImpairments | undefined {
  const { dcOffsetDbfs = -Infinity, gainImbalanceDb, phaseImbalanceDeg } = settings;
  const offset = 10 ** (dcOffsetDbfs / 20) * Math.SQRT1_2;
  if (offset === 0 && gainImbalanceDb === 0 && phaseImbalanceDeg === 0) return undefined;
  return new ReceiverImpairments({ dcOffset: [offset, offset], gainImbalanceDb, phaseImbalanceDeg });
}
