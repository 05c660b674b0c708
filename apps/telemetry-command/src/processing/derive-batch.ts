import type { Clcw } from '@app/ccsds';
import type { DeliveredFrame } from '@app/contracts';
import type { MissionDefinition } from '../mission/mission-definition.js';
import { type ChannelKey, CountSheet } from './channel-counts.js';
import type { ReportedClcw } from './clcw.js';
import type { Link } from './link.js';
import { judgePacket, type JudgedPacket } from './packet.step.js';
import { initialStreamState, type StreamState } from './stream-state.js';
import {
  type ExtractedPacket,
  finishStream,
  type FrameGap,
  type FrameReading,
  stepStream,
  type StreamStep,
} from './stream.step.js';

/** A frame as it came out of the mission log. */
export interface FrameInput {
  readonly frame: DeliveredFrame;
  readonly octets: Uint8Array;
  /** Set where an earlier try to store what comes of it failed: it is archived as it is, and nothing is taken from it. */
  readonly fault?: string;
}

export interface ReadFrame extends FrameInput {
  readonly reading: FrameReading;
}

/** Where in the network something was heard. */
export interface StreamPlace {
  readonly contact: string;
  readonly antenna: string;
  readonly stationLog: string;
}

export interface StreamGap extends FrameGap {
  readonly place: StreamPlace;
  /** Of the frame that tells it. */
  readonly stationSequence: number;
}

export interface StreamPacket extends JudgedPacket {
  readonly place: StreamPlace;
}

/** All that comes of a batch of frames, but for what only the archive can tell: which packets it has already. */
export interface DerivedBatch {
  readonly frames: readonly ReadFrame[];
  readonly packets: readonly StreamPacket[];
  readonly gaps: readonly StreamGap[];
  /** Of our telecommand channel, in the order of the frames. */
  readonly clcws: readonly ReportedClcw[];
  /** States of the streams that go on, by contact. */
  readonly streams: ReadonlyMap<string, StreamState>;
  /** Contacts whose stream has ended. */
  readonly finished: readonly string[];
  readonly counts: CountSheet;
}

/** The link of a profile and version, or the reason why there is none. */
export type LinkLookup = (id: string, version: number) => Link | string;

const noReading = (fault: string): FrameReading => ({ vcid: null, vcfc: null, mcfc: null, isIdle: false, fault });

/**
 * Frames in the order of the mission log, each in the stream of its contact. Pause where it yields, after every frame: that is how
 * a caller keeps its slices short. A stream ends where its antenna goes on with another contact; what was received of its last
 * packets is given up then. No frame makes it throw.
 */
export function* deriveBatch(
  streams: ReadonlyMap<string, StreamState>,
  inputs: readonly FrameInput[],
  linkOf: LinkLookup,
  mission: MissionDefinition,
): Generator<undefined, DerivedBatch> {
  const open = new Map(streams);
  const finished = new Set<string>();
  const frames: ReadFrame[] = [];
  const packets: StreamPacket[] = [];
  const gaps: StreamGap[] = [];
  const clcws: ReportedClcw[] = [];
  const counts = new CountSheet();

  const take = (place: StreamPlace, extracted: readonly ExtractedPacket[], link: Link): void => {
    for (const packet of extracted) {
      const judged = judgePacket(packet, link.content(packet.vcid), mission);
      packets.push({ ...judged, place });
      if (judged.quality === 'partial') counts.add({ ...place, vcid: packet.vcid }, { packetsPartial: 1 });
      if (judged.quality === 'checksum-error') counts.add({ ...place, vcid: packet.vcid }, { packetsChecksumError: 1 });
    }
  };

  for (const input of inputs) {
    const { frame, octets } = input;
    const place = { contact: frame.contact, antenna: frame.antenna, stationLog: frame.stationLog };
    const outcome = input.fault ?? stepOf(open, frame, octets, place, linkOf);
    if (typeof outcome === 'string') {
      frames.push({ ...input, reading: noReading(outcome) });
      countFrame(counts, { ...place, vcid: -1 }, frame, { faultyFrames: 1 });
      yield;
      continue;
    }
    const { step, link } = outcome;
    for (const other of open.values()) {
      if (other.antenna !== frame.antenna || other.contact === frame.contact) continue;
      take(other, finishStream(other), link);
      open.delete(other.contact);
      finished.add(other.contact);
    }
    open.set(frame.contact, step.state);
    finished.delete(frame.contact);
    frames.push({ ...input, reading: step.frame });
    countStep(counts, place, frame, step);
    for (const gap of step.gaps) gaps.push({ ...gap, place, stationSequence: frame.stationSequence });
    if (step.clcw !== undefined) clcws.push(reported(frame, step.clcw));
    take(place, step.packets, link);
    yield;
  }
  return { frames, packets, gaps, clcws, streams: open, finished: [...finished], counts };
}

function reported(
  { contact, stationLog, stationSequence, earthReceiveTime }: DeliveredFrame,
  clcw: Clcw,
): ReportedClcw {
  return { contact, clcw, frame: { stationLog, stationSequence, earthReceiveTime } };
}

function stepOf(
  open: ReadonlyMap<string, StreamState>,
  frame: DeliveredFrame,
  octets: Uint8Array,
  { contact, antenna, stationLog }: StreamPlace,
  linkOf: LinkLookup,
): { step: StreamStep; link: Link } | string {
  const link = linkOf(frame.linkProfile.id, frame.linkProfile.version);
  if (typeof link === 'string') return link;
  const state = open.get(contact) ?? initialStreamState(contact, antenna, stationLog);
  return { step: stepStream(state, frame, octets, link), link };
}

function countStep(counts: CountSheet, place: StreamPlace, frame: DeliveredFrame, step: StreamStep): void {
  const vcid = step.frame.vcid ?? -1;
  countFrame(counts, { ...place, vcid }, frame, {
    faultyFrames: step.frame.fault === null ? 0 : 1,
    idleFrames: step.frame.isIdle ? 1 : 0,
    repeatedFrames: step.repeated ? 1 : 0,
    packetsIdle: step.idlePackets,
    extractionErrors: step.errors,
    skippedOctets: step.skippedOctets,
  });
  for (const gap of step.gaps) counts.add({ ...place, vcid: gap.vcid }, { gaps: 1, missingFrames: gap.missingFrames });
}

function countFrame(
  counts: CountSheet,
  key: ChannelKey,
  { correctedSymbols }: DeliveredFrame,
  more: Parameters<CountSheet['add']>[1],
): void {
  const corrected = correctedSymbols.reduce((sum, symbols) => sum + Math.max(0, symbols), 0);
  counts.add(key, { frames: 1, correctedFrames: corrected > 0 ? 1 : 0, correctedSymbols: corrected, ...more });
}
