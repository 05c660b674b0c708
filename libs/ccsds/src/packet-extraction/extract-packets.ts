// Packet extraction from the frames of one virtual channel: CCSDS 132.0-B-3 virtual channel packet extraction (from memory); rules for
// losses: research traps 11 to 15, 22, 23. Nothing is stitched: what was lost is a gap in the packet, or the packet is not delivered.
import { FHP_NO_PACKET_START } from '../tm-frame/tm-frame.js';
import { type ExtractionState } from './extraction-state.js';
import {
  type ExtractableFrame,
  type ExtractedPacket,
  type ExtractionErrorReason,
  type ExtractionOptions,
  type ExtractionOutput,
  type ExtractionStep,
} from './extraction-output.js';
import { type CounterStep, compareCounter } from './frame-counter.js';
import { frameFingerprint, recall, remember } from './frame-history.js';
import { copyOctets } from './octet-slab.js';
import {
  growPacket,
  headerSoFar,
  isIdlePacket,
  measurePacket,
  packetKind,
  wholeSpacePacket,
} from './packet-assembly.js';
import {
  type FrameRef,
  type PacketGap,
  type PartialPacket,
  assemblePacket,
  distrustAfterGap,
  packetGaps,
  withGap,
} from './partial-packet.js';

/**
 * One frame of a virtual channel, in order of reception, named `ref`: the state afterwards and what came out, in order. Pure: equal
 * arguments give equal answers and nothing is changed in place, so that a stored state resumes exactly. Frames lost inside a packet are
 * taken to have carried data fields as long as this frame's; where the next first header pointer contradicts that, all from the first
 * gap on is declared missing, and so it is, where data fields differ in length or idle frames come in between, after a second gap. A packet
 * with a gap that ends with a data field waits for the pointer of the next.
 */
export function extractPackets<Ref extends FrameRef>(
  state: ExtractionState<Ref>,
  frame: ExtractableFrame,
  ref: Ref,
  options: ExtractionOptions = {},
): ExtractionStep<Ref> {
  const extraction = new FrameExtraction(state, frame, ref, options);
  return extraction.run();
}

/** What one virtual channel may hold back at most, unless told otherwise. */
const DEFAULT_MAX_PACKET_LENGTH = 262_144;

const noGaps: readonly PacketGap[] = [];

/** A packet without gaps whose last octet is the one before octet `end` of the next data field. */
function endsAt<Ref extends FrameRef>(partial: PartialPacket<Ref>, end: number): boolean {
  return end > 0 && partial.length !== null && !partial.hasGaps && partial.length - partial.position === end;
}

/**
 * The packet in hand is given up: the link went silent, or the recording ends. Gives what came of it, with the rest as a gap; undefined
 * where there is none, or not even a whole header.
 */
export function abandonPacket<Ref extends FrameRef>(state: ExtractionState<Ref>): ExtractedPacket<Ref> | undefined {
  const { vcid, partial } = state;
  if (partial === null || partial.length === null) return undefined;
  const whole = distrustAfterGap(withGap(partial, partial.length - partial.position));
  const bytes = assemblePacket(whole);
  const { firstFrame, lastFrame } = whole;
  const kind = packetKind(bytes);
  return {
    kind,
    vcid,
    bytes,
    complete: false,
    gaps: packetGaps(whole),
    isIdle: isIdlePacket(bytes),
    firstFrame,
    lastFrame,
  };
}

/** The work on one frame: reads the state, collects outputs. */
class FrameExtraction<Ref extends FrameRef> {
  private readonly outputs: ExtractionOutput<Ref>[] = [];
  private readonly vcid: number;
  private readonly data: Uint8Array;
  private readonly maxPacketLength: number;
  private readonly deliverIdle: boolean;
  private partial: PartialPacket<Ref> | null;
  private isBetweenPackets: boolean;
  private idlePackets = 0;
  private idleOctets = 0;

  constructor(
    private readonly state: ExtractionState<Ref>,
    private readonly frame: ExtractableFrame,
    private readonly ref: Ref,
    options: ExtractionOptions,
  ) {
    this.vcid = state.vcid;
    this.data = frame.dataField;
    this.partial = state.partial;
    this.isBetweenPackets = state.isBetweenPackets;
    this.maxPacketLength = options.maxPacketLength ?? DEFAULT_MAX_PACKET_LENGTH;
    this.deliverIdle = options.deliverIdle ?? false;
  }

