// Basic convolutional code of 131.0-B (3, from memory): rate 1/2, constraint length 7, G1 = 1111001, G2 = 1011011, the symbol of G2
// inverted (trap 7). Left out: punctured rates.
import { CodecError } from '../codec-error.js';

/** Parameters that the code does not have, or a number of bits that makes no sense. */
export class ConvolutionalError extends CodecError {
  override readonly name = 'ConvolutionalError';
}

/** 'ccsds': the symbol of G1 first, then that of G2. 'nasa-dsn': the other way round. */
export type SymbolOrder = 'ccsds' | 'nasa-dsn';

export interface ConvolutionalParameters {
  readonly rate: '1/2';
  readonly order: SymbolOrder;
  /** The symbol of G2 is sent inverted, as the book has it; default true. Some spacecraft leave it upright. */
  readonly invertG2?: boolean;
}

const symbolOrders: readonly SymbolOrder[] = ['ccsds', 'nasa-dsn'];

/** Checks parameters once and gives them back. Throws ConvolutionalError. */
export function validateConvolutional(parameters: ConvolutionalParameters): ConvolutionalParameters {
  const { rate, order } = parameters;
  if (rate !== '1/2') throw new ConvolutionalError('convolutional parameters', 'rate', '1/2', String(rate));
  if (!symbolOrders.includes(order))
    throw new ConvolutionalError('convolutional parameters', 'order', symbolOrders.join(' or '), String(order));
  return parameters;
}

const STATES = 64;
// With the newest bit lowest.
const G1 = 0x4f;
const G2 = 0x6d;

function parity(value: number): number {
  let ones = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) ones ^= 1;
  return ones;
}

/** For each state and octet the sixteen symbols that the octet becomes, first bit first. */
function symbolTable({ order, invertG2 = true }: ConvolutionalParameters): Uint16Array {
  const table = new Uint16Array(STATES * 256);
  for (let state = 0; state < STATES; state++)
    for (let octet = 0; octet < 256; octet++) {
      let register = state;
      let symbols = 0;
      for (let bit = 7; bit >= 0; bit--) {
        register = ((register << 1) | ((octet >>> bit) & 1)) & 0x7f;
        const first = parity(register & G1);
        const second = parity(register & G2) ^ (invertG2 ? 1 : 0);
        symbols = (symbols << 2) | (order === 'ccsds' ? (first << 1) | second : (second << 1) | first);
      }
      table[state * 256 + octet] = symbols;
    }
  return table;
}

/** A streaming encoder: the ASM is encoded like all that follows it (trap 5), and the state goes on from call to call. */
export class ConvolutionalEncoder {
  private readonly table: Uint16Array;
  private state = 0;

  /** Begins with a register of zeros. Throws ConvolutionalError. */
  constructor(parameters: ConvolutionalParameters) {
    this.table = symbolTable(validateConvolutional(parameters));
  }

  /** Hard symbols, first in the highest bit: two octets for each octet. */
  encode(octets: Uint8Array): Uint8Array {
    const symbols = new Uint8Array(2 * octets.length);
    for (let i = 0; i < octets.length; i++) {
      const octet = octets[i]!;
      const word = this.table[this.state * 256 + octet]!;
      symbols[2 * i] = word >>> 8;
      symbols[2 * i + 1] = word & 0xff;
      this.state = octet & (STATES - 1);
    }
    return symbols;
  }
}
