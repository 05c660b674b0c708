/** IEEE 754 binary16: 1 sign, 5 exponent (bias 15), 10 fraction bits. */
export function float16FromBits(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** The nearest binary16, ties to even; too large becomes infinity. */
export function float16ToBits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65_520) return sign | 0x7c00; // half way past the largest, 65 504
  // The unit in the last place: that of the value's binade, and never below the subnormals' 2^-24.
  let exponent = -14;
  while (size >= 2 ** (exponent + 1)) exponent++;
  const steps = roundHalfEven(size * 2 ** (10 - exponent));
  // The hidden bit adds one to the exponent field, and a step count of 2^11 carries into it; below 2^10 it is subnormal.
  return sign | (((exponent + 14) << 10) + steps);
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
