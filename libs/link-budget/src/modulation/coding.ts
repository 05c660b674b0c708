import { LinkBudgetError } from '../link-budget.error.js';

/** Reed-Solomon of CCSDS 131.0-B: symbols of eight bits, codewords of 255 less `virtualFillSymbols`. */
export interface ReedSolomon {
  /** Data symbols of the whole codeword: 223 corrects 16 symbols, 239 corrects 8. */
  readonly dataSymbols: 223 | 239;
  /** Codewords in a frame. */
  readonly interleaving: 1 | 2 | 3 | 4 | 5 | 8;
  /** Symbols of each codeword that are not sent; 0 where it is not shortened. */
  readonly virtualFillSymbols?: number;
}

export type Coding =
  | { readonly kind: 'uncoded' }
  /** CCSDS convolutional code of rate 1/2 and constraint length 7, soft decisions. */
  | { readonly kind: 'convolutional' }
  | ({ readonly kind: 'reed-solomon' } & ReedSolomon)
  /** Reed-Solomon outside, the convolutional code inside. */
  | ({ readonly kind: 'concatenated' } & ReedSolomon)
  /** BCH(63,56) of telecommands: corrects one error a codeblock, or detects and corrects none. */
  | { readonly kind: 'bch'; readonly decoding: 'sec' | 'ted' };

/** Length, data and correctable symbols of the codeword that is sent. Errors: LinkBudgetError. */
export function codewordOf(code: ReedSolomon): {
  readonly symbols: number;
  readonly dataSymbols: number;
  readonly correctable: number;
} {
  const fill = code.virtualFillSymbols ?? 0;
  if (code.dataSymbols !== 223 && code.dataSymbols !== 239)
    throw new LinkBudgetError('coding.dataSymbols', '223 or 239', String(code.dataSymbols));
  if (![1, 2, 3, 4, 5, 8].includes(code.interleaving))
    throw new LinkBudgetError('coding.interleaving', '1, 2, 3, 4, 5 or 8', String(code.interleaving));
  if (!Number.isInteger(fill) || fill < 0 || fill >= code.dataSymbols)
    throw new LinkBudgetError('coding.virtualFillSymbols', `0 to ${code.dataSymbols - 1}`, String(fill));
  return {
    symbols: 255 - fill,
    dataSymbols: code.dataSymbols - fill,
    correctable: (255 - code.dataSymbols) / 2,
  };
}

/** Information bits for one channel bit, by the code alone: synchronisation markers and frame headers are not in it. */
export function codeRate(coding: Coding): number {
  switch (coding.kind) {
    case 'uncoded':
      return 1;
    case 'convolutional':
      return 1 / 2;
    case 'bch':
      return 56 / 64;
    case 'reed-solomon':
    case 'concatenated': {
      const { symbols, dataSymbols } = codewordOf(coding);
      return dataSymbols / symbols / (coding.kind === 'concatenated' ? 2 : 1);
    }
  }
}
