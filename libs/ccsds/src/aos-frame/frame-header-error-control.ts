// Frame header error control of AOS frames: CCSDS 732.0-B-4, 4.1.2.6.5 (read in two independent quotations, not in the book). A
// Reed-Solomon code (10,6), shortened from (15,11), of symbols of four bits: F(x) = x^4 + x + 1, g(x) = (x + a^6)(x + a^7)(x + a^8)
// (x + a^9) = x^4 + a^3·x^3 + a·x^2 + a^3·x + 1. Its six information symbols are octets 0, 1 (master and virtual channel) and 5
// (signalling field) of the header, first symbol = highest power; the virtual channel frame count is not protected.
import { AosFrameError } from './aos-frame-error.js';

export const FRAME_HEADER_ERROR_CONTROL_LENGTH = 2;

export type CorrectedFrameHeader =
  | {
      readonly decodable: true;
      /** Eight octets, corrected. */
      readonly header: Uint8Array;
      readonly correctedSymbols: 0 | 1 | 2;
    }
  | { readonly decodable: false };

const FIELD_POLYNOMIAL = 0x13;
const ROOT_LOGS = [6, 7, 8, 9];
const INFORMATION_OCTETS = [0, 1, 5];
const CODEWORD_OCTETS = [...INFORMATION_OCTETS, 6, 7];
const HEADER_LENGTH = 8;

/** The product of two elements of GF(16). */
function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 3; bit >= 0; bit--) {
    product <<= 1;
    if (product & 0x10) product ^= FIELD_POLYNOMIAL;
    if ((b >>> bit) & 1) product ^= a;
  }
  return product;
}

function makeGenerator(): readonly number[] {
  const powers = [1];
  while (powers.length < 15) powers.push(multiply(powers.at(-1)!, 2));
  let generator = [1]; // highest power first
  for (const log of ROOT_LOGS) {
    const next = [...generator, 0];
    for (let i = 0; i < generator.length; i++) next[i + 1]! ^= multiply(generator[i]!, powers[log]!);
    generator = next;
  }
  return generator;
}

/** g(x), highest power first. */
export const headerGenerator = makeGenerator();

// What a symbol that leaves the division register at its upper end puts back: its products with g(x) below the leading coefficient.
const feedback = Uint16Array.from({ length: 16 }, (_, symbol) =>
  headerGenerator.slice(1).reduce((register, coefficient) => (register << 4) | multiply(symbol, coefficient), 0),
);

/** The check symbols of a primary header of six octets that begins `header`: 0 to 0xFFFF, first symbol in the upper four bits. */
export function frameHeaderErrorControl(header: Uint8Array): number {
  requireOctets(header, HEADER_LENGTH - FRAME_HEADER_ERROR_CONTROL_LENGTH);
  let register = 0;
  for (const octet of INFORMATION_OCTETS)
    for (const symbol of [header[octet]! >>> 4, header[octet]! & 0xf])
      register = ((register << 4) & 0xffff) ^ feedback[(register >>> 12) ^ symbol]!;
  return register;
}

/** What a codeword leaves after division by g(x): 0 if it is clean. */
function remainder(header: Uint8Array): number {
  return frameHeaderErrorControl(header) ^ ((header[6]! << 8) | header[7]!);
}

interface SymbolError {
  readonly octet: number;
  readonly pattern: number;
  readonly remainder: number;
}

// The 150 errors of one symbol. No two of them, and no two pairs of them, leave the same remainder: the code's distance is 5.
const symbolErrors: readonly SymbolError[] = CODEWORD_OCTETS.flatMap((octet) =>
  Array.from({ length: 30 }, (_, i) => {
    const pattern = i < 15 ? (i + 1) << 4 : i - 14;
    const word = new Uint8Array(HEADER_LENGTH);
    word[octet] = pattern;
    return { octet, pattern, remainder: remainder(word) };
  }),
);
type SymbolErrors = readonly [] | readonly [SymbolError] | readonly [SymbolError, SymbolError];
const byRemainder = new Map(symbolErrors.map((error) => [error.remainder, error]));

/**
 * Corrects up to two symbols in the header of eight octets that begins `bytes`, check symbols included; `bytes` stays as it is. More
 * errors are not always noticed: of three wrong symbols, one pattern in eleven brings the header within reach of another codeword.
 * Throws AosFrameError with reason 'frame-length' when there are less than eight octets.
 */
export function correctFrameHeader(bytes: Uint8Array): CorrectedFrameHeader {
  requireOctets(bytes, HEADER_LENGTH);
  const errors = errorsWithRemainder(remainder(bytes));
  if (errors === undefined) return { decodable: false };
  const header = bytes.slice(0, HEADER_LENGTH);
  for (const { octet, pattern } of errors) header[octet]! ^= pattern;
  return { decodable: true, header, correctedSymbols: errors.length };
}

function errorsWithRemainder(found: number): SymbolErrors | undefined {
  if (found === 0) return [];
  const only = byRemainder.get(found);
  if (only !== undefined) return [only];
  for (const first of symbolErrors) {
    const second = byRemainder.get(found ^ first.remainder);
    if (second !== undefined) return [first, second];
  }
  return undefined;
}

function requireOctets(bytes: Uint8Array, length: number): void {
  if (bytes.length < length)
    throw new AosFrameError('frame-length', 'primary header', `${length} octets`, `${bytes.length}`);
}
