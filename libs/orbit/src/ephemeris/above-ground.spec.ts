import { describe, expect, it } from '@jest/globals';
import { parseUtc } from '@app/time';
import { createPropagator } from '../propagation/propagator.js';
import { syntheticElements } from '../testing/synthetic-elements.js';
import { sgp4Trajectory } from '../trajectory/sgp4-trajectory.js';
import { assertAboveGround } from './above-ground.js';
import { sampleEphemeris } from './sample-ephemeris.js';

describe('assertAboveGround', () => {
  const segment = sampleEphemeris(sgp4Trajectory(createPropagator(syntheticElements())), {
    ...{ objectName: 'TEST-1', objectId: '2030-001A', stepSeconds: 60, interpolation: 'LAGRANGE' },
    ...{ from: parseUtc('2026-04-24T06:00:00Z'), to: parseUtc('2026-04-24T06:10:00Z'), interpolationDegree: 7 },
  });

  it('takes an orbit', () => {
    expect(() => assertAboveGround([segment])).not.toThrow();
  });

  it.each([
    ['zeros', (states: Float64Array) => states.fill(0, 24, 30), '2026-04-24T06:04:00.000000Z', '0 km'],
    ['a place that is no number', (states: Float64Array) => states.fill(Number.NaN, 0, 1), '06:00:00', 'NaN km'],
  ])('refuses a state of %s, with its time', (_, spoil, time, found) => {
    const states = segment.states.slice();
    spoil(states);
    const check = (): void => assertAboveGround([segment, { ...segment, states }]);
    expect(check).toThrow(time);
    expect(check).toThrow(`expected at least 6300 km from the Earth's centre, found ${found}`);
  });
});
