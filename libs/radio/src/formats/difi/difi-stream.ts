import type { Iq } from '../../signal/iq.js';
import { decodeDifi } from './difi-decoder.js';
import { decodeDifiItems } from './difi-items.js';
import {
  type DifiContext,
  type DifiData,
  DifiError,
  type DifiPacket,
  type DifiTimestamp,
  type DifiVersion,
  PS_PER_SECOND,
} from './difi-packet.js';

/** What a receiver of datagrams learns, in the order in which it learns it. */
export type DifiEvent =
  | { readonly kind: 'bad-packet'; readonly error: DifiError }
  /** `isNew`: a field differs from the context before, or there was none. */
  | { readonly kind: 'context'; readonly streamId: number; readonly context: DifiContext; readonly isNew: boolean }
  | { readonly kind: 'version'; readonly streamId: number; readonly version: DifiVersion }
  /** Packets of a type are missing: `missing` of them or so many more as sixteen divides. */
  | {
      readonly kind: 'sequence-gap';
      readonly streamId: number;
      readonly type: DifiPacket['type'];
      readonly expected: number;
      readonly found: number;
      readonly missing: number;
    }
  /** So many samples are missing before those that come next, by their timestamps. */
  | { readonly kind: 'lost-samples'; readonly streamId: number; readonly count: number }
  /** A data packet came late or twice and is not given out: the samples after it were. `by`: samples before the ones due. */
  | { readonly kind: 'late-packet'; readonly streamId: number; readonly sequence: number; readonly by: number }
  /** Time does not go on from the packet before: another scale, a step back of a second or more, or any with the next sequence number. */
  | { readonly kind: 'time-step'; readonly streamId: number; readonly from: DifiTimestamp; readonly to: DifiTimestamp }
  /** Data packets came before any context, more than are kept: so many of the oldest were dropped. */
  | { readonly kind: 'dropped-before-context'; readonly streamId: number; readonly packets: number }
  | {
      readonly kind: 'samples';
      readonly streamId: number;
      readonly samples: Iq;
      /** Of the first sample. */
      readonly timestamp: DifiTimestamp;
      readonly context: DifiContext;
    };

export interface DifiStreamOptions {
  /** Data packets of a stream that are kept until its first context comes; default 256. */
  readonly keptBeforeContext?: number;
  /** Streams that are followed; packets of more are bad ones. Default 64. */
  readonly streams?: number;
}

interface StreamState {
  context: DifiContext | null;
  kept: DifiData[];
  /** The next of each type. */
  readonly sequence: Map<DifiPacket['type'], number>;
  /** Of the last data packet that was given out: its time, and how many samples it had. */
  last: { readonly timestamp: DifiTimestamp; readonly samples: number } | null;
}

/** Steps back in time that are shorter are packets that came late. */
const LATE_WITHIN_S = 1;
/** Samples by which timestamps of packets that follow one another may be off. */
const JITTER = 1;

/** The receiving side of DIFI, datagram by datagram: contexts, samples, and what is missing, for each stream. It never stops. */
export class DifiStream {
  private readonly streams = new Map<number, StreamState>();
  private readonly keptBeforeContext: number;
  private readonly followed: number;

  constructor(options: DifiStreamOptions = {}) {
    this.keptBeforeContext = options.keptBeforeContext ?? 256;
    this.followed = options.streams ?? 64;
  }

  push(datagram: Uint8Array): readonly DifiEvent[] {
    let packet: DifiPacket;
    try {
      packet = decodeDifi(datagram);
    } catch (error) {
      if (error instanceof DifiError) return [{ kind: 'bad-packet', error }];
      throw error;
    }
    const stream = this.streamOf(packet.streamId);
    if (stream === null) {
      const [expected, found] = [`one of the first ${this.followed}`, String(packet.streamId)];
      return [{ kind: 'bad-packet', error: new DifiError('DIFI packet', 'stream identifier', expected, found) }];
    }
    switch (packet.type) {
      case 'data':
        return this.data(stream, packet);
      case 'context':
        return [...followSequence(stream, packet), ...takeContext(stream, packet)];
      case 'version':
        return [...followSequence(stream, packet), { kind: 'version', streamId: packet.streamId, version: packet }];
    }
  }

