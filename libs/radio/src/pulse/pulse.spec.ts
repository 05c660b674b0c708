import { describe, expect, it } from '@jest/globals';
import { bandLimitedRectangle, rectangleReach } from './band-limited-rectangle.js';
import { complementaryErrorFunction } from './error-function.js';
import { besselI0, kaiserWindow } from './kaiser.js';
import { frequencyPulse, gaussianDeviation, phasePulse, phasePulseReach } from './phase-pulse.js';
import { rootRaisedCosine } from './root-raised-cosine.js';

function integral(f: (t: number) => number, from: number, to: number, step: number): number {
  const count = Math.round((to - from) / step);
  let sum = 0;
  for (let n = 0; n < count; n++) sum += f(from + (n + 0.5) * step);
  return sum * step;
}

describe('Root-raised-cosine', () => {
  // GNU Radio 3.10.5, firdes.root_raised_cosine(1, 4, 1, rollOff, 801), scaled to unit energy: values at these t.
  it.each([
    [0.35, [1.095634, 0.957126, 0.607774, 0.206871, -0.08469, -0.135164, 0.025615, 0.01332]],
    [0.5, [1.13662, 0.974495, 0.578632, 0.156843, -0.106103, -0.075026, -0.015005, -0.003822]],
    [0.2, [1.054648, 0.935489, 0.627108, 0.252276, -0.052546, -0.184733, 0.084883, 0]],
    [1, [1.273239, 1, 0.424413, 0, -0.084883, 0.036378, 0.012861, 0]],
  ])('roll-off %d: the values of GNU Radio', (rollOff, values) => {
    for (const [n, t] of [0, 0.25, 0.5, 0.75, 1, 1.5, 2.5, 3.75].entries()) {
      expect(rootRaisedCosine(t, rollOff)).toBeCloseTo(values[n]!, 5);
      expect(rootRaisedCosine(-t, rollOff)).toBe(rootRaisedCosine(t, rollOff));
    }
  });

  it.each([0.05, 0.2, 0.35, 0.5, 1])(
    'roll-off %d: unit energy, and two in a row are 0 at all other symbols',
    (rollOff) => {
      const both = (shift: number): number =>
        integral((t) => rootRaisedCosine(t, rollOff) * rootRaisedCosine(t - shift, rollOff), -300, 300, 0.125);
      expect(both(0)).toBeCloseTo(1, 3);
      for (const shift of [1, 2, 3, 7]) expect(Math.abs(both(shift))).toBeLessThan(1e-3);
    },
  );

  it.each([0.1, 0.25, 0.35, 0.5, 0.9, 1])('roll-off %d: smooth through its singular points', (rollOff) => {
    const pole = 1 / (4 * rollOff);
    for (const point of [0, pole, -pole])
      for (const off of [1e-12, 1e-10, 0.9e-9, 1.1e-9, 1e-8, 1e-7, 1e-6])
        for (const side of [off, -off])
          expect(Math.abs(rootRaisedCosine(point + side, rollOff) - rootRaisedCosine(point, rollOff))).toBeLessThan(
            1e-7 + 6 * off,
          );
  });

  it('roll-off 0 is a sinc', () => {
    for (const t of [0.3, 0.5, 1.7])
      expect(rootRaisedCosine(t, 0)).toBeCloseTo(Math.sin(Math.PI * t) / (Math.PI * t), 12);
    expect(rootRaisedCosine(0, 0)).toBe(1);
    expect(rootRaisedCosine(3, 0)).toBeCloseTo(0, 12);
  });
});

