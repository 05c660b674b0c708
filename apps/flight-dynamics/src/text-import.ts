import { z } from 'zod';

/** PostgreSQL's text holds everything but this. */
function noNul(text: string): boolean {
  return !text.includes('\0');
}

/** A file as text, and where it comes from. */
export const textImportSchema = z.strictObject({
  text: z.string().min(1).refine(noNul, 'expected text without NUL characters'),
  /** An operator, a catalogue and its date. */
  source: z.string().regex(/^\P{Cc}{1,200}$/u, 'expected 1 to 200 characters, no control characters'),
});
export type TextImport = z.infer<typeof textImportSchema>;
