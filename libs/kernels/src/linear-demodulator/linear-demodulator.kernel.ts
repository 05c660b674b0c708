/** Samples whose carrier is taken off with one frequency: samples are turned in chunks from multiples of it on. */
export const CARRIER_CHUNK = 64;
/** Symbols of a block: the sums of the state are those of one block. */
export const SYMBOL_BLOCK = 256;
/** What `discard` takes off is a multiple of it. */
export const DISCARD_UNIT = 1024;

export const railsOf = { BPSK: 0, QPSK: 1, OQPSK: 2 } as const;
/** 0 BPSK, 1 QPSK, 2 OQPSK. */
export type Rails = (typeof railsOf)[keyof typeof railsOf];

/** Memory of a demodulator, and its filters. */
export interface DemodulatorLayout {
  /** Complex samples that it holds: a multiple of 1024. */
  readonly capacity: number;
  /** Filters of the bank: filter p is the pulse sampled at (j - taps / 2) - p / phases samples from its middle, j from 0 on. */
  readonly phases: number;
  /** Taps of each, a multiple of 8. */
  readonly taps: number;
  /** The filters, one after the other. */
  readonly bank: Float32Array;
  /** Complex outputs that `filterAll` gives at most. */
  readonly outputs: number;
}

/**
 * Words of the state, in order. Phases are in turns, errors as the detectors give them: in units of the amplitude that `amplitude` makes 1.
 * Gains contain whatever makes turns and symbols of them.
 */
export const stateWords = [
  // The middle of the next symbol: sample and fraction; samples from symbol to symbol.
  'at',
  'fraction',
  'spacing',
  // The carrier there: turns, turns a sample, turns a sample and symbol.
  'phase',
  'frequency',
  'chirp',
  // The first sample that is not yet turned (a multiple of 64), the phase that takes it, mean power of the input.
  'turnedTo',
  'turnedPhase',
  'power',
  'lastSoftI',
  'lastSoftQ',
  'lastMiddleI',
  'lastMiddleQ',
  'carrier1',
  'carrier2',
  'carrier3',
  'timing1',
  'timing2',
  // Outputs of the bank are multiplied by it: a rail's symbols become ±1.
  'amplitude',
  // A rail's log-likelihood ratio, halved, per unit: amplitude² over the noise's variance on the rail.
  'certainty',
  // Of decisions, per unit.
  'scale',
  'inBlock',
  // Sums over the block's symbols, and rails where there are two.
  'sumMagnitude',
  'sumSquare',
  'sumFourth',
  // Of one rail: squares across it. Of two: products of the squares of both, a symbol.
  'sumQuadrature',
  'sumTiming',
  // Turns of the carrier from the block's first symbol on.
  'advance',
  'sumPower',
  // Direct-current offset behind filter and amplitude, and how fast it is followed.
  'offsetI',
  'offsetQ',
  'offsetGain',
  // Of OQPSK: squares of each rail at its own middles, less those at the other rail's; and, at both, the fourth power's real part, negated.
  'sumContrast',
  'sumFourfold',
] as const;

export type StateWord = (typeof stateWords)[number];

/** Place of each word. */
export const stateIndex = Object.fromEntries(stateWords.map((word, index) => [word, index])) as Record<
  StateWord,
  number
>;

/** Words of 8 octets that a kernel sets aside. */
export const STATE_SIZE = 48;

/**
 * The machine of a demodulator of linear modulations. `samples` is a window of the input, interleaved; positions count from its beginning.
 * A symbol's decision needs the samples from taps / 2 before its middle to taps / 2 + 1 after half a symbol later.
 */
export interface LinearDemodulatorKernel {
  readonly samples: Float32Array;
  readonly state: Float64Array;
  /** Decisions of the block: one a symbol, or I and Q. */
  readonly decisions: Int8Array;
  /** What `filterAll` gave, interleaved. */
  readonly outputs: Float32Array;
  /** What is not a number, or larger than 1e15, becomes 0. Both arguments are even. */
  clean(from: number, count: number): void;
  /** Forgets the first `shift` samples of `count`; positions of the state move with them. */
  discard(shift: number, count: number): void;
  /**
   * Takes a carrier off samples `from` to `to` (multiples of 64): phase 0 at sample `origin`, `frequency` turns a sample there, `chirp` turns
   * a sample²; and multiplies them by `gain`.
   */
  turnBack(from: number, to: number, origin: number, frequency: number, chirp: number, gain: number): void;
  /** `count` outputs of the bank at `at` + `fraction` and every `spacing` samples after. */
  filterAll(at: number, fraction: number, spacing: number, count: number): void;
  /**
   * Tracks symbols until the block is full or the next needs samples from `available` on; gives how many it has. Sums go on from what they
   * are.
   */
  track(available: number, rails: Rails): number;
}
