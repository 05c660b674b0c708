import type { LinearModulation } from '../../modulation/waveform.js';
import { SignalError } from '../../signal/signal-error.js';

const negated = (decision: number): number => Math.min(127, -decision);

/**
 * Decisions as they are when the carrier is taken `quarterTurns` further round (any whole number): of those of a demodulator that stands on
 * a wrong quarter, one r of 0 to 3 gives what was sent. As a half turn only inverts, a chain whose synchronisers know inverted markers tries
 * r = 0 and 1, or r = 0 alone for BPSK.
 *
 * - BPSK: r = 2 inverts; odd ones make no sense and throw SignalError.
 * - QPSK: r = 1 makes of the pair (I, Q) the pair (-Q, I); r = 2 (-I, -Q); r = 3 (Q, -I).
 * - OQPSK: a quarter turn also exchanges which rail is late, so that pairs are cut half a symbol earlier. r = 1 makes of the decisions
 *   I0 Q0 I1 Q1 ... the pairs (-`before`, I0), (-Q0, I1), ...; r = 3 (`before`, -I0), (Q0, -I1), ...; r = 2 is (-I, -Q). `before` is the last
 *   decision of those before, 0 (nothing known) where they do not continue. The first symbol then begins half a symbol earlier than
 *   `firstSymbolAt`.
 *
 * Length and order stay. Decisions of two rails come in whole pairs.
 */
export function rotatedDecisions(
  decisions: Int8Array,
  quarterTurns: number,
  modulation: LinearModulation,
  before = 0,
): Int8Array {
  const turns = ((quarterTurns % 4) + 4) % 4;
  if (modulation === 'BPSK' && turns % 2 !== 0)
    throw new SignalError('quarter turns of BPSK', 'an even number', quarterTurns);
  if (turns === 0) return decisions.slice();
  if (turns === 2) return decisions.map(negated);
  return decisions.map((_, n) => {
    const isI = n % 2 === 0;
    const other = modulation === 'QPSK' ? decisions[isI ? n + 1 : n - 1]! : n === 0 ? before : decisions[n - 1]!;
    return isI === (turns === 1) ? negated(other) : other;
  });
}
