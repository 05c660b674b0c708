/** Two decisions a symbol, I first: both at once, or Q half a symbol later. */
export type Rails = 'simultaneous' | 'staggered';

const negated = (decision: number): number => Math.min(127, -decision);

/**
 * Whole pairs of decisions as they are when the carrier stands a quarter turn further: (I, Q) is (-Q, I), where both come at once. Where Q
 * is later than I the next decision in time takes the other's place: the order stays, and every second one is negated.
 */
export function turned(decisions: Int8Array, rails: Rails): Int8Array {
  const result = new Int8Array(decisions.length);
  const isStaggered = rails === 'staggered';
  for (let n = 0; n + 1 < decisions.length; n += 2) {
    result[n] = isStaggered ? decisions[n]! : negated(decisions[n + 1]!);
    result[n + 1] = isStaggered ? negated(decisions[n + 1]!) : decisions[n]!;
  }
  return result;
}
