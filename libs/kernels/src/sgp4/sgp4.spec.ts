import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Sgp4ConstantName,
  type Sgp4Kernel,
  sgp4ConstantNames,
  sgp4Positions,
  sgp4Reference,
  wasmSgp4,
} from '../index.js';

const fast = wasmSgp4();

/**
 * Of the farthest coordinate. Mostly they agree to 1e-13; but both stop at a Kepler step below 1e-12 rad and leave that step out: where
 * it is on the edge they differ by it, near a pericentre by some times as much.
 */
const TOLERANCE = 5e-12;

type Constants = Readonly<Record<Sgp4ConstantName, number>>;

/** Evenly spread, where fast-check's own doubles are mostly tiny. */
const number = (min: number, max: number): fc.Arbitrary<number> =>
  fc.nat(1e9).map((part) => min + (part / 1e9) * (max - min));
const angle = number(-7, 7);

/** Elements and drag terms without the bonds between them that an initialisation makes: the kernels need none. */
const anyConstants = fc
  .record({
    ao: number(1.02, 1.9),
    ecco: fc.oneof(number(0, 0.01), number(0, 0.9)),
    inclo: number(0, 3.1),
    mo: angle,
    argpo: angle,
    nodeo: angle,
    argpdot: number(-1e-4, 1e-4),
    nodedot: number(-1e-4, 1e-4),
    nodecf: number(-1e-10, 1e-10),
    drag: fc.oneof(fc.constant(0), number(-1, 1), number(-100, 100)),
    eta: number(0, 0.7),
  })
  .map(({ ao, inclo, drag, ...rest }): Constants => {
    const cosine = Math.cos(inclo);
    const no = 0.0743669161 / ao ** 1.5;
    return {
      ...rest,
      ao,
      inclo,
      no,
      mdot: no * 1.0007,
      cc1: drag * 1e-7,
      bstarCc4: drag * 3e-8,
      bstarCc5: drag * 2e-6,
      d2: drag * 1e-12,
      d3: drag * 1e-17,
      d4: drag * 1e-22,
      t2cof: drag * 1.5e-7,
      t3cof: drag * 1e-12,
      t4cof: drag * 1e-17,
      t5cof: drag * 1e-22,
      omgcof: drag * 1e-8,
      xmcof: drag * -1e-5,
      delmo: 1.3,
      sinmao: Math.sin(rest.mo),
      aycof: 0.00117 * Math.sin(inclo),
      xlcof: (0.0005863 * Math.sin(inclo) * (3 + 5 * cosine)) / (1 + cosine),
      con41: 3 * cosine * cosine - 1,
      x1mth2: 1 - cosine * cosine,
      x7thm1: 7 * cosine * cosine - 1,
    };
  });

const arrayOf = (constants: Constants): Float64Array => Float64Array.from(sgp4ConstantNames, (name) => constants[name]);

/** A low, nearly round orbit without drag. */
const quiet: Constants = {
  ...fc.sample(anyConstants, { numRuns: 1, seed: 1 })[0]!,
  ...Object.fromEntries(
    ['cc1', 'bstarCc4', 'bstarCc5', 'd2', 'd3', 'd4', 't2cof', 't3cof', 't4cof', 't5cof', 'omgcof', 'xmcof'].map(
      (name) => [name, 0],
    ),
  ),
  ao: 1.1,
  no: 0.0644,
  mdot: 0.0645,
  ecco: 0.01,
};

function run(kernel: Sgp4Kernel, constants: Float64Array, start: number, step: number, count: number) {
  const out = new Float64Array(3 * count + 3).fill(-1);
  return { good: kernel(constants, start, step, count, out), out };
}

describe('SGP4 kernel (SIMD) beside its reference', () => {
  it('runs here', () => expect(fast).not.toBeNull());

  it('gives the same positions, and stops at the same time, for any elements and times', () => {
    fc.assert(
      fc.property(
        anyConstants,
        number(-100_000, 100_000),
        number(-20, 20),
        fc.oneof(fc.nat(40), fc.integer({ min: 120, max: 136 }), fc.integer({ min: 1020, max: 2100 })),
        (constants, start, step, count) => {
          const values = arrayOf(constants);
          const expected = run(sgp4Reference, values, start, step, count);
          const { good, out } = run(fast!, values, start, step, count);
          expect(good).toBe(expected.good);
          const farthest = Math.max(...expected.out.map(Math.abs));
          const worst = Math.max(...out.map((value, i) => Math.abs(value - expected.out[i]!)));
          expect(worst).toBeLessThanOrEqual(TOLERANCE * farthest);
        },
      ),
      { numRuns: 300, endOnFailure: true },
    );
  });

  it('tells the first bad time wherever it stands in a pair, a block and a chunk, and leaves what follows as it was', () => {
    const falling = arrayOf({ ...quiet, cc1: 1 / 3000 });
    // The axis shrinks until the orbit meets the surface.
    const firstBad = run(sgp4Reference, falling, 0, 1, 3000).good;
    expect(firstBad).toBeGreaterThan(100);
    expect(firstBad).toBeLessThan(1000);
    for (const kernel of [sgp4Reference, fast!, sgp4Positions])
      for (const index of [0, 1, 2, 3, 126, 127, 128, 129, 1022, 1023, 1024, 1025, 2047, 2048, 2049])
        for (const count of [index, index + 1, index + 2, index + 1500]) {
          const { good, out } = run(kernel, falling, firstBad - index, 1, count);
          expect(good).toBe(index);
          expect(out.subarray(0, 3 * index)).not.toContain(-1);
          expect(out.subarray(3 * index).every((value) => value === -1)).toBe(true);
        }
  });

  it.each(sgp4ConstantNames)('has no position where %s is not a number, and one where it is', (name) => {
    for (const kernel of [sgp4Reference, fast!]) {
      expect(run(kernel, arrayOf(quiet), 0, 1, 5).good).toBe(5);
      expect(run(kernel, arrayOf({ ...quiet, [name]: NaN }), 0, 1, 5).good).toBe(0);
    }
  });
});
