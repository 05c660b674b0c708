import type { Iq, SampleFormatName } from '@app/radio';

/** Steps of full scale; the numbers of the smaller form are numbers of the larger one, too. */
const integerForms = [
  ['ci8', 1 / 128, 0],
  ['cu8', 1 / 127.5, 0.5],
  ['ci16_le', 1 / 32_768, 0],
] as const;
/** What a single-precision number is off by, of a step. */
const TOLERANCE = 1e-2;

/**
 * The smallest form that holds samples as they came, by a block of them: integers where they were integers. A block of nothing but zeros
 * says nothing, and is taken for numbers of any kind.
 */
export function recordedFormat(samples: Iq): SampleFormatName {
  if (samples.every((value) => value === 0)) return 'cf32_le';
  const form = integerForms.find(([, step, middle]) =>
    samples.every((value) => Math.abs(value) <= 1 && isWhole(value / step - middle)),
  );
  return form?.[0] ?? 'cf32_le';
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < TOLERANCE;
}
