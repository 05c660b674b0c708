import type { StationContact } from '@app/contracts';
import { ASM_LENGTH, CaduCodec, FrameSynchroniser, type SynchroniserOutput } from '@app/ccsds';
import type { TelemetryBits } from '@app/radio';
import { FrameAnnotator, type ReceivedFrame } from './frame-annotator.js';
import { UnsupportedLinkError } from './unsupported-link.error.js';
import { ReceptionClock } from './reception-clock.js';

/** Octets taken at a time: less than a frame of our links, about a millisecond of work. */
const SLICE_OCTETS = 1024;
type SynchronisedFrame = Extract<SynchroniserOutput, { kind: 'frame' }>;

/** From the bits of one reception to annotated frames: synchroniser, derandomizer, Reed-Solomon, frame check. No I/O, no clock. */
export class ReceiverChain {
  private readonly synchroniser: FrameSynchroniser;
  private readonly codec: CaduCodec;
  private readonly annotator: FrameAnnotator;
  private readonly periodBits: number;
  private readonly clock = new ReceptionClock();
  private esN0Db: number | null = null;
  /** Bits that belong to no frame. */
  discardedBits = 0;

  /** Throws UnsupportedLinkError, or the errors of libs/ccsds for frame and coding parameters that do not fit. */
  constructor(station: StationContact) {
    this.annotator = new FrameAnnotator(station);
    const { frame } = station.linkProfile.downlink;
    if (frame.asm !== '1acffc1d')
      throw new UnsupportedLinkError(station.linkProfile.id, 'downlink.frame.asm', '1acffc1d', frame.asm);
    const { randomizer, reedSolomon } = frame;
    this.codec = new CaduCodec(frame.frameLength, { asm: frame.asm, randomizer, reedSolomon });
    this.synchroniser = new FrameSynchroniser({ codeblockLength: this.codec.codeblockLength });
    this.periodBits = 8 * (ASM_LENGTH + this.codec.codeblockLength);
  }

  /** Whether frame markers come where they are due. */
  get inLock(): boolean {
    return this.synchroniser.mode === 'lock';
  }

  /** The frames that a message completes, slice by slice, so that the caller can let others work in between. */
  *push(message: TelemetryBits): Generator<ReceivedFrame[]> {
    this.clock.tag(this.synchroniser.bitCount, message.firstBitTime, message.bitRateBps);
    this.esN0Db = Number.isFinite(message.esN0Db) ? message.esN0Db : null;
    for (let octet = 0; 8 * octet < message.bitCount; octet += SLICE_OCTETS) {
      const bitCount = Math.min(8 * SLICE_OCTETS, message.bitCount - 8 * octet);
      const slice = message.bits.subarray(octet, octet + Math.ceil(bitCount / 8));
      yield this.framesOf(this.synchroniser.push(slice, bitCount));
    }
  }

  /** Nothing follows: the frames that were waiting for a confirmation, if their content confirms them. */
  flush(): ReceivedFrame[] {
    return this.framesOf(this.synchroniser.flush());
  }

  private framesOf(outputs: readonly SynchroniserOutput[]): ReceivedFrame[] {
    return outputs.flatMap((output) => {
      if (output.kind === 'frame') return this.received(output) ?? [];
      this.discardedBits += output.bitCount;
      return [];
    });
  }

  private received(output: SynchronisedFrame): ReceivedFrame | undefined {
    const earthReceiveTime = this.clock.timeOfFrame(output.firstBitIndex, this.periodBits, output.slippedBits);
    const decoded = this.codec.decode(output.codeblock);
    // A marker that nothing confirmed, with a content that nothing confirms, is noise.
    if (output.state === 'unverified' && decoded.kind === 'uncorrectable') {
      this.discardedBits += this.periodBits;
      return undefined;
    }
    const { asmErrors, inverted } = output;
    const common = { asmErrors, inverted, earthReceiveTime, esN0Db: this.esN0Db };
    if (decoded.kind === 'uncorrectable') {
      const correctedSymbols = decoded.codewords.map((symbols) => (symbols === 'uncorrectable' ? -1 : symbols));
      return this.annotator.annotated({
        ...common,
        quality: 'uncorrectable',
        bytes: output.codeblock,
        correctedSymbols,
      });
    }
    const { frame: bytes, correctedSymbols } = decoded;
    return this.annotator.annotated({ ...common, quality: 'good', bytes, correctedSymbols });
  }
}
