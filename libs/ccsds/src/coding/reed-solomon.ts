// Reed-Solomon: CCSDS 131.0-B (clause numbers not checked). Codewords of 255 symbols over GF(256); generator roots alpha^(11·j) for
// j = 128-E to 127+E (trap 2: the first is 112 for E=16, 120 for E=8); E = 16 or 8; interleaved; dual or conventional basis.
import { type ReedSolomonKernel, UNCORRECTABLE, reedSolomonKernel } from '@app/kernels';
import { CodecError } from '../codec-error.js';

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

const CODEWORD_LENGTH = 255;

/** Encoder and decoder of one set of parameters. The constructor throws ReedSolomonError on parameters that are not of 131.0-B. */
export class ReedSolomonCodec {
  /** Octets before coding: I·(255 - 2E - virtual fill). */
  readonly frameLength: number;
  /** Octets after coding: I·(255 - virtual fill). */
  readonly codeblockLength: number;
  private readonly kernel: ReedSolomonKernel;
  private readonly results: Int8Array;

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
    this.kernel = reedSolomonKernel({ e, basis });
    this.results = new Int8Array(interleave);
  }

  /** The frame followed by the interleaved check symbols. Throws ReedSolomonError when the frame has another length. */
  encode(frame: Uint8Array): Uint8Array {
    this.requireLength('frame', frame, this.frameLength);
    const codeblock = new Uint8Array(this.codeblockLength);
    codeblock.set(frame);
    this.kernel.encode(codeblock, this.parameters.interleave);
    return codeblock;
  }

  /** Corrects up to E symbols a codeword; the codeblock itself is left as it is. Throws ReedSolomonError on another length. */
  decode(codeblock: Uint8Array): ReedSolomonDecoded {
    this.requireLength('codeblock', codeblock, this.codeblockLength);
    const corrected = codeblock.slice();
    const uncorrectable = this.kernel.decode(corrected, this.parameters.interleave, this.results);
    return {
      frame: corrected.subarray(0, this.frameLength),
      codewords: Array.from(this.results, (count) => (count === UNCORRECTABLE ? 'uncorrectable' : count)),
      isGood: uncorrectable === 0,
    };
  }

  private requireLength(what: string, bytes: Uint8Array, length: number): void {
    if (bytes.length !== length)
      throw new ReedSolomonError(`Reed-Solomon ${what}`, 'length', `${length} octets`, `${bytes.length}`);
  }
}