  private streamOf(streamId: number): StreamState | null {
    const known = this.streams.get(streamId);
    if (known !== undefined) return known;
    if (this.streams.size >= this.followed) return null;
    const made: StreamState = { context: null, kept: [], sequence: new Map(), last: null };
    this.streams.set(streamId, made);
    return made;
  }

  private data(stream: StreamState, packet: DifiData): DifiEvent[] {
    if (stream.context !== null) return deliver(stream, stream.context, packet);
    stream.kept.push({ ...packet, payload: new Uint8Array(packet.payload) });
    if (stream.kept.length <= this.keptBeforeContext) return [];
    stream.kept.shift();
    return [{ kind: 'dropped-before-context', streamId: packet.streamId, packets: 1 }];
  }
}

function takeContext(stream: StreamState, context: DifiContext): DifiEvent[] {
  const isNew = stream.context === null || differs(stream.context, context);
  stream.context = context;
  const events: DifiEvent[] = [{ kind: 'context', streamId: context.streamId, context, isNew }];
  const { kept } = stream;
  stream.kept = [];
  for (const packet of kept) events.push(...deliver(stream, context, packet));
  return events;
}

const settings = (context: DifiContext): unknown[] => {
  const { sequence: _sequence, timestamp: _timestamp, changed: _changed, state, ...fields } = context;
  return [...Object.values(fields), ...Object.values(state)];
};

function differs(before: DifiContext, after: DifiContext): boolean {
  const now = settings(after);
  return settings(before).some((value, i) => !Object.is(value, now[i]));
}

/** Counts modulo 16 of one type of packet. */
function followSequence(stream: StreamState, { streamId, type, sequence: found }: DifiPacket): DifiEvent[] {
  const expected = stream.sequence.get(type) ?? found;
  stream.sequence.set(type, (found + 1) & 15);
  const missing = (found - expected) & 15;
  return missing === 0 ? [] : [{ kind: 'sequence-gap', streamId, type, expected, found, missing }];
}

function deliver(stream: StreamState, context: DifiContext, packet: DifiData): DifiEvent[] {
  const { streamId, sequence, timestamp } = packet;
  const samples = decodeDifiItems(packet.payload, context.itemBits, packet.padBits);
  const isNext = stream.sequence.get('data') === sequence;
  const events: DifiEvent[] = [];
  const { last } = stream;
  if (last !== null) {
    const since = samplesBetween(last.timestamp, timestamp, context.sampleRateHz);
    const ahead = since === null ? null : since - last.samples;
    const stepsBack = ahead === null || ahead <= (isNext ? -JITTER - 1 : -LATE_WITHIN_S * context.sampleRateHz);
    if (stepsBack) events.push({ kind: 'time-step', streamId, from: last.timestamp, to: timestamp });
    else if (ahead < 0 && !isNext) return [{ kind: 'late-packet', streamId, sequence, by: -ahead }];
    else if (ahead > (isNext ? JITTER : 0)) events.push({ kind: 'lost-samples', streamId, count: ahead });
  }
  events.unshift(...followSequence(stream, packet));
  stream.last = { timestamp, samples: samples.length / 2 };
  events.push({ kind: 'samples', streamId, samples, timestamp, context });
  return events;
}

/** Whole samples from one timestamp to another, to the nearest; null where they are not of one kind and scale. */
function samplesBetween(from: DifiTimestamp, to: DifiTimestamp, sampleRateHz: number): number | null {
  if (from.scale !== to.scale) return null;
  if (from.kind === 'sample-count' && to.kind === 'sample-count') return Number(to.samples - from.samples);
  if (from.kind === 'sample-count' || to.kind === 'sample-count') return null;
  const seconds = to.seconds - from.seconds + (to.picoseconds - from.picoseconds) / PS_PER_SECOND;
  return Math.round(seconds * sampleRateHz);
}
