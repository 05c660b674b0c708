import { gaussianTail } from '../error-function.js';
import { LinkBudgetError, requirePositive } from '../link-budget.error.js';
import { codeRate, codewordOf, type Coding, type ReedSolomon } from './coding.js';
import { convolutionalBitErrorRate, convolutionalEventRate, decodedErrorRates } from './convolutional-performance.js';
import { moreThan, reedSolomonErrorRates } from './reed-solomon-performance.js';

/** What counts as good enough. */
export type Criterion =
  | { readonly kind: 'bit-error-rate'; readonly rate: number }
  /** `frameBits`: information bits of a frame; with Reed-Solomon a frame is the interleaved codewords and it is not used. */
  | { readonly kind: 'frame-error-rate'; readonly rate: number; readonly frameBits?: number };

/** P(at least one of n independent events of probability p). */
function anyOf(n: number, p: number): number {
  return p >= 1 ? 1 : -Math.expm1(n * Math.log1p(-p));
}

function frameBitsOf(criterion: Criterion): number {
  const bits = criterion.kind === 'frame-error-rate' ? (criterion.frameBits ?? Number.NaN) : Number.NaN;
  requirePositive('criterion.frameBits', bits, 'bits (a frame error rate without Reed-Solomon needs it)');
  return bits;
}

function reedSolomonRate(code: ReedSolomon, input: { bit: number; symbol: number }, criterion: Criterion): number {
  const output = reedSolomonErrorRates(codewordOf(code), input.symbol);
  if (criterion.kind === 'frame-error-rate') return anyOf(code.interleaving, output.codeword);
  return input.symbol === 0 ? 0 : (input.bit / input.symbol) * output.symbol;
}

/**
 * Error rate of a coded link in white noise, coherent BPSK or anything equal to it, at an Eb/N0 of information bits in dB (energy of
 * channel bits over the code rate). Concatenated codes: interleaving taken as ideal (I = 5 is close to it, CCSDS 130.1-G-2 page 6-11).
 * Errors: LinkBudgetError where the criterion does not fit the code.
 */
export function codedErrorRate(coding: Coding, ebN0Db: number, criterion: Criterion): number {
  const ebN0 = 10 ** (ebN0Db / 10);
  const channelBit = gaussianTail(Math.sqrt(2 * ebN0 * codeRate(coding)));
  const perFrame = criterion.kind === 'frame-error-rate';
  switch (coding.kind) {
    case 'uncoded':
      return perFrame ? anyOf(frameBitsOf(criterion), channelBit) : channelBit;
    case 'convolutional':
      return perFrame ? anyOf(frameBitsOf(criterion), convolutionalEventRate(ebN0)) : convolutionalBitErrorRate(ebN0);
    case 'reed-solomon':
      return reedSolomonRate(coding, { bit: channelBit, symbol: anyOf(8, channelBit) }, criterion);
    case 'concatenated':
      return reedSolomonRate(coding, decodedErrorRates(ebN0Db + 10 * Math.log10(2 * codeRate(coding))), criterion);
    case 'bch': {
      if (!perFrame)
        throw new LinkBudgetError(
          'criterion.kind',
          'frame-error-rate (a BCH codeblock is right or dropped)',
          criterion.kind,
        );
      const codeblock = moreThan(63, coding.decoding === 'sec' ? 1 : 0, channelBit);
      return anyOf(Math.ceil(frameBitsOf(criterion) / 56), codeblock);
    }
  }
}
