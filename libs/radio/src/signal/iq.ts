/**
 * Complex baseband samples, I and Q interleaved: sample k is I = [2k], Q = [2k + 1]. Full scale of recordings is 1; nothing here depends
 * on the scale.
 */
export type Iq = Float32Array;

/** A stretch of a smooth function of the sample index k, from k = 0: c[0] + c[1] k + c[2] k² + c[3] k³. */
export type SamplePolynomial = readonly [number, number, number, number];

/** Its value at sample `k` (fractions allowed). */
export function valueAt([c0, c1, c2, c3]: SamplePolynomial, k: number): number {
  return c0 + k * (c1 + k * (c2 + k * c3));
}

/** The same function counted from sample `k`. */
export function shifted([c0, c1, c2, c3]: SamplePolynomial, k: number): SamplePolynomial {
  return [c0 + k * (c1 + k * (c2 + k * c3)), c1 + k * (2 * c2 + 3 * k * c3), c2 + 3 * k * c3, c3];
}