  run(): ExtractionStep<Ref> {
    const { state, frame } = this;
    if (frame.vcid !== state.vcid) {
      this.error('virtual-channel', 0, `${state.vcid}`, `${frame.vcid}`);
      return this.finish(state);
    }
    // Trap 12: the counter of idle frames is checked like any other.
    const fingerprint = frameFingerprint(frame);
    const step = this.counterStep(fingerprint);
    if (step.kind === 'duplicate') {
      this.outputs.push({ kind: 'duplicate', vcid: this.vcid, frame: this.ref, vcfc: frame.vcfc });
      return this.finish(state);
    }
    if (step.kind === 'gap') this.bridgeLoss(step.expected, step.missing);
    if (frame.syncFlag) {
      this.error('not-packets', 0, 'sync flag 0', '1');
    } else if (frame.isIdle) {
      // Frames lost inside this packet may have been idle as well, and have held nothing of it.
      if (this.partial !== null) this.partial = { ...this.partial, fieldLength: null };
    } else {
      const wasBetweenPackets = this.isBetweenPackets;
      this.isBetweenPackets = false;
      const { firstHeaderPointer } = frame;
      const startsNone = firstHeaderPointer === FHP_NO_PACKET_START;
      if (!startsNone && firstHeaderPointer >= this.data.length) {
        this.error('first-header-pointer', 0, `below ${this.data.length}`, `${firstHeaderPointer}`);
        this.abandon();
        this.skip(0, this.data.length);
      } else {
        const end = startsNone ? this.data.length : firstHeaderPointer;
        if (wasBetweenPackets && end > 0)
          this.error(
            'octets-between-packets',
            0,
            'a packet start at octet 0',
            startsNone ? 'none' : `one at octet ${end}`,
          );
        this.continuePacket(end, startsNone);
        if (!startsNone) this.startPackets(firstHeaderPointer);
      }
    }
    return this.finish({
      vcid: state.vcid,
      counterModulo: state.counterModulo,
      expectedVcfc: (frame.vcfc + 1) % state.counterModulo,
      partial: this.partial,
      isBetweenPackets: this.isBetweenPackets,
      history: remember(step.kind === 'next' ? state.history : null, fingerprint),
    });
  }

  /** Trap 15: a repetition is one of the last frames by counter and contents; the same counter with others is a whole turn of losses. */
  private counterStep(fingerprint: number): CounterStep {
    const { expectedVcfc: expected, counterModulo: modulo, history } = this.state;
    const step = compareCounter(expected, this.frame.vcfc, modulo);
    if (expected === null || step.kind === 'next') return step;
    const remembered = recall(history, (expected - this.frame.vcfc + modulo) % modulo);
    if (remembered === fingerprint) return { kind: 'duplicate' };
    if (step.kind !== 'duplicate' || remembered === undefined) return step;
    return { kind: 'gap', expected, missing: modulo - 1 };
  }

  private finish(state: ExtractionState<Ref>): ExtractionStep<Ref> {
    if (this.idlePackets > 0)
      this.outputs.push({
        kind: 'idle',
        vcid: this.vcid,
        frame: this.ref,
        packets: this.idlePackets,
        octets: this.idleOctets,
      });
    return { state, outputs: this.outputs };
  }

  /** Trap 13: a packet of known length goes on after the loss, with a gap; the loss may also have swallowed its end. */
  private bridgeLoss(expectedVcfc: number, missingFrames: number): void {
    const { frame } = this;
    this.outputs.push({
      kind: 'gap',
      vcid: this.vcid,
      frame: this.ref,
      expectedVcfc,
      foundVcfc: frame.vcfc,
      missingFrames,
    });
    this.isBetweenPackets = false;
    const { partial } = this;
    if (partial === null) return;
    if (partial.length === null) {
      this.dropUnfinishedHeader(partial, 0);
      return;
    }
    const remaining = partial.length - partial.position;
    const lost = missingFrames * this.data.length;
    if (remaining > lost) {
      this.partial = withGap(partial, lost);
    } else {
      this.deliver(withGap(partial, remaining), false);
      this.partial = null;
    }
  }

