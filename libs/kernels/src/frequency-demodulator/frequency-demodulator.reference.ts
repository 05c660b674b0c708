import { type FrequencyDemodulatorKernel, type FrequencyDemodulatorShape } from './frequency-demodulator.kernel.js';

const { cos, sin, atan2, floor, PI } = Math;

export function referenceFrequencyDemodulator(shape: FrequencyDemodulatorShape): FrequencyDemodulatorKernel {
  const { channelTaps, frequencyLimit, phases, matchedLength, matchedTaps, matchedBefore } = shape;
  const history = channelTaps.length - 1;
  let re = new Float32Array(0);
  let im = new Float32Array(0);
  let last: readonly [number, number] = [0, 0];
  const reset = (): void => {
    re = new Float32Array(Math.max(0, history));
    im = new Float32Array(Math.max(0, history));
    last = [0, 0];
  };
  reset();
  return {
    reset,
    correlate(iq, from, count, before) {
      let [i, q] = before;
      const sums = { re: 0, im: 0, power: 0 };
      for (let n = from; n < from + count; n++) {
        const [pi, pq] = [i, q];
        i = iq[2 * n]!;
        q = iq[2 * n + 1]!;
        sums.re += i * pi + q * pq;
        sums.im += q * pi - i * pq;
        sums.power += i * i + q * q;
      }
      return sums;
    },
    discriminate(iq, from, count, turns, turnsPerSample, out, outAt) {
      const mixedRe = new Float32Array(history + count);
      const mixedIm = new Float32Array(history + count);
      mixedRe.set(re);
      mixedIm.set(im);
      for (let n = 0; n < count; n++) {
        const phase = -2 * PI * (turns + n * turnsPerSample);
        const [c, s] = [cos(phase), sin(phase)];
        const i = iq[2 * (from + n)]!;
        const q = iq[2 * (from + n) + 1]!;
        mixedRe[history + n] = i * c - q * s;
        mixedIm[history + n] = i * s + q * c;
      }
      re = mixedRe.slice(count);
      im = mixedIm.slice(count);
      for (let n = 0; n < count; n++) {
        let i = 0;
        let q = 0;
        for (let k = 0; k <= history; k++) {
          i += channelTaps[k]! * mixedRe[n + k]!;
          q += channelTaps[k]! * mixedIm[n + k]!;
        }
        const [pi, pq] = last;
        last = [i, q];
        const frequency = atan2(q * pi - i * pq, i * pi + q * pq) / (2 * PI);
        out[outAt + n] = Math.max(-frequencyLimit, Math.min(frequencyLimit, frequency)) + turnsPerSample;
      }
    },
    match(samples, start, step, count, out) {
      for (let n = 0; n < count; n++) {
        const place = start + n * step;
        const whole = floor(place);
        const tap = floor((place - whole) * phases + 0.5) * matchedLength;
        let sum = 0;
        for (let k = 0; k < matchedLength; k++) sum += matchedTaps[tap + k]! * samples[whole - matchedBefore + k]!;
        out[n] = sum;
      }
    },
  };
}
