import { describe, expect, it } from '@jest/globals';
import { flightDynamicsOracle, haveFlightDynamicsOracles } from '../testing/oracle.js';
import { withChecksum } from '../testing/synthetic-elements.js';
import { type ElementSet } from '../elements/element-set.js';
import { parseTle } from '../elements/tle.parser.js';
import { createPropagator, propagateTemeMinutes } from './propagator.js';

const present = haveFlightDynamicsOracles();
const withOracles = present ? describe : describe.skip;

interface State {
  readonly catalogNumber: number;
  readonly minutes: number;
  readonly km: readonly number[];
}

/** Expected states: a line `NNN xx`, then minutes, position (km) and velocity (km/s) on each line. */
function expectedStates(text: string): State[] {
  const states: State[] = [];
  let catalogNumber = 0;
  for (const line of text.split(/\r?\n/)) {
    const fields = line.trim().split(/\s+/);
    if (fields[1] === 'xx') catalogNumber = Number(fields[0]);
    else if (fields.length >= 7) {
      const numbers = fields.slice(0, 7).map(Number);
      states.push({ catalogNumber, minutes: numbers[0]!, km: numbers.slice(1) });
    }
  }
  return states;
}

withOracles('SGP4 verification set of AIAA 2006-6753 (skipped without SMMS_ORACLES)', () => {
  // The made-up cases 33333 to 33335 were not given new checksums.
  const { elementSets, errors } = !present
    ? { elementSets: [], errors: [] }
    : parseTle(
        flightDynamicsOracle('SGP4-VER.TLE')
          .split(/\r?\n/)
          .map((line) => (/^[12] 3333[345]/.test(line) ? withChecksum(line.slice(0, 68)) : line))
          .join('\n'),
      );
  const setOf = (catalogNumber: number): ElementSet => elementSets.find((set) => set.catalogNumber === catalogNumber)!;

  it('is read whole', () => {
    expect(errors).toEqual([]);
    expect(elementSets).toHaveLength(33);
  });

  it('gives all 666 states to 0.5 mm, WIND (eccentricity 0.97, where Kepler iteration is cut short) to 1 cm', () => {
    const states = expectedStates(flightDynamicsOracle('tcppver.out'));
    // The printed state of 33334 is the one before it in the file, repeated: that case fails with code 3 (below).
    const valid = states.filter(({ catalogNumber }) => catalogNumber !== 33334);
    expect(valid).toHaveLength(666);
    const worst = { m: 0, windM: 0, mps: 0 };
    for (const { catalogNumber, minutes, km } of valid) {
      const state = propagateTemeMinutes(createPropagator(setOf(catalogNumber)), minutes);
      if (!state.ok) throw new Error(`${catalogNumber} at ${minutes} min: ${state.reason}`);
      const off = (ours: readonly number[], from: number): number =>
        Math.max(...ours.map((value, axis) => Math.abs(value - km[from + axis]! * 1000)));
      const key = catalogNumber === 23333 ? 'windM' : 'm';
      worst[key] = Math.max(worst[key], off(state.position, 0));
      worst.mps = Math.max(worst.mps, off(state.velocity, 3));
    }
    expect(worst.m).toBeLessThan(5e-4);
    expect(worst.windM).toBeLessThan(1e-2);
    expect(worst.mps).toBeLessThan(3e-6);
  });

  it.each([
    [22312, 494.2028672, 1],
    [28350, 1560, 1],
    [28872, 55, 6],
    [29141, 440, 6],
    [33333, 25, 4],
    [33334, 0, 3],
  ])('%i fails at %d min with code %i and says why', (catalogNumber, minutes, code) => {
    const state = propagateTemeMinutes(createPropagator(setOf(catalogNumber)), minutes);
    expect(state).toMatchObject({ ok: false, code });
    expect(state.ok ? '' : state.reason).not.toMatch(/unknown|no error/);
  });

  it('does not see that the library rounds epochs to the millisecond: no step where the rounding turns', () => {
    let worst = 0;
    for (const set of elementSets) {
      if (set.catalogNumber === 23333) continue;
      const whole = (set.epoch / 1_000_000n) * 1_000_000n;
      const [before, after] = [499_900n, 500_100n].map((ns) => createPropagator({ ...set, epoch: whole + ns }));
      for (const minutes of [0, 1440, 10_080]) {
        const a = propagateTemeMinutes(before!, minutes);
        const b = propagateTemeMinutes(after!, minutes);
        if (!a.ok || !b.ok) continue;
        worst = Math.max(worst, ...a.position.map((value, axis) => Math.abs(value - b.position[axis]!)));
      }
    }
    // Uncorrected, the resonant orbits step by 17 mm.
    expect(worst).toBeLessThan(1e-4);
  });
});