  /** The octets before `end` belong to the packet that began in an earlier frame. */
  private continuePacket(end: number, startsNone: boolean): void {
    const { partial } = this;
    if (partial === null) {
      this.skip(0, end);
      return;
    }
    if (endsAt(partial, end)) {
      // The usual case, without the pieces in between: the packet is all there and ends where it should.
      this.partial = null;
      this.isBetweenPackets = startsNone;
      const bytes = assemblePacket(partial);
      bytes.set(end === this.data.length ? this.data : this.data.subarray(0, end), partial.position);
      this.emit(bytes, true, noGaps, partial.firstFrame, this.ref);
      return;
    }
    const known = partial.fieldLength === this.data.length ? partial : { ...partial, fieldLength: null };
    const grown = growPacket(known, this.data, 0, end, this.ref, this.maxPacketLength);
    if ('reason' in grown) {
      this.error(grown.reason, 0, grown.expected, grown.found);
      this.partial = null;
      this.skip(0, end);
      return;
    }
    this.partial = null;
    if (grown.partial.length !== null && grown.partial.position === grown.partial.length) {
      if (grown.used === end && startsNone && grown.partial.hasGaps) {
        this.partial = grown.partial;
        return;
      }
      if (grown.used === end) {
        this.isBetweenPackets = startsNone;
        this.deliver(grown.partial, !grown.partial.hasGaps);
        return;
      }
      const where = startsNone ? 'no packet start in this frame' : `the next packet at octet ${end}`;
      this.error('octets-between-packets', grown.used, where, `the packet's end at octet ${grown.used}`);
      this.deliver(distrustAfterGap(grown.partial), false);
      this.skip(grown.used, end);
    } else if (startsNone) {
      this.partial = grown.partial;
    } else {
      this.overrun(grown.partial, end);
    }
  }

  private overrun(partial: PartialPacket<Ref>, end: number): void {
    if (partial.length === null) {
      this.dropUnfinishedHeader(partial, end);
      return;
    }
    const missing = partial.length - partial.position;
    this.error('packet-overruns-next', end, `${missing} more octets of the packet before it`, 'a packet start');
    this.deliver(distrustAfterGap(withGap(partial, missing)), false);
  }

  /** Packets from octet `start` to the end of the data field; the last may stay unfinished. */
  private startPackets(start: number): void {
    const { data } = this;
    let at = start;
    while (at < data.length) {
      const length = wholeSpacePacket(data, at, this.maxPacketLength);
      if (length > 0) {
        this.emit(data.subarray(at, at + length), true, noGaps, this.ref, this.ref);
        at += length;
        continue;
      }
      const measured = measurePacket(data, at, data.length, this.maxPacketLength);
      if ('reason' in measured) {
        this.error(measured.reason, at, measured.expected, measured.found);
        this.skip(at, data.length);
        return;
      }
      if (measured.length === null || at + measured.length > data.length) {
        this.partial = {
          length: measured.length,
          position: data.length - at,
          newest: { offset: 0, bytes: copyOctets(data, at, data.length), before: null },
          hasGaps: false,
          fieldLength: data.length,
          firstFrame: this.ref,
          lastFrame: this.ref,
        };
        return;
      }
      this.emit(data.subarray(at, at + measured.length), true, noGaps, this.ref, this.ref);
      at += measured.length;
    }
    this.isBetweenPackets = true;
  }

  private deliver(partial: PartialPacket<Ref>, complete: boolean): void {
    // With one gap the packet's end tells whether the lost frames held as much as was taken; with more, two mistakes may hide each other,
    // or the end itself is lost.
    const isDoubtful = partial.hasGaps && partial.fieldLength === null && packetGaps(partial).length > 1;
    const believed = isDoubtful ? distrustAfterGap(partial) : partial;
    this.emit(assemblePacket(believed), complete, packetGaps(believed), partial.firstFrame, partial.lastFrame);
  }

  private emit(
    bytes: Uint8Array,
    complete: boolean,
    gaps: readonly PacketGap[],
    firstFrame: Ref,
    lastFrame: Ref,
  ): void {
    const isIdle = isIdlePacket(bytes);
    if (isIdle && !this.deliverIdle) {
      this.idlePackets++;
      this.idleOctets += bytes.length;
      return;
    }
    this.outputs.push({
      kind: packetKind(bytes),
      vcid: this.vcid,
      bytes,
      complete,
      gaps,
      isIdle,
      firstFrame,
      lastFrame,
    });
  }

  /** Gives up the packet in hand: what came of it is delivered if its length is known. */
  private abandon(): void {
    const { partial } = this;
    this.partial = null;
    if (partial === null) return;
    if (partial.length === null) this.dropUnfinishedHeader(partial, 0);
    else this.deliver(distrustAfterGap(withGap(partial, partial.length - partial.position)), false);
  }

  private dropUnfinishedHeader(partial: PartialPacket<Ref>, offset: number): void {
    this.partial = null;
    this.error('header-incomplete', offset, 'the rest of a packet header', `only ${headerSoFar(partial)}`);
  }

  private skip(start: number, end: number): void {
    if (end > start)
      this.outputs.push({ kind: 'skipped', vcid: this.vcid, frame: this.ref, offset: start, length: end - start });
  }

  private error(reason: ExtractionErrorReason, offset: number, expected: string, found: string): void {
    this.outputs.push({ kind: 'error', vcid: this.vcid, frame: this.ref, reason, offset, expected, found });
  }
}
