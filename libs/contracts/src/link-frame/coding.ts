import { z } from 'zod';

/** What a field must hold, as a message: who shows it adds what was found. */
export const expected = (what: string): { error: string } => ({ error: `expected ${what}` });

/** The attached sync marker. */
const asmSchema = z
  .string()
  .regex(/^[0-9a-fA-F]{8}$/, expected('8 hexadecimal digits'))
  .toLowerCase()
  .default('1acffc1d')
  .describe('Attached sync marker, 8 hexadecimal digits; neither randomized nor Reed-Solomon coded');

/** Reed-Solomon coding of 131.0-B. */
export const reedSolomonSchema = z.strictObject({
  e: z
    .union([z.literal(8), z.literal(16)], expected('8 or 16'))
    .describe('E: symbols corrected in each codeword of 255'),
  interleave: z
    .union(
      [z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(8)],
      expected('1, 2, 3, 4, 5 or 8'),
    )
    .describe('I: codewords side by side'),
  basis: z.enum(['dual', 'conventional']).describe('How octets stand for field elements; 131.0-B has "dual"'),
  virtualFill: z.int().min(0).max(238).default(0).describe('Leading zero symbols of each codeword that are never sent'),
});
export type ReedSolomonLink = z.infer<typeof reedSolomonSchema>;

/** The same for recordings: check symbols may be on the line without being looked at. */
const recordedReedSolomonSchema = reedSolomonSchema.extend({
  decode: z
    .boolean()
    .default(true)
    .describe('false: the check symbols are there but are cut off unchecked, for recordings whose parity does not fit'),
});

const convolutionalSchema = z.strictObject({
  rate: z.literal('1/2', expected('"1/2"')),
  order: z
    .enum(['ccsds', 'nasa-dsn'])
    .describe('"ccsds": G1 first, then G2 inverted; "nasa-dsn": G2 inverted first, then G1'),
});

/** What frames of all kinds may be held to. */
export const spacecraftIdSchema = z
  .int()
  .min(0)
  .max(1023)
  .nullable()
  .default(null)
  .describe('Frames of other spacecraft are invalid; null takes any');
export const fecfSchema = z.boolean().describe('Frames end in a frame error control field, CRC-16');

/** What TM and AOS links have in common: 131.0-B. */
export const telemetryFields = {
  frameLength: z.int().min(8).max(2048).describe('Octets of a transfer frame, without sync marker and check symbols'),
  fecf: fecfSchema,
  asm: asmSchema,
  randomizer: z.enum(['none', 'ccsds-255', 'ccsds-131071']),
  reedSolomon: recordedReedSolomonSchema.nullable(),
  convolutional: convolutionalSchema.nullable().default(null),
  differential: z.boolean().default(false).describe('NRZ-M, applied before convolutional coding'),
  spacecraftId: spacecraftIdSchema,
};

/** Octets before Reed-Solomon coding: what frames must fill exactly. */
export function reedSolomonFrameLength({ e, interleave, virtualFill }: ReedSolomonLink): number {
  return interleave * (255 - 2 * e - virtualFill);
}

/** A check for schemas: the frame fills the codewords. */
export function requireFilledCodewords(
  { frameLength, reedSolomon }: { readonly frameLength: number; readonly reedSolomon: ReedSolomonLink | null },
  context: z.core.$RefinementCtx,
): void {
  if (reedSolomon === null) return;
  const { e, interleave, virtualFill } = reedSolomon;
  const fills = reedSolomonFrameLength(reedSolomon);
  if (fills < 1)
    context.addIssue({
      code: 'custom',
      path: ['reedSolomon', 'virtualFill'],
      message: `expected at most ${254 - 2 * e} for E = ${e}`,
      input: virtualFill,
    });
  else if (fills !== frameLength)
    context.addIssue({
      code: 'custom',
      path: ['frameLength'],
      message: `expected ${fills}, to fill the Reed-Solomon codewords: ${interleave}·(255 - ${2 * e} - ${virtualFill})`,
      input: frameLength,
    });
}

/** A check for schemas: the frame has room for `least` octets of data beside what `overhead` takes. */
export function requireRoom(
  frameLength: number,
  overhead: number,
  least: number,
  context: z.core.$RefinementCtx,
): void {
  if (frameLength < overhead + least)
    context.addIssue({
      code: 'custom',
      path: ['frameLength'],
      message: `expected at least ${overhead + least}: all but the data field takes ${overhead}`,
      input: frameLength,
    });
}
