// Reed-Solomon: CCSDS 131.0-B (clause numbers not checked). Codewords of 255 symbols over GF(256); generator roots alpha^(11·j) for
// j = 128-E to 127+E (trap 2: the first is 112 for E=16, 120 for E=8); E = 16 or 8; interleaved; dual or conventional basis.
import { CodecError } from '../codec-error.js';
import { conventionalToDual, dualToConventional } from './galois-field.js';
import { type RsTables, correctErrors, rsTables, syndromesInto } from './reed-solomon-codeword.js';

/** Parameters that 131.0-B does not know, or octets of the wrong number. */
export class ReedSolomonError extends CodecError {
  override readonly name = 'ReedSolomonError';
}

export interface ReedSolomonParameters {
  /** Symbols corrected in each codeword. */
  readonly e: 16 | 8;
  /** Codewords side by side. */
  readonly interleave: 1 | 2 | 3 | 4 | 5 | 8;
  readonly basis: 'dual' | 'conventional';
  /** Leading zero symbols of each codeword that are never sent (trap 4). */
  readonly virtualFill: number;
}

export interface ReedSolomonDecoded {
  /** The information octets, corrected where their codeword could be. To be believed only where `isGood`. */
  readonly frame: Uint8Array;
  /** For each codeword the number of symbols that were corrected, check symbols included. */
  readonly codewords: readonly (number | 'uncorrectable')[];
  /** No codeword is uncorrectable; one bad codeword makes the frame bad (trap 3). */
  readonly isGood: boolean;
}

const identity = Uint8Array.from({ length: 256 }, (_, i) => i);
const CODEWORD_LENGTH = 255;

/** Encoder and decoder of one set of parameters. The constructor throws ReedSolomonError on parameters that are not of 131.0-B. */
export class ReedSolomonCodec {
  /** Octets before coding: I·(255 - 2E - virtual fill). */
  readonly frameLength: number;
  /** Octets after coding: I·(255 - virtual fill). */
  readonly codeblockLength: number;
  private readonly tables: RsTables;
  private readonly toConventional: Uint8Array;
  private readonly fromConventional: Uint8Array;
  private readonly codeword: Uint8Array;
  private readonly syndromes: Uint8Array;

  constructor(readonly parameters: ReedSolomonParameters) {
    const { e, interleave, basis, virtualFill } = parameters;
    const refuse = (where: string, expected: string, found: unknown): never => {
      throw new ReedSolomonError('Reed-Solomon parameters', where, expected, String(found));
    };
    if (![8, 16].includes(e)) refuse('e', '16 or 8', e);
    if (![1, 2, 3, 4, 5, 8].includes(interleave)) refuse('interleave', '1, 2, 3, 4, 5 or 8', interleave);
    if (!['dual', 'conventional'].includes(basis)) refuse('basis', 'dual or conventional', basis);
    const k = CODEWORD_LENGTH - 2 * e;
    if (!Number.isInteger(virtualFill) || virtualFill < 0 || virtualFill >= k)
      refuse('virtualFill', `an integer from 0 to ${k - 1}`, virtualFill);
    this.frameLength = interleave * (k - virtualFill);
    this.codeblockLength = interleave * (CODEWORD_LENGTH - virtualFill);
    this.tables = rsTables(e);
    this.toConventional = basis === 'dual' ? dualToConventional : identity;
    this.fromConventional = basis === 'dual' ? conventionalToDual : identity;
    this.codeword = new Uint8Array(CODEWORD_LENGTH - virtualFill);
    this.syndromes = new Uint8Array(2 * e);
  }

  /** The frame followed by the interleaved check symbols. Throws ReedSolomonError when the frame has another length. */
  encode(frame: Uint8Array): Uint8Array {
    this.requireLength('frame', frame, this.frameLength);
    const { interleave, e } = this.parameters;
    const { generatorRows } = this.tables;
    const checks = 2 * e;
    const work = this.codeword;
    const k = work.length - checks;
    const codeblock = new Uint8Array(this.codeblockLength);
    codeblock.set(frame);
    // Trap 3: symbol j belongs to codeword j mod I, and so do the check symbols.
    for (let c = 0; c < interleave; c++) {
      for (let i = 0, at = c; i < k; i++, at += interleave) work[i] = this.toConventional[frame[at]!]!;
      work.fill(0, k);
      for (let i = 0; i < k; i++) {
        const row = work[i]! * checks;
        if (row === 0) continue;
        for (let j = 0; j < checks; j++) work[i + 1 + j]! ^= generatorRows[row + j]!;
      }
      for (let j = 0, at = this.frameLength + c; j < checks; j++, at += interleave)
        codeblock[at] = this.fromConventional[work[k + j]!]!;
    }
    return codeblock;
  }

  /** Corrects up to E symbols a codeword; the codeblock itself is left as it is. Throws ReedSolomonError on another length. */
  decode(codeblock: Uint8Array): ReedSolomonDecoded {
    this.requireLength('codeblock', codeblock, this.codeblockLength);
    const { interleave } = this.parameters;
    const work = this.codeword;
    const frame = codeblock.slice(0, this.frameLength);
    const codewords: (number | 'uncorrectable')[] = [];
    let isGood = true;
    for (let c = 0; c < interleave; c++) {
      for (let i = 0, at = c; i < work.length; i++, at += interleave) work[i] = this.toConventional[codeblock[at]!]!;
      if (syndromesInto(this.syndromes, work, this.tables)) {
        codewords.push(0);
        continue;
      }
      const corrected = correctErrors(work, this.syndromes, this.tables);
      if (corrected < 0) {
        codewords.push('uncorrectable');
        isGood = false;
        continue;
      }
      codewords.push(corrected);
      for (let i = 0, at = c; at < this.frameLength; i++, at += interleave)
        frame[at] = this.fromConventional[work[i]!]!;
    }
    return { frame, codewords, isGood };
  }

  private requireLength(what: string, bytes: Uint8Array, length: number): void {
    if (bytes.length !== length)
      throw new ReedSolomonError(`Reed-Solomon ${what}`, 'length', `${length} octets`, `${bytes.length}`);
  }
}