describe('Special functions', () => {
  // SciPy 1.10, scipy.special.erfc and i0; scipy.signal.get_window(('kaiser', 6), 11, fftbins=False).
  it.each([
    [-1, 1.8427007929497148],
    [0.1, 0.8875370839817152],
    [0.5, 0.4795001221869535],
    [1, 0.15729920705028516],
    [2, 0.004677734981047266],
    [2.5, 0.00040695201744495886],
    [3, 2.2090496998585445e-5],
    [5, 1.5374597944280347e-12],
  ])('erfc(%d)', (x, value) => {
    expect(Math.abs(complementaryErrorFunction(x) - value)).toBeLessThan(1e-14 + 1e-12 * value);
  });

  it('Bessel I0 and the Kaiser window', () => {
    expect(besselI0(3)).toBeCloseTo(4.880792585865024, 12);
    for (const [n, value] of [0.01487334, 0.11939846, 0.33901806, 0.63449027, 0.89540018, 1].entries())
      expect(kaiserWindow((n - 5) / 5, 6)).toBeCloseTo(value, 8);
  });
});

describe('Phase pulse', () => {
  it.each([null, 0.2, 0.3, 0.5])(
    'BT %p: from 0 to 1, a half in the middle, the integral of the frequency pulse',
    (bt) => {
      const reach = phasePulseReach(bt);
      expect(phasePulse(-reach, bt)).toBeCloseTo(0, 6);
      expect(phasePulse(reach, bt)).toBeCloseTo(1, 6);
      expect(phasePulse(0, bt)).toBeCloseTo(0.5, 12);
      for (const t of [-1.25, -0.75, -0.25, 0.25, 0.5, 1])
        expect(phasePulse(t, bt)).toBeCloseTo(
          integral((u) => frequencyPulse(u, bt), -8, t, 0.0025),
          4,
        );
    },
  );

  it('BT is the -3 dB bandwidth of the Gaussian filter', () => {
    // The response of a Gaussian impulse of deviation σ is exp(-(2πfσ)² / 2).
    for (const bt of [0.25, 0.3, 0.5]) {
      const response = Math.exp(-((2 * Math.PI * bt * gaussianDeviation(bt)) ** 2) / 2);
      expect(20 * Math.log10(response)).toBeCloseTo(-3.0103, 3);
    }
  });

  it('GMSK of BT 0.5: two symbols before and after, the frequency pulse at its middle and at its edges', () => {
    // SciPy 1.10: half of erfc(-x / √2) at the two edges, their difference.
    expect(frequencyPulse(0, 0.5)).toBeCloseTo(0.9408018245408221, 10);
    expect(frequencyPulse(0.5, 0.5)).toBeCloseTo(0.4999194931620621, 10);
    expect(frequencyPulse(1, 0.5)).toBeCloseTo(0.029599080167816427, 10);
    expect(frequencyPulse(2, 0.5)).toBeLessThan(1e-6);
  });
});

describe('Band-limited rectangle', () => {
  it.each([1.5, 2.3, 4, 10, 100])(
    'at %d samples a symbol: unit energy, even, near 1 in the middle of a long one',
    (rate) => {
      const pulse = bandLimitedRectangle(rate);
      const reach = rectangleReach(rate);
      expect(integral((t) => pulse(t) ** 2, -reach, reach, 0.001)).toBeCloseTo(1, 3);
      for (const t of [0.1, 0.4, 0.5, 0.6]) expect(pulse(t)).toBeCloseTo(pulse(-t), 6);
      expect(pulse(reach + 0.01)).toBe(0);
      if (rate >= 10) expect(Math.abs(pulse(0) - 1)).toBeLessThan(0.03);
      if (rate >= 10) expect(pulse(0.5) / pulse(0)).toBeCloseTo(0.5, 1);
    },
  );

  it('holds nothing that folds: beyond the sample rate less a symbol rate its spectrum is below -50 dB', () => {
    const rate = 4;
    const pulse = bandLimitedRectangle(rate);
    for (const f of [3.1, 3.5, 4.5, 5.5, 6.5]) {
      const size = integral((t) => pulse(t) * Math.cos(2 * Math.PI * f * t), -4, 4, 1 / 256);
      expect(Math.abs(size)).toBeLessThan(0.003);
    }
  });
});
