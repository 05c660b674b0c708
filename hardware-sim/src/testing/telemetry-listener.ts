import {
  CaduCodec,
  type Clcw,
  extractPackets,
  type ExtractionState,
  FrameSynchroniser,
  initialExtractionState,
  parseClcw,
  parseTmFrame,
} from '@app/ccsds';
import { type LinkProfile } from '@app/contracts';
import { compileDecoder, type EngineeringValue, type MissionDatabase, type PacketDecoder } from '@app/mission-database';
import { type TelemetryBits } from '@app/radio';
import { type Tai } from '@app/time';

export interface HeardPacket {
  readonly vcid: number;
  readonly container: string;
  readonly time: Tai;
  readonly values: Readonly<Record<string, EngineeringValue>>;
}

/** `apid/sequence count` of the command that a verification report is about. */
export function requestOf({ values }: HeardPacket): string {
  return `${String(values['REQUEST_APID'])}/${String(values['REQUEST_SEQUENCE_COUNT'])}`;
}

/** What the ground makes of a downlink, as it comes in: packets, and the latest CLCW. */
export class TelemetryListener {
  readonly packets: HeardPacket[] = [];
  readonly clcws: Clcw[] = [];
  private readonly codec: CaduCodec;
  private readonly synchroniser: FrameSynchroniser;
  private readonly decode: PacketDecoder;
  private readonly states = new Map<number, ExtractionState<number>>();
  private taken = 0;

  constructor(
    private readonly profile: LinkProfile,
    database: MissionDatabase,
  ) {
    const { frameLength, randomizer, reedSolomon } = profile.downlink.frame;
    this.codec = new CaduCodec(frameLength, { asm: '1acffc1d', randomizer, reedSolomon });
    this.synchroniser = new FrameSynchroniser({ codeblockLength: this.codec.codeblockLength });
    this.decode = compileDecoder(database, 'CcsdsPacket');
  }

  get clcw(): Clcw | undefined {
    return this.clcws.at(-1);
  }

  /** Takes the pieces that are new. */
  listen(pieces: readonly TelemetryBits[]): void {
    for (const { bits, bitCount } of pieces.slice(this.taken))
      for (const output of this.synchroniser.push(bits, bitCount)) {
        if (output.kind !== 'frame') continue;
        const decoded = this.codec.decode(output.codeblock);
        if (decoded.kind === 'decoded') this.frame(decoded.frame);
      }
    this.taken = pieces.length;
  }

  /** One frame as the spacecraft made it. */
  frame(bytes: Uint8Array): void {
    const { frameLength, fecf } = this.profile.downlink.frame;
    const frame = parseTmFrame(bytes, { frameLength, fecf, ocf: 'present' });
    if (frame.ocf !== undefined) this.clcws.push(parseClcw(frame.ocf));
    const state = this.states.get(frame.vcid) ?? initialExtractionState<number>(frame.vcid);
    const step = extractPackets(state, frame, 0);
    this.states.set(frame.vcid, step.state);
    for (const output of step.outputs) if ('bytes' in output && output.complete) this.packet(frame.vcid, output.bytes);
  }

  private packet(vcid: number, bytes: Uint8Array): void {
    const result = this.decode(bytes);
    if (!result.ok) return;
    const values: Record<string, EngineeringValue> = {};
    for (const { parameter, value } of result.entries) values[parameter.name] = value;
    this.packets.push({ vcid, container: result.container, time: values['PACKET_TIME'] as Tai, values });
  }
}
