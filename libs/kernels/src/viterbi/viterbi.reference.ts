import { IMPOSSIBLE, MAX_STEPS, type ViterbiKernel, type ViterbiOrder } from './viterbi.kernel.js';

const STATES = 64;
// 171 and 133 octal with the newest bit lowest.
const POLYNOMIAL_171 = 0x4f;
const POLYNOMIAL_133 = 0x6d;

function parity(value: number): number {
  let ones = 0;
  for (let rest = value; rest !== 0; rest &= rest - 1) ones ^= 1;
  return ones;
}

/** Output pair of the register (six old bits, the new one lowest): twice that of 171 plus that of 133. */
const outputs = Uint8Array.from(
  { length: 2 * STATES },
  (_, register) => 2 * parity(register & POLYNOMIAL_171) + parity(register & POLYNOMIAL_133),
);

export function referenceViterbi({ swapped, inverted }: ViterbiOrder): ViterbiKernel {
  let metrics = new Int32Array(STATES);
  let next = new Int32Array(STATES);
  const decisions = Array.from({ length: MAX_STEPS }, () => new Uint8Array(STATES));
  const costs = new Int32Array(4);
  return {
    addCompareSelect(symbols, from, steps, ring) {
      let taken = 0;
      for (let n = 0; n < steps; n++) {
        const at = 2 * (from + n);
        const first = symbols[at + (swapped ? 1 : 0)]!;
        const second = symbols[at + (swapped ? 0 : 1)]! * (inverted ? -1 : 1);
        for (let pair = 0; pair < 4; pair++)
          costs[pair] = 256 + (pair & 2 ? -first : first) + (pair & 1 ? -second : second);
        const survivors = decisions[(ring + n) % MAX_STEPS]!;
        for (let state = 0; state < STATES; state++) {
          const low = state >>> 1;
          const high = low + STATES / 2;
          const a = metrics[low]! + costs[outputs[(low << 1) | (state & 1)]!]!;
          const b = metrics[high]! + costs[outputs[(high << 1) | (state & 1)]!]!;
          survivors[state] = b < a ? 1 : 0;
          next[state] = Math.min(a, b);
        }
        [metrics, next] = [next, metrics];
      }
      taken = Math.min(...metrics);
      for (let state = 0; state < STATES; state++) metrics[state]! -= taken;
      return taken;
    },
    bestState() {
      let best = 0;
      for (let state = 1; state < STATES; state++) if (metrics[state]! < metrics[best]!) best = state;
      return best;
    },
    traceBack(state, end, skip, count) {
      const bytes = new Uint8Array(count / 8);
      let at = state;
      for (let n = 1; n <= skip + count; n++) {
        const bit = skip + count - n;
        if (n > skip) bytes[bit >>> 3]! |= (at & 1) << (7 - (bit & 7));
        const survivors = decisions[(end - n + 2 * MAX_STEPS) % MAX_STEPS]!;
        at = (at >>> 1) | (survivors[at]! << 5);
      }
      return bytes;
    },
    reset(state) {
      metrics.fill(state === null ? 0 : IMPOSSIBLE);
      if (state !== null) metrics[state] = 0;
    },
  };
}
