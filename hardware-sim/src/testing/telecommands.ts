import {
  encodeCltu,
  encodeControlCommand,
  encodeTcFrame,
  type TcFrameKind,
  type TcManagedParameters,
} from '@app/ccsds';
import { type LinkProfile } from '@app/contracts';
import { compileCommand, type CommandArguments, type MissionDatabase } from '@app/mission-database';

type Uplink = NonNullable<LinkProfile['uplink']>;

/** Telecommands as a ground would make them, by the libraries alone. */
export class Telecommands {
  private readonly parameters: TcManagedParameters;
  private readonly counts = new Map<number, number>();

  constructor(
    private readonly database: MissionDatabase,
    private readonly scid: number,
    private readonly uplink: Uplink,
  ) {
    const { segmentHeader, fecf, maxFrameLength } = uplink.frame;
    this.parameters = { segmentHeader, fecf, maxFrameLength };
  }

  packet(name: string, args: CommandArguments = {}, acknowledge = true): Uint8Array {
    const encoder = compileCommand(this.database, name);
    const probe = encoder.encode(args, { sequenceCount: 0 });
    const apid = (((probe[0] ?? 0) & 7) << 8) | (probe[1] ?? 0);
    const sequenceCount = this.counts.get(apid) ?? 0;
    this.counts.set(apid, sequenceCount + 1);
    const flags = { acceptance: acknowledge, start: acknowledge, progress: false, completion: acknowledge };
    return encoder.encode(args, { sequenceCount, acknowledge: flags });
  }

  /** A frame with one packet. */
  frame(kind: TcFrameKind, data: Uint8Array, frameSequenceNumber = 0, scid = this.scid): Uint8Array {
    const { vcid, mapId } = this.uplink.frame;
    const segment = kind === 'BC' ? {} : { segmentHeader: { sequenceFlags: 'unsegmented', mapId } as const };
    const fields = { kind, scid, vcid, data, ...segment, ...(kind === 'AD' ? { frameSequenceNumber } : {}) };
    return encodeTcFrame(fields, this.parameters);
  }

  unlock(): Uint8Array {
    return this.frame('BC', encodeControlCommand({ command: 'unlock' }));
  }

  cltu(frame: Uint8Array): Uint8Array {
    return encodeCltu(frame, { randomize: this.uplink.frame.randomizer });
  }
}
