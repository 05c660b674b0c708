import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type SpectralSearchKernel, referenceSpectralSearch, wasmSpectralSearch } from '../index.js';
import { seededOctets } from '../testing/seeded.js';

const kernels: readonly (readonly [string, SpectralSearchKernel])[] = [
  ['reference', referenceSpectralSearch()],
  ['module', wasmSpectralSearch()!],
];

function fill(sequence: Float32Array, count: number, seed: number): void {
  seededOctets(2 * count, seed).forEach((octet, n) => (sequence[n] = octet / 128 - 1));
}

describe.each(kernels)('search of lines in spectra: %s', (_, kernel) => {
  it('the spectrum is the sum that defines it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 7 }),
        fc.integer({ min: 1, max: 128 }),
        fc.constantFrom(0, 0.003, -0.02),
        fc.constantFrom<(0 | 1)[]>(0, 1),
        (log, length, chirp, which) => {
          const size = 2 ** log;
          const count = Math.min(size, length);
          fill(kernel.sequences[which], count, length);
          kernel.transform(which, count, size, chirp);
          for (let k = 0; k < size; k += 3) {
            let [i, q] = [0, 0];
            for (let n = 0; n < count; n++) {
              const angle = -2 * Math.PI * ((k * n) / size + (chirp / 2) * (n - count / 2) ** 2);
              const [a, b] = [kernel.sequences[which][2 * n]!, kernel.sequences[which][2 * n + 1]!];
              i += a * Math.cos(angle) - b * Math.sin(angle);
              q += a * Math.sin(angle) + b * Math.cos(angle);
            }
            expect(Math.abs(kernel.spectra[which][k]! - (i ** 2 + q ** 2))).toBeLessThan(1e-3);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('finds a chirped line, and two that a clock moves against each other', () => {
    const [first, second] = kernel.sequences;
    for (let n = 0; n < 1000; n++) {
      for (const [sequence, bin] of [
        [first, -37],
        [second, -45],
      ] as const) {
        const angle = 2 * Math.PI * ((bin / 2048) * n + 0.5 * 1e-5 * (n - 500) ** 2);
        sequence[2 * n] = Math.cos(angle);
        sequence[2 * n + 1] = Math.sin(angle);
      }
    }
    kernel.weights[0].fill(1);
    kernel.weights[1].fill(0.5);
    kernel.transform(0, 1000, 2048, 1e-5);
    kernel.transform(1, 1000, 2048, 1e-5);
    const single = kernel.strongest(2048, -100, 201);
    expect(single).toMatchObject({ bin: -37, shift: 0 });
    expect(single.power / 1e6).toBeCloseTo(1, 3);
    const pair = kernel.strongestPair(2048, -100, 201, 6);
    expect(pair).toMatchObject({ bin: -41, shift: 4 });
    expect(pair.power / 1e6).toBeCloseTo(1.5, 3);
    // Without the chirp taken off the line is spread.
    kernel.transform(0, 1000, 2048, 0);
    expect(kernel.strongest(2048, -100, 201).power).toBeLessThan(3e5);
    expect(kernel.strongest(2048, 0, 10).bin).toBeGreaterThanOrEqual(0);
  });
});

describe('search of lines in spectra', () => {
  it('long spectra of module and reference are equal', () => {
    for (const [, kernel] of kernels) {
      fill(kernel.sequences[0], 8192, 7);
      kernel.transform(0, 8192, 16_384, 1e-7);
    }
    const [plain, fast] = kernels.map(([, kernel]) => kernel.spectra[0]);
    let worst = 0;
    for (let n = 0; n < 16_384; n++) worst = Math.max(worst, Math.abs(plain![n]! - fast![n]!));
    expect(worst).toBeLessThan(1);
    expect(Math.max(...plain!)).toBeGreaterThan(10_000);
  });
});
