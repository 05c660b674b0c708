import type { LinearModulation } from '../../modulation/waveform.js';

/** Symbols that are looked at together. */
const GROUP = 64;
/** Groups whose mean shows how strong the line is where there is signal. */
const TOGETHER: Readonly<Record<LinearModulation, number>> = { BPSK: 8, QPSK: 32, OQPSK: 32 };
/** Groups before it that are taken, too: of two rails the line is weaker. */
const BEFORE: Readonly<Record<LinearModulation, number>> = { BPSK: 1, QPSK: 2, OQPSK: 2 };

export interface SignalStart {
  /** The symbol with which the signal begins, a group or two before where it is seen. */
  readonly symbol: number;
  /** Squares of a rail's amplitude and noise (BPSK: of the noise across the symbols' axis) from there on. */
  readonly signal: number;
  readonly noise: number;
  /** How much of it is signal: 0 for noise, 1 without. */
  readonly line: number;
}

/**
 * Where a signal of known phase (`turnsAt` a symbol) begins among `count` symbols: the group from which on its line is likelier there than
 * not. Values are those of the symbols' middles, of OQPSK those half a symbol later between them.
 */
export function signalStart(
  values: Float32Array,
  modulation: LinearModulation,
  count: number,
  turnsAt: (symbol: number) => number,
): SignalStart {
  const rails = railsOf(values, modulation, count, turnsAt);
  const groups = Math.floor(count / GROUP);
  const lines = Array.from({ length: groups }, (_, g) => lineOf(rails, modulation, g * GROUP, GROUP));
  const together = TOGETHER[modulation];
  let strongest = 0;
  let end = groups;
  for (let g = 0; g + together <= groups; g++) {
    const mean = lines.slice(g, g + together).reduce((a, b) => a + b, 0) / together;
    if (mean > strongest) {
      strongest = mean;
      end = g + together;
    }
  }
  let sum = 0;
  let best = 0;
  let from = end;
  for (let g = end - 1; g >= 0; g--) {
    sum += lines[g]! - strongest / 3;
    if (sum > best) {
      best = sum;
      from = g;
    }
  }
  const first = Math.min(from, Math.max(0, groups - 1)) * GROUP;
  const { along, fourth, across } = momentsOf(rails, first, count - first);
  const square = modulation === 'BPSK' ? along : (along + across) / 2;
  const signal = modulation === 'BPSK' ? along - across : Math.sqrt(Math.max(0, (3 * square ** 2 - fourth) / 2));
  return {
    symbol: Math.max(0, first - BEFORE[modulation] * GROUP),
    line: lineOf(rails, modulation, first, count - first),
    signal: Math.max(signal, 0.05 * square),
    noise: Math.max(modulation === 'BPSK' ? across : square - signal, 1e-3 * square),
  };
}

interface RailValues {
  readonly i: Float64Array;
  readonly q: Float64Array;
}

/** Values of the two rails, carrier off; of BPSK, along the axis and across. */
function railsOf(
  values: Float32Array,
  modulation: LinearModulation,
  count: number,
  turnsAt: (m: number) => number,
): RailValues {
  const i = new Float64Array(count);
  const q = new Float64Array(count);
  const late = modulation === 'OQPSK';
  for (let m = 0; m < count; m++) {
    const n = (late ? 4 : 2) * m;
    const angle = 2 * Math.PI * turnsAt(m);
    const c = Math.cos(angle);
    const s = Math.sin(angle);
    i[m] = values[n]! * c + values[n + 1]! * s;
    q[m] = late ? values[n + 3]! * c - values[n + 2]! * s : values[n + 1]! * c - values[n]! * s;
  }
  return { i, q };
}

function momentsOf(
  { i, q }: RailValues,
  from: number,
  count: number,
): { along: number; fourth: number; across: number } {
  let along = 0;
  let across = 0;
  let fourth = 0;
  for (let m = from; m < from + count; m++) {
    along += i[m]! ** 2;
    across += q[m]! ** 2;
    fourth += i[m]! ** 4 + q[m]! ** 4;
  }
  return { along: along / count, fourth: fourth / (2 * count), across: across / count };
}

/** -1 to 1: how much of a group is signal; 0 in the mean where it is noise. */
function lineOf(rails: RailValues, modulation: LinearModulation, from: number, count: number): number {
  const { along, fourth, across } = momentsOf(rails, from, count);
  if (modulation === 'BPSK') return (along - across) / (along + across + 1e-30);
  const mean = (along + across) / 2;
  return (3 * mean ** 2 - fourth) / (2 * mean ** 2 + 1e-30);
}
