import {
  deserialiseExtractionState,
  type ExtractionState,
  type SerialisedExtractionState,
  serialiseExtractionState,
} from '@app/ccsds';

/**
 * All that is remembered of one stream, the frames of one contact at one antenna, between two frames. A value: never changed in
 * place. Frames are named by `frameRef`.
 */
export interface StreamState {
  readonly contact: string;
  readonly antenna: string;
  readonly stationLog: string;
  readonly channels: ReadonlyMap<number, ExtractionState<string>>;
  readonly expectedMcfc: number | null;
  /** Of the latest frame, UTC. */
  readonly lastEarthReceiveTime: string | null;
  /** Of the latest frame of each virtual channel, UTC. */
  readonly lastOnChannel: ReadonlyMap<number, string>;
}

/** The state as plain JSON. */
export interface StoredStreamState {
  readonly contact: string;
  readonly antenna: string;
  readonly stationLog: string;
  readonly channels: readonly SerialisedExtractionState<string>[];
  readonly expectedMcfc: number | null;
  readonly lastEarthReceiveTime: string | null;
  readonly lastOnChannel: readonly (readonly [vcid: number, earthReceiveTime: string])[];
}

export function initialStreamState(contact: string, antenna: string, stationLog: string): StreamState {
  return {
    contact,
    antenna,
    stationLog,
    channels: new Map(),
    expectedMcfc: null,
    lastEarthReceiveTime: null,
    lastOnChannel: new Map(),
  };
}

export function storeStreamState(state: StreamState): StoredStreamState {
  return {
    ...state,
    channels: [...state.channels.values()].map((channel) => serialiseExtractionState(channel)),
    lastOnChannel: [...state.lastOnChannel],
  };
}

/** The inverse of `storeStreamState`, after a trip through JSON. Throws ExtractionStateError when it does not fit together. */
export function restoreStreamState(stored: StoredStreamState): StreamState {
  return {
    ...stored,
    channels: new Map(stored.channels.map((channel) => [channel.vcid, deserialiseExtractionState(channel)])),
    lastOnChannel: new Map(stored.lastOnChannel),
  };
}

/** A frame's name inside extraction: its sequence in the station's log and its earth receive time. */
export function frameRef(stationSequence: number, earthReceiveTime: string): string {
  return `${stationSequence} ${earthReceiveTime}`;
}

export function readFrameRef(ref: string): { stationSequence: number; earthReceiveTime: string } {
  const blank = ref.indexOf(' ');
  return { stationSequence: Number(ref.slice(0, blank)), earthReceiveTime: ref.slice(blank + 1) };
}
