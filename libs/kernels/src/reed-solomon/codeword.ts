// One Reed-Solomon codeword in conventional representation: syndromes, Berlekamp-Massey, Chien search, Forney, and a final check.
import { exp, log, multiply } from './galois-field.js';

export interface RsTables {
  readonly e: number;
  /** Logarithms (of alpha) of the 2E generator roots. */
  readonly rootLogs: Uint8Array;
  /** For each root, 256 products with it. */
  readonly rootProducts: Uint8Array;
  /** For each symbol, its 2E products with the generator's coefficients below the leading one, highest first. */
  readonly generatorRows: Uint8Array;
}

export const PRIMITIVE = 11; // roots are powers of alpha^11
export const PRIMITIVE_INVERSE = 116; // 11 · 116 = 1 modulo 255

function makeTables(e: number): RsTables {
  const checks = 2 * e;
  const rootLogs = Uint8Array.from({ length: checks }, (_, j) => (PRIMITIVE * (128 - e + j)) % 255);
  const rootProducts = new Uint8Array(checks * 256);
  let generator = [1]; // highest power first
  for (let j = 0; j < checks; j++) {
    const root = exp[rootLogs[j]!]!;
    for (let symbol = 0; symbol < 256; symbol++) rootProducts[256 * j + symbol] = multiply(symbol, root);
    const next = [...generator, 0];
    for (let i = 0; i < generator.length; i++) next[i + 1]! ^= multiply(generator[i]!, root);
    generator = next;
  }
  const generatorRows = new Uint8Array(256 * checks);
  for (let symbol = 0; symbol < 256; symbol++)
    for (let j = 0; j < checks; j++) generatorRows[symbol * checks + j] = multiply(symbol, generator[j + 1]!);
  return { e, rootLogs, rootProducts, generatorRows };
}

const tables = { 8: makeTables(8), 16: makeTables(16) };

export function rsTables(e: 8 | 16): RsTables {
  return tables[e];
}

/** Evaluates the codeword at every root; true when all syndromes are 0: the codeword is clean. Four roots at a time. */
export function syndromesInto(syndromes: Uint8Array, codeword: Uint8Array, { rootProducts }: RsTables): boolean {
  let any = 0;
  for (let j = 0; j < syndromes.length; j += 4) {
    const at = 256 * j;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < codeword.length; i++) {
      const symbol = codeword[i]!;
      a = rootProducts[at + a]! ^ symbol;
      b = rootProducts[at + 256 + b]! ^ symbol;
      c = rootProducts[at + 512 + c]! ^ symbol;
      d = rootProducts[at + 768 + d]! ^ symbol;
    }
    syndromes[j] = a;
    syndromes[j + 1] = b;
    syndromes[j + 2] = c;
    syndromes[j + 3] = d;
    any |= a | b | c | d;
  }
  return any === 0;
}

/** The error locator polynomial, lowest power first, by Berlekamp-Massey; its degree is the claimed number of errors. */
function errorLocator(syndromes: Uint8Array): { locator: Uint8Array; degree: number } {
  const size = syndromes.length + 1;
  let locator = new Uint8Array(size);
  let previous = new Uint8Array(size);
  locator[0] = previous[0] = 1;
  let degree = 0;
  let shift = 1;
  let previousDiscrepancy = 1;
  for (let n = 0; n < syndromes.length; n++) {
    let discrepancy = syndromes[n]!;
    for (let i = 1; i <= degree; i++) discrepancy ^= multiply(locator[i]!, syndromes[n - i]!);
    if (discrepancy === 0) {
      shift++;
      continue;
    }
    const factor = exp[log[discrepancy]! + 255 - log[previousDiscrepancy]!]!;
    const next = locator.slice();
    for (let i = 0; i + shift < size; i++) next[i + shift]! ^= multiply(factor, previous[i]!);
    if (2 * degree <= n) {
      previous = locator;
      previousDiscrepancy = discrepancy;
      degree = n + 1 - degree;
      shift = 1;
    } else {
      shift++;
    }
    locator = next;
  }
  return { locator, degree };
}

/** Value of a polynomial (lowest power first, `terms` of them) at alpha^logX. */
function evaluate(polynomial: Uint8Array, terms: number, logX: number): number {
  let value = 0;
  for (let i = 0, power = 0; i < terms; i++) {
    const coefficient = polynomial[i]!;
    if (coefficient !== 0) value ^= exp[log[coefficient]! + power]!;
    power += logX;
    if (power >= 255) power -= 255;
  }
  return value;
}

/**
 * Corrects a codeword (shortened by leading virtual fill when below 255 symbols) in place, given its syndromes, not all 0. Returns the
 * number of corrected symbols, or -1 with the codeword as it was: more than E errors, a locator without as many roots as its degree,
 * an error inside the virtual fill, or syndromes that are not 0 afterwards.
 */
export function correctErrors(codeword: Uint8Array, syndromes: Uint8Array, code: RsTables): number {
  const { e, rootLogs } = code;
  const { locator, degree } = errorLocator(syndromes);
  if (degree === 0 || degree > e || locator[degree] === 0) return -1;
  // Chien search over the symbols that were sent; power p of x stands at index length - 1 - p.
  const positions: number[] = [];
  const n = codeword.length;
  for (let power = 0; power < n && positions.length <= degree; power++) {
    const logInverse = (255 - ((PRIMITIVE * power) % 255)) % 255;
    if (evaluate(locator, degree + 1, logInverse) === 0) positions.push(power);
  }
  if (positions.length !== degree) return -1;
  // Forney: evaluator omega = syndromes · locator modulo x^2E; its degree is below the locator's.
  const omega = new Uint8Array(degree);
  for (let i = 0; i < degree; i++) for (let j = 0; j <= i; j++) omega[i]! ^= multiply(syndromes[i - j]!, locator[j]!);
  const derivative = new Uint8Array(degree);
  for (let i = 1; i <= degree; i += 2) derivative[i - 1] = locator[i]!;
  const firstRoot = (rootLogs[0]! * PRIMITIVE_INVERSE) % 255;
  const original = codeword.slice();
  for (const power of positions) {
    const logX = (PRIMITIVE * power) % 255;
    const logInverse = (255 - logX) % 255;
    const numerator = evaluate(omega, degree, logInverse);
    const denominator = evaluate(derivative, degree, logInverse);
    if (denominator === 0 || numerator === 0) return restore(codeword, original);
    // X^(1 - first root)
    const logScale = (logX * ((256 - firstRoot) % 255)) % 255;
    const value = exp[(log[numerator]! + 255 - log[denominator]! + logScale) % 255]!;
    codeword[n - 1 - power]! ^= value;
  }
  const check = new Uint8Array(2 * e);
  return syndromesInto(check, codeword, code) ? degree : restore(codeword, original);
}

function restore(codeword: Uint8Array, original: Uint8Array): -1 {
  codeword.set(original);
  return -1;
}
