import {
  CodecError,
  FRAME_SEQUENCE_MODULO,
  type MapReassemblyState,
  TC_PRIMARY_HEADER_LENGTH,
  type TcFrame,
  TcFrameError,
  type TcManagedParameters,
  bytesToHex,
  compareCounter,
  initialMapReassemblyState,
  parseControlCommand,
  parseTcFrame,
  reassembleMap,
  splitTcPackets,
  tcPrimaryHeader,
} from '@app/ccsds';
import { type TcLinkFrame } from '@app/contracts';
import { type ReceivedFrame } from '../source/received-frame.js';
import { type FrameHeaderFields, type FrameReading, type LinkDecoder, readWith } from './link-decoder.js';
import { type PacketOutput } from './packet-output.js';

/** What the library wants to know of a TC link. */
export function tcParameters({ frameLength, fecf, segmentHeader, spacecraftId }: TcLinkFrame): TcManagedParameters {
  const scid = spacecraftId === null ? {} : { scid: spacecraftId };
  return { maxFrameLength: frameLength, fecf, segmentHeader, ...scid };
}

interface ChannelState {
  /** N(S) of the next AD frame; null before the first. */
  expected: number | null;
  units: MapReassemblyState;
  /** First frame of the unit that is open on a MAP. */
  readonly begun: Map<number, number>;
}

/** TC transfer frames, 232.0-B: packets through segment headers and MAPs, each virtual channel for itself. */
export class TcLinkDecoder implements LinkDecoder<TcFrame> {
  private readonly parameters: TcManagedParameters;
  private readonly channels = new Map<number, ChannelState>();

  constructor(profile: TcLinkFrame) {
    this.parameters = tcParameters(profile);
  }

  read(received: ReceivedFrame): FrameReading<TcFrame> {
    return readWith(
      received,
      TC_PRIMARY_HEADER_LENGTH,
      (octets) => parseTcFrame(octets, this.parameters),
      (frame) => fieldsOf(frame),
      lenientFields,
      (error) => error instanceof TcFrameError,
    );
  }

  extract(frame: TcFrame, index: number): PacketOutput[] {
    const { scid: spacecraftId, vcid: virtualChannelId, kind, frameSequenceNumber } = frame;
    const channel = { spacecraftId, virtualChannelId };
    const key = 64 * spacecraftId + virtualChannelId;
    const state = this.channels.get(key) ?? { expected: null, units: initialMapReassemblyState, begun: new Map() };
    this.channels.set(key, state);
    if (kind === 'BC') {
      const command = controlCommand(frame);
      if (command?.command === 'set-vr') state.expected = command.value;
      return [];
    }
    const outputs: PacketOutput[] = [];
    if (kind === 'AD') {
      const step = compareCounter(state.expected, frameSequenceNumber, FRAME_SEQUENCE_MODULO);
      if (step.kind === 'duplicate') return [{ ...channel, kind: 'duplicate', frame: index }];
      state.expected = (frameSequenceNumber + 1) % FRAME_SEQUENCE_MODULO;
      if (step.kind === 'gap') {
        const { expected, missing } = step;
        outputs.push({ ...channel, kind: 'gap', expected, received: frameSequenceNumber, missing, frame: index });
        outputs.push(...this.reassemble(state, channel, { kind: 'lost' }, index));
      }
    }
    const { segmentHeader, data } = frame;
    if (segmentHeader === undefined) outputs.push(...packetsOf(data, channel, index, index));
    else outputs.push(...this.reassemble(state, channel, { kind: 'segment', segmentHeader, data }, index));
    return outputs;
  }

  end(): PacketOutput[] {
    return [];
  }

  unfinished(): number {
    return [...this.channels.values()].reduce((sum, { units }) => sum + units.open.size, 0);
  }

  private reassemble(
    state: ChannelState,
    channel: { readonly spacecraftId: number; readonly virtualChannelId: number },
    event: Parameters<typeof reassembleMap>[1],
    index: number,
  ): PacketOutput[] {
    const step = reassembleMap(state.units, event);
    state.units = step.state;
    if (event.kind === 'segment' && event.segmentHeader.sequenceFlags === 'first')
      state.begun.set(event.segmentHeader.mapId, index);
    return step.outputs.flatMap((output): PacketOutput[] => {
      const { mapId } = output;
      if (output.kind === 'dropped') {
        const { reason, segments, octets } = output;
        const text = `MAP ${mapId}: ${reason}: expected a whole unit, found ${segments} segments with ${octets} octets`;
        return [{ ...channel, kind: 'error', text, frame: index }];
      }
      const first = output.segments === 1 ? index : (state.begun.get(mapId) ?? index);
      return packetsOf(output.data, { ...channel, mapId }, first, index);
    });
  }
}

/** The packets of a unit; it may hold several. */
function packetsOf(
  unit: Uint8Array,
  channel: { readonly spacecraftId: number; readonly virtualChannelId: number; readonly mapId?: number },
  firstFrame: number,
  lastFrame: number,
): PacketOutput[] {
  const { packets, rest } = splitTcPackets(unit);
  const outputs = packets.map(({ kind, bytes }): PacketOutput => ({
    ...channel,
    kind: kind === 'space' ? 'space' : 'encap',
    good: true,
    isIdle: false,
    octets: bytes,
    gaps: [],
    firstFrame,
    lastFrame,
  }));
  if (rest !== undefined) {
    const found = bytesToHex(rest.bytes.subarray(0, 8));
    const text = `${rest.fault}: expected a packet, found ${rest.bytes.length} octets that begin with ${found}`;
    outputs.push({ ...channel, kind: 'error', text, frame: lastFrame });
  }
  return outputs;
}

function controlCommand({ data }: TcFrame): ReturnType<typeof parseControlCommand> | null {
  try {
    return parseControlCommand(data);
  } catch (error) {
    if (error instanceof CodecError) return null;
    throw error;
  }
}

function fieldsOf(frame: TcFrame): FrameHeaderFields {
  const { kind, segmentHeader, data } = frame;
  return {
    spacecraftId: frame.scid,
    virtualChannelId: frame.vcid,
    frameCount: frame.frameSequenceNumber,
    isIdle: false,
    frameKind: kind,
    ...(segmentHeader === undefined ? {} : { mapId: segmentHeader.mapId, sequenceFlags: segmentHeader.sequenceFlags }),
    ...(kind === 'BC' ? { controlCommand: bytesToHex(data) } : {}),
    dataFieldOffset: data.byteOffset - frame.bytes.byteOffset,
    dataFieldLength: data.length,
  };
}

function lenientFields(octets: Uint8Array): FrameHeaderFields {
  const header = tcPrimaryHeader.decode(octets);
  return {
    spacecraftId: header.scid,
    virtualChannelId: header.vcid,
    frameCount: header.frameSequenceNumber,
    isIdle: false,
  };
}
