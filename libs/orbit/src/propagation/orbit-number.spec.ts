import { describe, expect, it } from '@jest/globals';
import { flightDynamicsOracle, haveFlightDynamicsOracles } from '../testing/oracle.js';
import { plusSeconds } from '@app/time';
import { syntheticElements } from '../testing/synthetic-elements.js';
import { type ElementSet } from '../elements/element-set.js';
import { parseTle } from '../elements/tle.parser.js';
import { orbitNumberAt } from './orbit-number.js';
import { createPropagator, propagateTemeMinutes } from './propagator.js';

/** Ascending nodes between the epoch and `minutes`, counted the slow way: z from below to above, minute by minute. */
function nodesCounted(set: ElementSet, minutes: number): number[] {
  const propagator = createPropagator(set);
  const counts: number[] = [];
  let below: boolean | undefined;
  let nodes = 0;
  for (let minute = 0; minute <= minutes; minute++) {
    const state = propagateTemeMinutes(propagator, minute);
    if (!state.ok) throw new Error(state.reason);
    const nowBelow = state.position[2] < 0;
    if (below === true && !nowBelow) nodes += 1;
    below = nowBelow;
    counts.push(nodes);
  }
  return counts;
}

describe('orbitNumberAt', () => {
  it.each([
    ['low and round', {}],
    ['low with drag', { bstar: 3e-3, eccentricity: 0.0001 }],
    [
      'half a day, eccentric',
      { meanMotionRevPerDay: 2.006, eccentricity: 0.7, inclinationDeg: 63, meanAnomalyDeg: 10 },
    ],
    ['half a day, pericentre in the north', { meanMotionRevPerDay: 2.006, eccentricity: 0.7, inclinationDeg: 117 }],
    ['geosynchronous, inclined', { meanMotionRevPerDay: 1.0027, eccentricity: 0.05, inclinationDeg: 40, bstar: 0 }],
    [
      'transfer orbit',
      { meanMotionRevPerDay: 2.5, eccentricity: 0.7, bstar: 0, inclinationDeg: 20, argumentOfPericenterDeg: 178 },
    ],
  ])('counts the ascending nodes of an orbit that is %s, in ten days', (_name, changes) => {
    const set = syntheticElements({ argumentOfPericenterDeg: 30, meanAnomalyDeg: 60, ...changes });
    const counted = nodesCounted(set, 14_400);
    const propagator = createPropagator(set);
    const wrong: string[] = [];
    for (let minute = 0; minute <= 14_400; minute += 13) {
      const nodes = orbitNumberAt(propagator, plusSeconds(set.epoch, minute * 60))! - set.revolutionAtEpoch;
      if (nodes !== counted[minute]) wrong.push(`${minute} min: ${nodes}, not ${counted[minute]}`);
    }
    expect(wrong).toEqual([]);
    expect(counted.at(-1)).toBeGreaterThan(9);
  });

  it('changes at the node and counts down before the epoch', () => {
    const set = syntheticElements({ argumentOfPericenterDeg: 0, meanAnomalyDeg: 90, eccentricity: 0 });
    const propagator = createPropagator(set);
    const revolution = 86_400 / set.meanMotionRevPerDay;
    const at = (revolutions: number): number | undefined =>
      orbitNumberAt(propagator, plusSeconds(set.epoch, revolutions * revolution));
    expect([at(-1.3), at(-0.3), at(-0.2), at(0), at(0.7), at(0.8)]).toEqual([
      69_998, 69_999, 70_000, 70_000, 70_000, 70_001,
    ]);
  });

  it('is the same from a set whose epoch is just before the node and one just after', () => {
    const set = syntheticElements({ argumentOfPericenterDeg: 90, eccentricity: 0.0005 });
    const numbers = [269, 270, 271].map((meanAnomalyDeg) =>
      orbitNumberAt(createPropagator({ ...set, meanAnomalyDeg }), plusSeconds(set.epoch, 3000)),
    );
    expect(numbers).toEqual([70_000, 70_000, 70_000]);
  });

  it('is undefined where SGP4 gives no state', () => {
    const set = syntheticElements({ bstar: 0.5 });
    expect(orbitNumberAt(createPropagator(set), plusSeconds(set.epoch, 300 * 86_400))).toBeUndefined();
  });
});

const present = haveFlightDynamicsOracles();
const withOracles = present ? describe : describe.skip;

withOracles('orbit numbers of real sets seven months apart (skipped without SMMS_ORACLES)', () => {
  const read = (name: string): readonly ElementSet[] => parseTle(flightDynamicsOracle(name)).elementSets;

  it('agree with the revolution numbers that the catalogue gives to the later epochs, as far as a prediction reaches', () => {
    const earlier = new Map(read('members.tle').map((set) => [set.catalogNumber, set]));
    const pairs = read('apsco-fleet-20260424.tle').flatMap((later) => {
      const before = earlier.get(later.catalogNumber);
      return before === undefined ? [] : [{ before, later }];
    });
    expect(pairs.length).toBeGreaterThanOrEqual(6);
    for (const { before, later } of pairs) {
      // A position predicted over 200 days drifts by a good part of a revolution; the number is asked half a revolution on.
      const half = plusSeconds(later.epoch, 43_200 / later.meanMotionRevPerDay);
      const predicted = orbitNumberAt(createPropagator(before), half)!;
      expect(Math.abs(predicted - orbitNumberAt(createPropagator(later), half)!)).toBeLessThanOrEqual(1);
    }
  });
});
