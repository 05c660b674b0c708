// GF(256) of 131.0-B Reed-Solomon: F(x) = x^8+x^7+x^2+x+1, and the dual (Berlekamp) basis of its symbols (trap 1).

const FIELD_POLYNOMIAL = 0x187;

/** alpha^i for i from 0 to 509, so that the sum of two logarithms needs no reduction. */
export const exp = new Uint8Array(510);
/** i of alpha^i; the entry of 0 is never to be used. */
export const log = new Uint8Array(256);

for (let i = 0, power = 1; i < 255; i++) {
  exp[i] = exp[i + 255] = power;
  log[power] = i;
  power <<= 1;
  if (power & 0x100) power ^= FIELD_POLYNOMIAL;
}

/** The product of two field elements. */
export function multiply(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : exp[log[a]! + log[b]!]!;
}

/** u + u^2 + u^4 + … + u^128: 0 or 1. */
function trace(u: number): number {
  let sum = 0;
  for (let i = 0, power = u; i < 8; i++) {
    sum ^= power;
    power = multiply(power, power);
  }
  return sum;
}

// Symbols travel in the basis that is dual to 1, alpha^117, alpha^234, …: bit z_i = Tr(u · alpha^(117·i)), z_0 first.
/** Conventional to dual representation of a symbol. */
export const conventionalToDual = new Uint8Array(256);
/** Dual to conventional representation of a symbol. */
export const dualToConventional = new Uint8Array(256);
for (let u = 0; u < 256; u++) {
  let dual = 0;
  for (let i = 0; i < 8; i++) dual = (dual << 1) | trace(multiply(u, exp[(117 * i) % 255]!));
  conventionalToDual[u] = dual;
  dualToConventional[dual] = u;
}

const identity = Uint8Array.from({ length: 256 }, (_, symbol) => symbol);

/** Symbols as they travel to the field's own (conventional) basis, and back. */
export function basisMaps(basis: 'dual' | 'conventional'): {
  readonly toField: Uint8Array;
  readonly fromField: Uint8Array;
} {
  return basis === 'dual'
    ? { toField: dualToConventional, fromField: conventionalToDual }
    : { toField: identity, fromField: identity };
}
