import { describe, expect, it } from '@jest/globals';
import { createContactSearch } from '@app/kernels';
import { plusSeconds } from '@app/time';
import { type ElementSet, EarthFixedPath, createPropagator, sgp4Trajectory } from '../index.js';
import { start } from '../testing/contact-samples.js';
import { syntheticElements } from '../testing/synthetic-elements.js';
import { PathSampler } from './path-sampler.js';
import { SampledPath } from './sampled-path.js';

/** By how many metres the path misses exact positions, at most, between its nodes. */
function worstMiss(set: ElementSet, days: number): { readonly metres: number; readonly path: SampledPath } {
  const trajectory = sgp4Trajectory(createPropagator(set));
  const sampler = new PathSampler(start, plusSeconds(start, days * 86_400), 'none', createContactSearch());
  const path = sampler.sample(trajectory);
  if (!(path instanceof SampledPath)) throw new Error(`no path: code ${path.code}`);
  const exact = new EarthFixedPath(trajectory, start, 'none');
  const [state, position] = [new Float64Array(6), new Float64Array(3)];
  let metres = 0;
  for (let i = 0; i < path.intervals; i++) {
    for (const part of [0.15, 0.5, 0.85]) {
      const seconds = (i + part) * path.stepS;
      if (exact.stateInto(seconds, state) !== 0) continue;
      path.positionInto(seconds, position);
      metres = Math.max(
        metres,
        Math.hypot(state[0]! - position[0]!, state[1]! - position[1]!, state[2]! - position[2]!),
      );
    }
  }
  return { metres, path };
}

describe('PathSampler', () => {
  it.each([
    ['low', {}, 3],
    ['low and eccentric', { meanMotionRevPerDay: 11, eccentricity: 0.23, bstar: 0 }, 3],
    ['half a day', { meanMotionRevPerDay: 2.0056, eccentricity: 0.01, inclinationDeg: 55, bstar: 0 }, 3],
    // Seen from the turning Earth it is fastest at its apogee.
    [
      '60 hours, very eccentric',
      {
        ...{ meanMotionRevPerDay: 0.400_036_156_782_880_4, eccentricity: 0.857_868_109_818_039_6, bstar: 0 },
        ...{ inclinationDeg: 17.643_566_939_514_13, raanDeg: 66.169_126_695_022 },
        ...{ argumentOfPericenterDeg: 64.213_005_322_963, meanAnomalyDeg: 57.362_847_430_631_52 },
      },
      5,
    ],
  ])('follows an orbit to two centimetres: %s', (_name, changes, days) => {
    expect(worstMiss(syntheticElements(changes), days).metres).toBeLessThan(0.02);
  });

  it('samples more closely where SGP4 bends in the hours before it gives out', () => {
    const decaying = syntheticElements({
      ...{ meanMotionRevPerDay: 16.228_747_514_006_68, eccentricity: 0.018_401_345_061_138_27 },
      ...{ inclinationDeg: 17.333_598_691_038_787, raanDeg: 85.323_555_758_222_94 },
      ...{ argumentOfPericenterDeg: 245.011_394_089_087_84, meanAnomalyDeg: 230.442_760_074_511_17 },
    });
    const { metres, path } = worstMiss(decaying, 2);
    expect(path.stop).toMatchObject({ code: 1 });
    expect(metres).toBeLessThan(5);
  });
});
