import { MAX_SPECTRUM, type SpectralSearchKernel } from '@app/kernels';

/**
 * A line in the sequence of powers of symbols, or two of them that clock and carrier move against each other. Per symbol: `frequency` in turns
 * at the middle of the sequence, `chirp` in turns a symbol², `split` half of the second's distance below the first.
 */
export interface CarrierLine {
  readonly frequency: number;
  readonly chirp: number;
  readonly split: number;
  /** Phases at the middle, in turns; the second is 0 where there is one line. */
  readonly phases: readonly [number, number];
}

export interface LineSearch {
  /** Symbols of the sequences. */
  readonly count: number;
  /** Sequences that are searched: one line, or two. */
  readonly lines: 1 | 2;
  /** Frequencies and chirps reach from minus to plus this. */
  readonly maxFrequency: number;
  readonly maxChirp: number;
  readonly maxSplit: number;
  /** How often noise alone may give a line. */
  readonly falseAlarm: number;
}

/** The strongest line over all chirps where it cannot be noise, else null. The sequences lie in the kernel. */
export function findLine(search: SpectralSearchKernel, wanted: LineSearch): CarrierLine | null {
  const { count, lines, maxFrequency, maxChirp, maxSplit, falseAlarm } = wanted;
  const size = Math.min(MAX_SPECTRUM, 2 ** Math.ceil(Math.log2(2 * count)));
  const reach = Math.ceil(maxFrequency * size);
  const spread = lines === 2 ? Math.ceil(maxSplit * size) + 1 : 0;
  const chirpStep = 4 / count ** 2;
  const chirps = Math.ceil(maxChirp / chirpStep - 0.5);
  let best: CarrierLine | null = null;
  let bestPower = 0;
  for (let n = 0; n <= 2 * chirps; n++) {
    const chirp = (n % 2 === 0 ? -n / 2 : (n + 1) / 2) * chirpStep;
    for (let which = 0 as 0 | 1; which < lines; which++) search.transform(which, count, size, chirp);
    if (n === 0) for (let which = 0 as 0 | 1; which < lines; which++) whiten(search, which, size, reach + spread);
    const line =
      lines === 1
        ? search.strongest(size, -reach, 2 * reach + 1)
        : search.strongestPair(size, -reach, 2 * reach + 1, spread);
    if (line.power <= bestPower) continue;
    bestPower = line.power;
    best = { frequency: line.bin / size, split: line.shift / size, chirp, phases: [0, 0] };
  }
  // Noise alone: powers of bins are exponential, a sum of two of gamma's kind.
  const tries = (2 * reach + 1) * (2 * chirps + 1) * (2 * spread + 1);
  let threshold = Math.log(tries / falseAlarm);
  if (lines === 2) threshold += Math.log(1 + threshold);
  return best !== null && bestPower > threshold ? best : null;
}

/** Bins to either side by which a bin's noise is known, as a part of the spectrum. */
const NEIGHBOURS = 1 / 64;

/**
 * No bin counts for more than where the noise is this part of the mean. Where a line is strong there is next to no noise elsewhere, and what a wrong
 * chirp smears it into would count for more than the line.
 */
const LEAST_DENSITY = 0.25;

/** Sets the weights so that noise, whose density is not even, has the mean 1 in each bin from -`reach` to `reach`. */
function whiten({ spectra, weights }: SpectralSearchKernel, which: 0 | 1, size: number, reach: number): void {
  const around = Math.round(NEIGHBOURS * size);
  const power = (n: number): number => spectra[which][n & (size - 1)]!;
  let total = 0;
  for (let n = -reach; n <= reach; n++) total += power(n);
  const least = (LEAST_DENSITY * total * (2 * around + 1)) / (2 * reach + 1);
  let sum = 0;
  for (let n = -reach - around; n < -reach + around; n++) sum += power(n);
  for (let n = -reach; n <= reach; n++) {
    sum += power(n + around);
    weights[which][n & (size - 1)] = (2 * around + 1) / (Math.max(sum, least) + 1e-30);
    sum -= power(n - around);
  }
}

/** Symbols that are added up before a line is refined. */
const GROUP = 16;
const ROUNDS = 4;

/** The line at its top: frequency, chirp (where there may be one) and split by parabolas, then the phases. */
export function refinedLine(
  search: SpectralSearchKernel,
  near: CarrierLine,
  count: number,
  lines: 1 | 2,
  chirped: boolean,
): CarrierLine {
  const groups = Math.floor(count / GROUP);
  const sums = ([0, 1] as const).slice(0, lines).map((which) => grouped(search.sequences[which], near, count, which));
  // What is left, at the middles of the groups.
  const sumOf = (which: 0 | 1, [frequency, chirp, split]: readonly number[]): readonly [number, number] => {
    let i = 0;
    let q = 0;
    for (let g = 0; g < groups; g++) {
      const n = (g + 0.5) * GROUP - 0.5 - count / 2;
      const angle = -2 * Math.PI * n * (frequency! + (which === 0 ? split! : -split!) + 0.5 * chirp! * n);
      const c = Math.cos(angle);
      const s = Math.sin(angle);
      const a = sums[which]![2 * g]!;
      const b = sums[which]![2 * g + 1]!;
      i += a * c - b * s;
      q += a * s + b * c;
    }
    return [i, q];
  };
  const power = (place: readonly number[]): number =>
    sums.reduce((sum, _, which) => {
      const [i, q] = sumOf(which as 0 | 1, place);
      return sum + i ** 2 + q ** 2;
    }, 0);
  const place = [0, 0, 0];
  const steps = [0.25 / count, 1 / count ** 2, 0.25 / count];
  for (let round = 0; round < ROUNDS; round++)
    for (let axis = 0; axis < (lines === 1 ? 2 : 3); axis++) {
      if (axis === 1 && !chirped) continue;
      const step = steps[axis]!;
      const moved = (by: number): number[] => place.map((value, n) => (n === axis ? value + by : value));
      const [low, here, high] = [power(moved(-step)), power(place), power(moved(step))];
      const bend = low - 2 * here + high;
      const by = bend < 0 ? (0.5 * (low - high)) / bend : high > low ? 1 : -1;
      place[axis]! += step * Math.max(-2, Math.min(2, by));
      steps[axis] = step / 1.5;
    }
  const phaseOf = (which: 0 | 1): number => {
    const [i, q] = sumOf(which, place);
    return Math.atan2(q, i) / (2 * Math.PI);
  };
  return {
    frequency: near.frequency + place[0]!,
    chirp: near.chirp + place[1]!,
    split: near.split + place[2]!,
    phases: [phaseOf(0), lines === 2 ? phaseOf(1) : 0],
  };
}

function grouped(
  sequence: Float32Array,
  { frequency, chirp, split }: CarrierLine,
  count: number,
  which: 0 | 1,
): Float64Array {
  const sums = new Float64Array(2 * Math.floor(count / GROUP));
  const turns = frequency + (which === 0 ? split : -split);
  for (let m = 0; m < (sums.length / 2) * GROUP; m++) {
    const n = m - count / 2;
    const angle = -2 * Math.PI * n * (turns + 0.5 * chirp * n);
    const c = Math.cos(angle);
    const s = Math.sin(angle);
    const i = sequence[2 * m]!;
    const q = sequence[2 * m + 1]!;
    const g = 2 * Math.floor(m / GROUP);
    sums[g]! += i * c - q * s;
    sums[g + 1]! += i * s + q * c;
  }
  return sums;
}
