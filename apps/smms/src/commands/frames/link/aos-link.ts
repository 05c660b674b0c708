import {
  AOS_PRIMARY_HEADER_LENGTH,
  type AosFrame,
  AosFrameError,
  type AosManagedParameters,
  type BPdu,
  type ExtractableFrame,
  aosCounterModulo,
  aosFrameCount,
  aosPrimaryHeader,
  bytesToHex,
  compareCounter,
  extractableAosFrame,
  parseAosFrame,
  parseBPdu,
} from '@app/ccsds';
import { type AosLinkFrame } from '@app/contracts';
import { type ReceivedFrame } from '../source/received-frame.js';
import { type FrameHeaderFields, type FrameReading, type LinkDecoder, readWith } from './link-decoder.js';
import { type PacketOutput } from './packet-output.js';
import { PacketZones } from './packet-zones.js';

type AosService = AosLinkFrame['service'];

/** What the library wants to know of an AOS link. */
export function aosParameters(profile: AosLinkFrame): AosManagedParameters {
  const { frameLength, fecf, ocf, frameHeaderErrorControl, insertZoneLength, frameCountCycle, spacecraftId } = profile;
  return {
    frameLength,
    fecf,
    ocf: ocf ? 'present' : 'absent',
    frameHeaderErrorControl,
    insertZoneLength,
    frameCountCycle: frameCountCycle ? 'used' : 'unused',
    ...(spacecraftId === null ? {} : { scid: spacecraftId }),
  };
}

/** Which service a virtual channel of a link carries. */
export function aosServices({ service, virtualChannels }: AosLinkFrame): (vcid: number) => AosService {
  const others = new Map(virtualChannels.map((channel) => [channel.vcid, channel.service]));
  return (vcid) => others.get(vcid) ?? service;
}

/** A frame with what its data field holds. */
interface ReadAosFrame {
  readonly frame: AosFrame;
  readonly content:
    | { readonly kind: 'idle' }
    | { readonly kind: 'm-pdu'; readonly extractable: ExtractableFrame }
    | { readonly kind: 'b-pdu'; readonly pdu: BPdu }
    | { readonly kind: 'vca' };
}

/** AOS transfer frames: 732.0-B. Packets, bitstreams or octets of the mission's own, as the profile says of each virtual channel. */
export class AosLinkDecoder implements LinkDecoder<ReadAosFrame> {
  private readonly parameters: AosManagedParameters;
  private readonly serviceOf: (vcid: number) => AosService;
  private readonly zones: PacketZones;
  /** The next count of virtual channels that carry no packets. */
  private readonly expected = new Map<number, number>();

  constructor(profile: AosLinkFrame) {
    this.parameters = aosParameters(profile);
    this.serviceOf = aosServices(profile);
    this.zones = new PacketZones(aosCounterModulo(this.parameters));
  }

  read(received: ReceivedFrame): FrameReading<ReadAosFrame> {
    return readWith(
      received,
      AOS_PRIMARY_HEADER_LENGTH,
      (octets) => {
        const frame = parseAosFrame(octets, this.parameters);
        return { frame, content: this.contentOf(frame) };
      },
      fieldsOf,
      lenientFields,
      (error) => error instanceof AosFrameError,
    );
  }

  // Trap 18: virtual channel 63 holds idle data and no M_PDU, whatever stands there.
  private contentOf(frame: AosFrame): ReadAosFrame['content'] {
    if (frame.isIdle) return { kind: 'idle' };
    const kind = this.serviceOf(frame.vcid);
    switch (kind) {
      case 'm-pdu':
        return { kind, extractable: extractableAosFrame(frame) };
      case 'b-pdu':
        return { kind, pdu: parseBPdu(frame.dataField) };
      case 'vca':
        return { kind };
    }
  }

  extract({ frame, content }: ReadAosFrame, index: number): PacketOutput[] {
    const frameCount = aosFrameCount(frame);
    const channel = { spacecraftId: frame.scid, virtualChannelId: frame.vcid };
    switch (content.kind) {
      case 'idle':
        return [];
      case 'm-pdu':
        return this.zones.extract(frame.scid, content.extractable, index);
      case 'b-pdu': {
        const { validBits, bitstream: octets, isIdle } = content.pdu;
        return this.counted(
          frame,
          index,
          isIdle ? [] : [{ ...channel, kind: 'bitstream', validBits, octets, frameCount, frame: index }],
        );
      }
      case 'vca':
        return this.counted(frame, index, [
          { ...channel, kind: 'vca', octets: frame.dataField, frameCount, frame: index },
        ]);
    }
  }

  /** What a frame gives, with the gap before it; nothing for one that came twice. */
  private counted(frame: AosFrame, index: number, outputs: PacketOutput[]): PacketOutput[] {
    const received = aosFrameCount(frame);
    const modulo = aosCounterModulo(this.parameters);
    const channel = { spacecraftId: frame.scid, virtualChannelId: frame.vcid };
    const key = 64 * frame.scid + frame.vcid;
    const step = compareCounter(this.expected.get(key) ?? null, received, modulo);
    if (step.kind === 'duplicate') return [{ ...channel, kind: 'duplicate', frame: index }];
    this.expected.set(key, (received + 1) % modulo);
    if (step.kind !== 'gap') return outputs;
    const { expected, missing } = step;
    return [{ ...channel, kind: 'gap', expected, received, missing, frame: index }, ...outputs];
  }

  end(): PacketOutput[] {
    return this.zones.end();
  }

  unfinished(): number {
    return this.zones.unfinished();
  }
}

function contentFields(content: ReadAosFrame['content']): object {
  switch (content.kind) {
    case 'm-pdu':
      return { firstHeaderPointer: content.extractable.firstHeaderPointer };
    case 'b-pdu':
      return { bitstreamDataPointer: content.pdu.bitstreamDataPointer };
    case 'idle':
    case 'vca':
      return {};
  }
}

function isIdle({ frame, content }: ReadAosFrame): boolean {
  switch (content.kind) {
    case 'm-pdu':
      return content.extractable.isIdle;
    case 'b-pdu':
      return content.pdu.isIdle;
    case 'idle':
    case 'vca':
      return frame.isIdle;
  }
}

function fieldsOf(read: ReadAosFrame): FrameHeaderFields {
  const { frame, content } = read;
  return {
    spacecraftId: frame.scid,
    virtualChannelId: frame.vcid,
    frameCount: frame.vcfc,
    ...(frame.ocf === undefined ? {} : { ocf: bytesToHex(frame.ocf) }),
    ...contentFields(content),
    isIdle: isIdle(read),
    replay: frame.replayFlag,
    frameCountCycle: frame.vcfcUsageFlag ? frame.vcfcCycle : null,
    ...(frame.insertZone === undefined ? {} : { insertZone: bytesToHex(frame.insertZone) }),
    ...(frame.correctedSymbols === 0 ? {} : { correctedHeaderSymbols: frame.correctedSymbols }),
    dataFieldOffset: frame.dataFieldOffset,
    dataFieldLength: frame.dataField.length,
  };
}

function lenientFields(octets: Uint8Array): FrameHeaderFields {
  const header = aosPrimaryHeader.decode(octets);
  return {
    spacecraftId: (header.scidMsb << 8) | header.scid,
    virtualChannelId: header.vcid,
    frameCount: header.vcfc,
    isIdle: header.vcid === 63,
  };
}
