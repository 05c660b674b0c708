import {
  FHP_ONLY_IDLE_DATA,
  TM_COUNTER_MODULO,
  TM_PRIMARY_HEADER_LENGTH,
  type TmFrame,
  TmFrameError,
  type TmManagedParameters,
  bytesToHex,
  parseTmFrame,
  tmPrimaryHeader,
} from '@app/ccsds';
import { type TmLinkFrame } from '@app/contracts';
import { type ReceivedFrame } from '../source/received-frame.js';
import { type FrameHeaderFields, type FrameReading, type LinkDecoder, readWith } from './link-decoder.js';
import { type PacketOutput } from './packet-output.js';
import { PacketZones } from './packet-zones.js';

/** What the library wants to know of a TM link. */
export function tmParameters(profile: TmLinkFrame): TmManagedParameters {
  const { frameLength, fecf, ocf, spacecraftId, secondaryHeaderLength } = profile;
  return {
    frameLength,
    fecf,
    ocf: ocf === 'per-frame' ? ocf : ocf ? 'present' : 'absent',
    ...(spacecraftId === null ? {} : { scid: spacecraftId }),
    ...(secondaryHeaderLength === null ? {} : { secondaryHeaderLength }),
  };
}

/** TM transfer frames: 132.0-B. */
export class TmLinkDecoder implements LinkDecoder<TmFrame> {
  private readonly parameters: TmManagedParameters;
  private readonly zones = new PacketZones(TM_COUNTER_MODULO);

  constructor(profile: TmLinkFrame) {
    this.parameters = tmParameters(profile);
  }

  read(received: ReceivedFrame): FrameReading<TmFrame> {
    return readWith(
      received,
      TM_PRIMARY_HEADER_LENGTH,
      (octets) => parseTmFrame(octets, this.parameters),
      fieldsOf,
      lenientFields,
      (error) => error instanceof TmFrameError,
    );
  }

  extract(frame: TmFrame, index: number): PacketOutput[] {
    return this.zones.extract(frame.scid, frame, index);
  }

  end(): PacketOutput[] {
    return this.zones.end();
  }

  unfinished(): number {
    return this.zones.unfinished();
  }
}

function fieldsOf(frame: TmFrame): FrameHeaderFields {
  const { secondaryHeader } = frame;
  return {
    spacecraftId: frame.scid,
    virtualChannelId: frame.vcid,
    frameCount: frame.vcfc,
    masterChannelCount: frame.mcfc,
    ...(frame.ocf === undefined ? {} : { ocf: bytesToHex(frame.ocf) }),
    firstHeaderPointer: frame.firstHeaderPointer,
    isIdle: frame.isIdle,
    ...(secondaryHeader === undefined
      ? {}
      : { secondaryHeader: { version: secondaryHeader.version, data: bytesToHex(secondaryHeader.data) } }),
    syncFlag: frame.syncFlag,
    packetOrderFlag: frame.packetOrderFlag,
    segmentLengthId: frame.segmentLengthId,
    dataFieldOffset: frame.dataFieldOffset,
    dataFieldLength: frame.dataField.length,
  };
}

function lenientFields(octets: Uint8Array): FrameHeaderFields {
  const header = tmPrimaryHeader.decode(octets);
  return {
    spacecraftId: header.scid,
    virtualChannelId: header.vcid,
    frameCount: header.vcfc,
    masterChannelCount: header.mcfc,
    firstHeaderPointer: header.firstHeaderPointer,
    isIdle: header.firstHeaderPointer === FHP_ONLY_IDLE_DATA,
  };
}
