import type { Iq } from './iq.js';

/**
 * Takes the mean off a stream, in place: that of all samples at first, then that of about the last sampleRateHz / (2π · cornerHz). Its delay
 * is none; signal below the corner frequency goes as well. How the stream is cut does not matter.
 */
export class DcBlocker {
  private readonly gain: number;
  private seen = 0;
  private meanI = 0;
  private meanQ = 0;

  constructor(cornerHz: number, sampleRateHz: number) {
    this.gain = 1 - Math.exp((-2 * Math.PI * cornerHz) / sampleRateHz);
  }

  apply(samples: Iq): void {
    let { meanI, meanQ, seen } = this;
    for (let n = 0; n + 1 < samples.length; n += 2) {
      seen++;
      const gain = Math.max(this.gain, 1 / seen);
      meanI += gain * (samples[n]! - meanI);
      meanQ += gain * (samples[n + 1]! - meanQ);
      samples[n] = samples[n]! - meanI;
      samples[n + 1] = samples[n + 1]! - meanQ;
    }
    this.meanI = meanI;
    this.meanQ = meanQ;
    this.seen = seen;
  }
}
