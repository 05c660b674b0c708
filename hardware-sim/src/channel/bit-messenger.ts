import { type Tai } from '@app/time';
import { Prng } from '../prng.js';
import { BitBuffer } from './bits.js';
import { type SlipInCadu } from './bit-slips.js';

/** A piece of the demodulated stream, ready to be sent. Without lock it holds no bits and says that lock was lost. */
export interface DemodulatedBits {
  readonly locked: boolean;
  readonly firstBitTime: Tai;
  readonly bitRateBps: number;
  readonly bitCount: number;
  readonly esN0Db: number;
  readonly bits: Uint8Array;
}

/** A CADU as it came in, from its first bit's leading edge to its last bit's trailing one. */
export interface ReceivedCadu {
  readonly bits: Uint8Array;
  readonly start: Tai;
  readonly end: Tai;
  readonly bitCount: number;
  readonly n: number;
  readonly esN0Db: number;
}

/** Bits in a message: 1 to 3 kB, and no whole number of octets. */
const SHORTEST_MESSAGE_BITS = 8_000;
const LONGEST_MESSAGE_BITS = 24_000;

/**
 * Cuts the demodulated stream into messages that know nothing of CADUs: where one ends depends on the seed and on the bit at which it
 * began. Each bears the time of its own first bit, so no error adds up.
 */
export class BitMessenger {
  private readonly buffer = new BitBuffer();
  private wanted = 0;
  private locked = false;
  private firstBitTime: Tai = 0n;
  private bitRateBps = 0;
  private esN0Db = 0;

  constructor(
    private readonly seed: number,
    private readonly antenna: string,
  ) {}

  /** Takes bits `from` up to, not including, `to` of a CADU, with their slips; gives the messages that are full. */
  take(cadu: ReceivedCadu, from: number, to: number, slips: readonly SlipInCadu[]): readonly DemodulatedBits[] {
    const full: DemodulatedBits[] = [];
    let next = from;
    for (const { bit, bits } of slips.toSorted((a, b) => a.bit - b.bit)) {
      // A slip among bits that are lost is lost with them.
      if (bit < next) continue;
      // Lost bits are left out; one that comes twice is given once more.
      this.add(cadu, next, bits < 0 ? bit : bit + 1, full);
      next = bits < 0 ? bit - bits : bit;
    }
    this.add(cadu, next, to, full);
    return full;
  }

  /** What has not been given yet, as a last message. */
  flush(): readonly DemodulatedBits[] {
    return this.buffer.bitCount === 0 ? [] : [this.finish()];
  }

  /** The last message, and the word that lock was lost at an instant; nothing where there was no lock. */
  loseLock(at: Tai, esN0Db: number): readonly DemodulatedBits[] {
    if (!this.locked) return [];
    this.locked = false;
    const { bitRateBps } = this;
    const lost = { locked: false, firstBitTime: at, bitRateBps, esN0Db, bitCount: 0, bits: new Uint8Array(0) };
    return [...this.flush(), lost];
  }

  private add(cadu: ReceivedCadu, from: number, to: number, full: DemodulatedBits[]): void {
    for (let bit = from; bit < to;) {
      if (this.buffer.bitCount === 0) this.begin(cadu, bit);
      const count = Math.min(to - bit, this.wanted - this.buffer.bitCount);
      this.buffer.append(cadu.bits, bit, count);
      this.esN0Db = cadu.esN0Db;
      bit += count;
      if (this.buffer.bitCount === this.wanted) full.push(this.finish());
    }
  }

  private begin({ start, end, bitCount, n }: ReceivedCadu, bit: number): void {
    const durationNs = Number(end - start);
    this.locked = true;
    this.firstBitTime = start + BigInt(Math.round((durationNs * bit) / bitCount));
    this.bitRateBps = (bitCount * 1e9) / durationNs;
    const prng = Prng.of(this.seed, 'message', this.antenna, n, bit);
    this.wanted = prng.integer(SHORTEST_MESSAGE_BITS, LONGEST_MESSAGE_BITS);
  }

  private finish(): DemodulatedBits {
    const { firstBitTime, bitRateBps, esN0Db } = this;
    const { bitCount } = this.buffer;
    return { locked: true, firstBitTime, bitRateBps, esN0Db, bitCount, bits: this.buffer.take() };
  }
}
