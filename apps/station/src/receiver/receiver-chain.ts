import { type FrameAnnotation, type StationContact, utcSchema } from '@app/contracts';
import {
  ASM_LENGTH,
  CaduCodec,
  type Clcw,
  ClcwError,
  crc16,
  FrameSynchroniser,
  parseClcw,
  type SynchroniserOutput,
  tmPrimaryHeader,
} from '@app/ccsds';
import type { TelemetryBits } from '@app/radio';
import { formatUtc } from '@app/time';
import { ReceptionClock } from './reception-clock.js';

/** A frame with all that the station knows of it. */
export interface ReceivedFrame {
  readonly annotation: FrameAnnotation;
  /** The transfer frame or, where it is uncorrectable, its codeblock as received: what follows the ASM, upright, nothing undone. */
  readonly bytes: Uint8Array;
  /** The report on our telecommand channel that a frame of this spacecraft carries; null where it carries none. */
  readonly clcw: Clcw | null;
}

/** A link profile asks for something that this receiver does not do. */
export class UnsupportedLinkError extends Error {
  override readonly name = 'UnsupportedLinkError';
  constructor(
    readonly linkProfile: string,
    readonly field: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`link profile ${linkProfile}, ${field}: expected ${expected}, found ${found}`);
  }
}

/** Octets taken at a time: less than a frame of our links, about a millisecond of work. */
const SLICE_OCTETS = 1024;
const OCF_LENGTH = 4;
const FECF_LENGTH = 2;
type SynchronisedFrame = Extract<SynchroniserOutput, { kind: 'frame' }>;

/** From the bits of one reception to annotated frames: synchroniser, derandomizer, Reed-Solomon, frame check. No I/O, no clock. */
export class ReceiverChain {
  private readonly synchroniser: FrameSynchroniser;
  private readonly codec: CaduCodec;
  private readonly periodBits: number;
  private readonly clock = new ReceptionClock();
  private esN0Db: number | null = null;
  /** Bits that belong to no frame. */
  discardedBits = 0;

  /** Throws UnsupportedLinkError, or the errors of libs/ccsds for frame and coding parameters that do not fit. */
  constructor(private readonly station: StationContact) {
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
    const time = this.clock.timeOfFrame(output.firstBitIndex, this.periodBits, output.slippedBits);
    const decoded = this.codec.decode(output.codeblock);
    // A marker that nothing confirmed, with a content that nothing confirms, is noise.
    if (output.state === 'unverified' && decoded.kind === 'uncorrectable') {
      this.discardedBits += this.periodBits;
      return undefined;
    }
    const { contact, linkProfile } = this.station;
    const common = {
      mode: contact.mode,
      contact: contact.id,
      spacecraft: contact.spacecraft,
      site: contact.site,
      antenna: contact.antenna,
      linkProfile: { id: linkProfile.id, version: linkProfile.version },
      earthReceiveTime: utcSchema.parse(formatUtc(time)),
      asmBitErrors: output.asmErrors,
      inverted: output.inverted,
      esN0Db: this.esN0Db,
    };
    if (decoded.kind === 'uncorrectable') {
      const correctedSymbols = decoded.codewords.map((symbols) => (symbols === 'uncorrectable' ? -1 : symbols));
      return {
        annotation: { ...common, quality: 'uncorrectable', disposition: 'uncorrectable', correctedSymbols },
        bytes: output.codeblock,
        clcw: null,
      };
    }
    const disposition = this.dispositionOf(decoded.frame);
    const correctedSymbols = [...decoded.correctedSymbols];
    const annotation = { ...common, quality: 'good', disposition, correctedSymbols } as const;
    return { annotation, bytes: decoded.frame, clcw: disposition === 'route' ? this.clcwOf(decoded.frame) : null };
  }

  /** The operational control field where it is a CLCW of the link profile's telecommand channel. */
  private clcwOf(frame: Uint8Array): Clcw | null {
    const { downlink, uplink } = this.station.linkProfile;
    if (uplink === null || tmPrimaryHeader.read.ocfFlag(frame, 0) === 0) return null;
    const end = frame.length - (downlink.frame.fecf ? FECF_LENGTH : 0);
    try {
      const clcw = parseClcw(frame.subarray(end - OCF_LENGTH, end));
      return clcw.vcid === uplink.frame.vcid ? clcw : null;
    } catch (error) {
      // A report of type 2, or of another version.
      if (error instanceof ClcwError) return null;
      throw error;
    }
  }

  /** The frame error control first: where it fails, no field is to be believed. Everything else is the mission's to judge. */
  private dispositionOf(frame: Uint8Array): FrameAnnotation['disposition'] {
    const { linkProfile } = this.station;
    if (linkProfile.downlink.frame.fecf && crc16(frame) !== 0) return 'fecf-error';
    if (tmPrimaryHeader.read.tfvn(frame, 0) !== 0) return 'other-version';
    if (tmPrimaryHeader.read.scid(frame, 0) !== linkProfile.scid) return 'other-spacecraft';
    return 'route';
  }
}
