import { type FrequencyDemodulatorKernel, type LagCorrelation } from '@app/kernels';
import { type Iq } from '../../signal/iq.js';
import { type SampleWindow } from './sample-window.js';

/** Blocks before and behind one that its centre frequency is taken from. */
const AROUND = 2;
/** How much stronger than in white noise the correlation from sample to sample must be to be that of a signal. */
const SIGNAL = 4;

interface Block {
  readonly iq: Iq;
  readonly correlation: LagCorrelation;
}

/**
 * Complex samples to frequency in turns a sample: mixed to the middle of the channel filter, filtered, turned into frequency. The middle
 * is that of the spectrum around a block as long as nothing better is known (white noise is not correlated from sample to sample, and
 * does not move it), then what `carrier` says.
 */
export class Discriminator {
  /** Output n stands for the instant so many samples before input n. */
  readonly delay: number;
  private readonly blocks: Block[] = [];
  private turns = 0;
  private middle = 0;
  private before: readonly [number, number] = [0, 0];

  constructor(
    private readonly kernel: FrequencyDemodulatorKernel,
    private readonly blockLength: number,
    channelTaps: number,
    private readonly maxOffset: number,
    private readonly out: SampleWindow,
    /** The carrier, turns a sample, where it is followed. */
    private readonly carrier: () => number | null,
  ) {
    this.delay = (channelTaps - 1) / 2 + 0.5;
    kernel.reset();
  }

  /** Takes exactly one block; may write one to the output. */
  push(iq: Iq): boolean {
    const correlation = this.kernel.correlate(iq, 0, this.blockLength, this.before);
    this.before = [iq[2 * this.blockLength - 2]!, iq[2 * this.blockLength - 1]!];
    this.blocks.push({ iq, correlation });
    if (this.blocks.length <= AROUND) return false;
    this.write(this.blocks.length - 1 - AROUND);
    if (this.blocks.length > 2 * AROUND) this.blocks.shift();
    return true;
  }

  /** Writes one more of the blocks that wait for those behind them; false when there is none. */
  flush(): boolean {
    if (this.ended === null) this.ended = Math.max(0, this.blocks.length - AROUND);
    if (this.ended >= this.blocks.length) return false;
    this.write(this.ended++);
    return true;
  }

  private ended: number | null = null;

  reset(): void {
    this.kernel.reset();
    this.blocks.length = 0;
    this.turns = 0;
    this.middle = 0;
    this.before = [0, 0];
    this.ended = null;
  }

  private write(index: number): void {
    const { blockLength, kernel } = this;
    this.middle = this.carrier() ?? this.middleOf(this.blocks.slice(Math.max(0, index - AROUND)));
    this.middle = Math.max(-this.maxOffset, Math.min(this.maxOffset, this.middle));
    kernel.discriminate(this.blocks[index]!.iq, 0, blockLength, this.turns, this.middle, this.out.grow(blockLength), 0);
    this.turns = (this.turns + blockLength * this.middle) % 1;
  }

  /** Mean frequency of the spectrum, where there is more than white noise; else what it was. */
  private middleOf(blocks: readonly Block[]): number {
    let [re, im, power] = [0, 0, 0];
    for (const { correlation } of blocks) {
      re += correlation.re;
      im += correlation.im;
      power += correlation.power;
    }
    const coherence = Math.hypot(re, im) / Math.max(power, Number.MIN_VALUE);
    if (coherence < SIGNAL / Math.sqrt(blocks.length * this.blockLength)) return this.middle;
    return Math.atan2(im, re) / (2 * Math.PI);
  }
}
