import { type FirKernel, MAX_FIR_DECIMATION, MAX_FIR_TAPS, firKernel } from '@app/kernels';
import type { Iq } from './iq.js';
import { SignalError } from './signal-error.js';

/**
 * A streaming filter that keeps every `factor`-th sample. Its delay is taken off: output sample k is the filtered signal at the instant of
 * input sample k · factor exactly. Before the first sample and after the last there is nothing (zeros). How the input is cut does not change
 * what comes out, only when: an output waits for `delaySamples` inputs behind its instant.
 */
export class Decimator {
  /** Half of the taps: input samples that an output waits for. */
  readonly delaySamples: number;
  private readonly kernel: FirKernel;
  /** Samples that outputs to come need, the first ones of those of the next output. */
  private held: Float32Array;
  private heldSamples: number;
  /** Samples to leave out before `held` goes on: the factor may be more than the taps. */
  private toSkip = 0;

  /** `taps`: symmetric, an odd number (see lowPass). Throws SignalError. */
  constructor(
    private readonly taps: ArrayLike<number>,
    readonly factor: number,
  ) {
    if (taps.length % 2 !== 1 || taps.length > MAX_FIR_TAPS)
      throw new SignalError('taps', `an odd number up to ${MAX_FIR_TAPS}`, taps.length);
    if (!Number.isInteger(factor) || factor < 1 || factor > MAX_FIR_DECIMATION)
      throw new SignalError('decimation', `1 to ${MAX_FIR_DECIMATION}`, factor);
    this.delaySamples = (taps.length - 1) / 2;
    this.kernel = firKernel(taps, factor);
    this.held = new Float32Array(2 * (taps.length + factor));
    this.heldSamples = this.delaySamples;
  }

  /** The outputs that these samples complete. */
  push(samples: Iq): Iq {
    return this.take(samples, samples.length / 2);
  }

  /** The input has ended: the outputs up to its last sample. The decimator begins afresh. */
  flush(): Iq {
    const rest = this.take(new Float32Array(2 * this.delaySamples), this.delaySamples);
    this.held.fill(0);
    this.heldSamples = this.delaySamples;
    this.toSkip = 0;
    return rest;
  }

  private take(samples: Iq, count: number): Iq {
    const skipped = Math.min(this.toSkip, count);
    this.toSkip -= skipped;
    const total = this.heldSamples + count - skipped;
    const joined = new Float32Array(2 * total);
    joined.set(this.held.subarray(0, 2 * this.heldSamples));
    joined.set(samples.subarray(2 * skipped, 2 * count), 2 * this.heldSamples);
    const outputs = total < this.taps.length ? 0 : Math.floor((total - this.taps.length) / this.factor) + 1;
    const out = new Float32Array(2 * outputs);
    this.kernel(joined, out, 0, outputs);
    const done = Math.min(total, outputs * this.factor);
    this.toSkip += outputs * this.factor - done;
    this.heldSamples = total - done;
    if (this.held.length < 2 * this.heldSamples) this.held = new Float32Array(2 * this.heldSamples);
    this.held.set(joined.subarray(2 * done));
    return out;
  }
}
