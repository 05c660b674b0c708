import { LinkBudgetError } from '../link-budget.error.js';
import { type Coding } from './coding.js';
import { codedErrorRate, type Criterion } from './error-rates.js';
import { detectionLossDb, type Modulation } from './modulation.js';

/** Eb/N0 of information bits that a link needs, and where the figure comes from. */
export interface RequiredEbN0 {
  readonly ebN0Db: number;
  readonly source: string;
  /** What makes the figure too small or too large. */
  readonly notes: readonly string[];
}

/**
 * Bursts of the Viterbi decoder reach across fewer codewords than this: independent symbol errors flatter the code. Simulated with
 * 49 000 codewords of RS(255,223) at an inner Eb/N0 of 1.8 dB: with I = 1, 2, 3, 4, 5, 8 a share of 1.6e-2, 2.3e-3, 3.3e-4, 1.2e-4,
 * 8e-5, 2e-5 fails; independent errors say 2e-5. At I = 4 or 5 that is less than 0.1 dB.
 */
const LEAST_INTERLEAVING = 4;

const CODING_SOURCES: Readonly<Record<Coding['kind'], string>> = {
  uncoded: 'coherent detection in white noise: Q(√(2 Eb/N0))',
  convolutional: 'union bound over the distance spectrum of the (7, 1/2) code, soft decisions',
  'reed-solomon': 'CCSDS 130.1-G-1 page 5-7, independent symbol errors',
  concatenated: 'CCSDS 130.1-G-1 page 5-7 behind a simulated (7, 1/2) Viterbi decoder, ideal interleaving',
  bch: 'binomial, independent bit errors',
};

const LOWEST_DB = -5;
const HIGHEST_DB = 30;

/**
 * The least Eb/N0 in dB (energy of channel data bits over the code rate; no implementation loss, no marker or header overhead) at
 * which the error rate meets the criterion, found by bisection to 1e-9 dB. Rate 1e-12 to 0.01. Errors: LinkBudgetError.
 */
export function requiredEbN0(modulation: Modulation, coding: Coding, criterion: Criterion): RequiredEbN0 {
  if (!(criterion.rate >= 1e-12 && criterion.rate <= 0.01))
    throw new LinkBudgetError('criterion.rate', '1e-12 to 0.01', String(criterion.rate));
  let low = LOWEST_DB;
  let high = HIGHEST_DB;
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (codedErrorRate(coding, middle, criterion) > criterion.rate) low = middle;
    else high = middle;
  }
  const loss = detectionLossDb(modulation);
  const gmsk = modulation.kind === 'gmsk' ? '; GMSK by its least distance' : '';
  const notes =
    coding.kind === 'concatenated' && coding.interleaving < LEAST_INTERLEAVING
      ? [`required Eb/N0 is for ideal interleaving: an interleaving of ${coding.interleaving} needs more`]
      : [];
  return { ebN0Db: high + loss, source: `${CODING_SOURCES[coding.kind]}${gmsk}`, notes };
}

const TABLE_CODINGS: readonly { readonly label: string; readonly coding: Coding }[] = [
  { label: 'uncoded', coding: { kind: 'uncoded' } },
  { label: 'RS(255,223) I=5', coding: { kind: 'reed-solomon', dataSymbols: 223, interleaving: 5 } },
  { label: 'RS(255,239) I=5', coding: { kind: 'reed-solomon', dataSymbols: 239, interleaving: 5 } },
  { label: 'convolutional (7, 1/2)', coding: { kind: 'convolutional' } },
  {
    label: 'RS(255,223) I=5 + convolutional (7, 1/2)',
    coding: { kind: 'concatenated', dataSymbols: 223, interleaving: 5 },
  },
  {
    label: 'RS(255,239) I=5 + convolutional (7, 1/2)',
    coding: { kind: 'concatenated', dataSymbols: 239, interleaving: 5 },
  },
];

/** Information bits of a frame of five RS(255,223) codewords: the frame that the table's frame error rates are for. */
const TABLE_FRAME_BITS = 8920;

/** One row of the table of required Eb/N0: BPSK, QPSK, OQPSK and PCM/PM data power alike; GMSK adds `detectionLossDb`. */
export interface RequiredEbN0Row extends RequiredEbN0 {
  readonly label: string;
  readonly coding: Coding;
  readonly criterion: Criterion;
}

/** Required Eb/N0 of the usual codes at bit error rates of 1e-5 and 1e-6 and at a frame error rate of 1e-4 (frames of 8920 bits). */
export function requiredEbN0Table(): readonly RequiredEbN0Row[] {
  const criteria: readonly Criterion[] = [
    { kind: 'bit-error-rate', rate: 1e-5 },
    { kind: 'bit-error-rate', rate: 1e-6 },
    { kind: 'frame-error-rate', rate: 1e-4, frameBits: TABLE_FRAME_BITS },
  ];
  return TABLE_CODINGS.flatMap(({ label, coding }) =>
    criteria.map((criterion) => ({
      label,
      coding,
      criterion,
      ...requiredEbN0({ kind: 'bpsk' }, coding, criterion),
    })),
  );
}
