import { z } from 'zod';
import { parseUtc } from '@app/time';

/** Whether this is a time as `utcSchema` takes it. */
export function isUtc(text: string): boolean {
  try {
    parseUtc(text);
    return true;
  } catch {
    return false;
  }
}

/** An instant at an edge: ISO 8601 UTC with `Z`, to the microsecond. Inside, it is TAI (`parseUtc`). */
export const utcSchema = z.string().refine(isUtc, 'expected a UTC time, YYYY-MM-DDThh:mm:ss[.ffffff]Z').brand<'Utc'>();
export type Utc = z.infer<typeof utcSchema>;

/** Every frame, contact and command says which of these it is, and every door refuses a mismatch (design rule 10). */
export const operationsModeSchema = z.enum(['operational', 'test', 'simulation']);
export type OperationsMode = z.infer<typeof operationsModeSchema>;
