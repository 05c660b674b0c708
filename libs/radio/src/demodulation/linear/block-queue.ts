import { SYMBOL_BLOCK } from '@app/kernels';
import type { LinearModulation } from '../../modulation/waveform.js';
import type { SoftDecisions } from '../demodulator.js';
import type { CheckedOptions } from './linear-options.js';
import { LockDetector, type LockThresholds, signalEnd } from './lock-detector.js';
import type { TrackedBlock } from './linear-tracker.js';
import { TurnDetector } from './turn-detector.js';

/** Blocks by which decisions come late: as many as show whether there still is a signal. */
export const HELD_BLOCKS: Readonly<Record<LinearModulation, number>> = { BPSK: 4, QPSK: 16, OQPSK: 16 };

/** At -2 dB of BPSK the line is 0.39, at +1 dB of two rails 0.31; noise makes it 0 ± 0.03 and ± 0.054. */
const CARRIER: Readonly<Record<LinearModulation, LockThresholds>> = {
  BPSK: { blocks: HELD_BLOCKS.BPSK, lock: 0.25, loss: 0.18 },
  QPSK: { blocks: HELD_BLOCKS.QPSK, lock: 0.18, loss: 0.13 },
  OQPSK: { blocks: HELD_BLOCKS.OQPSK, lock: 0.18, loss: 0.13 },
};
/** Blocks in which a signal's end may lie. */
const MARGIN: Readonly<Record<LinearModulation, number>> = { BPSK: 1, QPSK: 2, OQPSK: 2 };
/** Blocks to either side whose carrier is averaged; blocks whose clock is. */
const AROUND = 2;
const CLOCK_BLOCKS = 16;
/** Of the timing error's mean, symbols, below which the clock is held. */
const STEADY = 0.1;

/** Holds blocks back until it is known that they are signal, and puts the estimates to them. */
export class BlockQueue {
  private readonly held: TrackedBlock[] = [];
  private given: TrackedBlock[] = [];
  private carrier: LockDetector;
  private turn = new TurnDetector();
  private confirmed = false;
  /** Of blocks with signal, in the mean. */
  private usualLine = 0;
  private follows = false;
  private inputEnd = Infinity;
  private isLost = false;
  private givenTo = 0;

  constructor(private readonly options: CheckedOptions) {
    this.carrier = new LockDetector(CARRIER[this.modulation]);
  }

  private get modulation(): LinearModulation {
    return this.options.waveform.modulation;
  }

  /** The signal is gone; blocks begin anew. */
  get lost(): boolean {
    return this.isLost;
  }

  /** The leading edge of the first symbol that was not given out. */
  get end(): number {
    return this.givenTo;
  }

  /** The first sample of the blocks that are held. */
  get heldFrom(): number {
    return (this.held[0]?.first ?? Infinity) - this.options.spacing;
  }

  reset(): void {
    this.inputEnd = Infinity;
    this.givenTo = -Infinity;
    this.begin();
  }

  /** Blocks of another signal follow. */
  begin(): void {
    this.held.length = 0;
    this.given = [];
    this.carrier = new LockDetector(CARRIER[this.modulation]);
    this.turn = new TurnDetector();
    this.confirmed = false;
    this.follows = false;
    this.isLost = false;
  }

  /** No symbol ends later than half a sample behind this. */
  endAt(inputEnd: number): void {
    this.inputEnd = inputEnd;
  }

  add(block: TrackedBlock): SoftDecisions[] {
    if (block.first >= this.inputEnd) return [];
    this.held.push(block);
    const isWhole = block.next < this.inputEnd;
    if (!isWhole) return [];
    this.carrier.add(block.line);
    this.turn.add(block.standing);
    if (this.turn.turning) {
      this.isLost = true;
      const stood = this.held.length - this.turn.blocks;
      return this.give(Math.min(this.goodBlocks(), stood + MARGIN[this.modulation]));
    }
    if (!this.carrier.filled) return [];
    if (this.carrier.locked) {
      this.usualLine = this.confirmed ? this.usualLine + (block.line - this.usualLine) / 32 : this.carrier.mean;
      this.confirmed = true;
      return this.held.length > HELD_BLOCKS[this.modulation] ? this.give(1) : [];
    }
    this.isLost = true;
    return this.give(this.goodBlocks());
  }

  flush(): SoftDecisions[] {
    return this.give(this.goodBlocks());
  }

  /** Held blocks up to where the signal ends, and those in which it may. */
  private goodBlocks(): number {
    const lines = this.held.map(({ line }) => line);
    const { blocks, loss } = CARRIER[this.modulation];
    const strongest = Math.max(...lines.map((_, n) => lines.slice(n, n + 4).reduce((a, b) => a + b, 0) / 4));
    const level = Math.max(2 * loss, this.confirmed ? this.usualLine : strongest);
    const good = signalEnd(lines, level);
    const sum = lines.slice(0, good).reduce((a, b) => a + b, 0);
    // What acquisition took for a signal and is none ends at once.
    if (!this.confirmed && sum < (loss * blocks) / 2) return 0;
    return good === 0 ? 0 : Math.min(lines.length, good + MARGIN[this.modulation]);
  }

  private give(count: number): SoftDecisions[] {
    const decisions: SoftDecisions[] = [];
    for (let n = 0; n < count; n++) {
      const block = this.held[0]!;
      const made = this.decisionsOf(block);
      this.held.shift();
      this.given.push(block);
      if (this.given.length > CLOCK_BLOCKS) this.given.shift();
      this.givenTo = block.next - this.options.spacing / 2;
      if (made !== null) decisions.push(made);
      this.follows = true;
    }
    return decisions;
  }

  private decisionsOf(block: TrackedBlock): SoftDecisions | null {
    const samplesPerSymbol = (block.next - block.first) / SYMBOL_BLOCK;
    const firstSymbolAt = block.first - samplesPerSymbol / 2;
    const symbols = Math.min(SYMBOL_BLOCK, Math.floor((this.inputEnd + 0.5 - firstSymbolAt) / samplesPerSymbol));
    if (symbols <= 0) return null;
    const locked = this.confirmed ? this.carrier.locked : this.held.length > 0;
    return {
      decisions: block.decisions.slice(0, (symbols * block.decisions.length) / SYMBOL_BLOCK),
      firstSymbolAt,
      samplesPerSymbol,
      continues: this.follows,
      carrierLock: locked,
      symbolLock: locked && Math.abs(block.timingError) < STEADY,
      estimate: {
        carrierOffsetHz: this.carrierOffset() * this.options.sampleRateHz,
        symbolRateHz: this.options.sampleRateHz / this.meanSpacing(),
        esN0Db: 10 * Math.log10(block.esN0),
        level: Math.sqrt(block.power),
      },
    };
  }

  /** Turns a sample, over the blocks around the first held one. */
  private carrierOffset(): number {
    const around = Math.min(AROUND, this.given.length, this.held.length - 1);
    const blocks = [...(around > 0 ? this.given.slice(-around) : []), ...this.held.slice(0, around + 1)];
    const advance = blocks.reduce((sum, block) => sum + block.advance, 0);
    return advance / (blocks.at(-1)!.next - blocks[0]!.first);
  }

  private meanSpacing(): number {
    const blocks = [...this.given, ...this.held].slice(-CLOCK_BLOCKS);
    return (blocks.at(-1)!.next - blocks[0]!.first) / (blocks.length * SYMBOL_BLOCK);
  }
}
