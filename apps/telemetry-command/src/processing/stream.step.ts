// One frame of one stream: parsed, followed by its counters, its packets extracted. Pure; nothing is stitched.
import {
  abandonPacket,
  type Clcw,
  compareCounter,
  type ExtractedPacket as PacketOutput,
  extractPackets,
  initialExtractionState,
  type PacketGap,
  parseTmFrame,
  type TmFrame,
  TmFrameError,
} from '@app/ccsds';
import type { DeliveredFrame } from '@app/contracts';
import { parseUtc, secondsBetween } from '@app/time';
import { clcwOf } from './clcw.js';
import type { Link } from './link.js';
import { frameRef, readFrameRef, type StreamState } from './stream-state.js';

/** What the primary header says, or why the frame could not be read. */
export interface FrameReading {
  readonly vcid: number | null;
  readonly vcfc: number | null;
  readonly mcfc: number | null;
  readonly isIdle: boolean;
  readonly fault: string | null;
}

/** Frames missing before the frame that tells it. */
export interface FrameGap {
  readonly vcid: number;
  /** `virtual`: by the virtual channel's count, modulo 256; `master`: after a silence too long for it, by the master channel's. */
  readonly channel: 'virtual' | 'master';
  readonly missingFrames: number;
  readonly after: string | null;
  readonly before: string;
}

/** A packet out of the stream, idle ones left out. */
export interface ExtractedPacket {
  readonly kind: 'space' | 'encapsulation';
  readonly vcid: number;
  readonly octets: Uint8Array;
  readonly complete: boolean;
  /** Octets that no frame brought; they are 0 in `octets`. */
  readonly gaps: readonly PacketGap[];
  readonly firstStationSequence: number;
  readonly lastStationSequence: number;
  /** Of the first frame that brought octets of it. */
  readonly earthReceiveTime: string;
}

export interface StreamStep {
  readonly state: StreamState;
  readonly frame: FrameReading;
  readonly gaps: readonly FrameGap[];
  readonly packets: readonly ExtractedPacket[];
  /** What its operational control field reports on our telecommand channel. */
  readonly clcw: Clcw | undefined;
  readonly repeated: boolean;
  readonly idlePackets: number;
  readonly errors: number;
  readonly skippedOctets: number;
}

/** After so many frame durations without any frame, the counters of eight bits may have gone round: they prove nothing. */
const COUNTER_MODULO = 256;

/** One frame in order of reception. Equal arguments give equal answers; nothing is changed in place. */
export function stepStream(state: StreamState, frame: DeliveredFrame, octets: Uint8Array, link: Link): StreamStep {
  const read = readFrame(octets, link);
  if (typeof read === 'string') {
    return {
      ...nothing(state),
      frame: { vcid: null, vcfc: null, mcfc: null, isIdle: false, fault: read },
    };
  }
  const { vcid, vcfc, mcfc, isIdle } = read;
  const reading: FrameReading = { vcid, vcfc, mcfc, isIdle, fault: null };
  const before = frame.earthReceiveTime;
  const silence = longSilence(state, before, mcfc, link);
  const base = silence === undefined ? { state, packets: [], headersLost: 0 } : restart(state);
  const gaps: FrameGap[] = [];
  if (silence !== undefined)
    gaps.push({ vcid, channel: 'master', missingFrames: silence, after: state.lastEarthReceiveTime, before });

  const channel = base.state.channels.get(vcid) ?? initialExtractionState<string>(vcid);
  const step = extractPackets(channel, read, frameRef(frame.stationSequence, before));
  const packets: ExtractedPacket[] = [...base.packets];
  let repeated = false;
  let idlePackets = 0;
  let errors = base.headersLost;
  let skippedOctets = 0;
  for (const output of step.outputs)
    switch (output.kind) {
      case 'space':
      case 'encapsulation':
        packets.push(toPacket(output));
        break;
      case 'idle':
        idlePackets += output.packets;
        break;
      case 'gap':
        gaps.push({
          vcid,
          channel: 'virtual',
          missingFrames: output.missingFrames,
          after: state.lastOnChannel.get(vcid) ?? null,
          before,
        });
        break;
      case 'duplicate':
        repeated = true;
        break;
      case 'skipped':
        skippedOctets += output.length;
        break;
      case 'error':
        errors++;
        break;
    }
  return {
    state: {
      ...state,
      channels: new Map(base.state.channels).set(vcid, step.state),
      expectedMcfc: (mcfc + 1) % COUNTER_MODULO,
      lastEarthReceiveTime: before,
      lastOnChannel: new Map(state.lastOnChannel).set(vcid, before),
    },
    frame: reading,
    gaps,
    packets,
    clcw: clcwOf(read.ocf, link.telecommandVcid),
    repeated,
    idlePackets,
    errors,
    skippedOctets,
  };
}

/** The end of a stream: what was received of packets whose end will not come. */
export function finishStream(state: StreamState): readonly ExtractedPacket[] {
  return restart(state).packets;
}

function nothing(state: StreamState): Omit<StreamStep, 'frame'> {
  return {
    state,
    gaps: [],
    packets: [],
    clcw: undefined,
    repeated: false,
    idlePackets: 0,
    errors: 0,
    skippedOctets: 0,
  };
}

function readFrame(octets: Uint8Array, link: Link): TmFrame | string {
  try {
    return parseTmFrame(octets, link.frame);
  } catch (error) {
    if (error instanceof TmFrameError) return error.message;
    throw error;
  }
}

/**
 * Frames of the master channel lost in a silence of 256 frame durations or more: the number that its count allows and that is nearest
 * to what the silence has room for. Undefined after a shorter silence, which the counters cover.
 */
function longSilence(state: StreamState, now: string, mcfc: number, link: Link): number | undefined {
  if (state.lastEarthReceiveTime === null || state.expectedMcfc === null) return undefined;
  const silenceS = secondsBetween(parseUtc(state.lastEarthReceiveTime), parseUtc(now));
  // The spacecraft's clock and motion stretch or shorten a frame by some 1e-5 of its length: whole frames are what there is room for.
  const room = Math.round(silenceS / link.frameDurationS) - 1;
  if (room < COUNTER_MODULO - 1) return undefined;
  const step = compareCounter(state.expectedMcfc, mcfc, COUNTER_MODULO);
  const counted = step.kind === 'gap' ? step.missing : step.kind === 'duplicate' ? COUNTER_MODULO - 1 : 0;
  return Math.max(1, counted + Math.round((room - counted) / COUNTER_MODULO) * COUNTER_MODULO);
}

/** Every virtual channel begins anew; packets in hand are given up as partial ones. */
function restart(state: StreamState): { state: StreamState; packets: ExtractedPacket[]; headersLost: number } {
  const packets: ExtractedPacket[] = [];
  let headersLost = 0;
  for (const channel of state.channels.values()) {
    if (channel.partial === null) continue;
    const packet = abandonPacket(channel);
    if (packet === undefined) headersLost++;
    else if (!packet.isIdle) packets.push(toPacket(packet));
  }
  return { state: { ...state, channels: new Map() }, packets, headersLost };
}

function toPacket(output: PacketOutput<string>): ExtractedPacket {
  const { kind, vcid, bytes, complete, gaps } = output;
  return { ...framesOf(output), kind, vcid, octets: bytes, complete, gaps };
}

function framesOf({ firstFrame, lastFrame }: { firstFrame: string; lastFrame: string }) {
  const first = readFrameRef(firstFrame);
  return {
    firstStationSequence: first.stationSequence,
    lastStationSequence: readFrameRef(lastFrame).stationSequence,
    earthReceiveTime: first.earthReceiveTime,
  };
}
