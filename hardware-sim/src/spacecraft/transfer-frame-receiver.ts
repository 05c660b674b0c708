import {
  Cop1Error,
  type FarmEvent,
  farmParameters,
  type FarmParameters,
  farmReport,
  type FarmReport,
  type FarmState,
  initialFarm,
  initialMapReassemblyState,
  type MapReassemblyState,
  parseControlCommand,
  parseTcFrame,
  reassembleMap,
  splitTcPackets,
  stepFarm,
  type TcFrame,
  TcFrameError,
  type TcManagedParameters,
} from '@app/ccsds';
import { type TelecommandLink } from '@app/contracts';
import { formatUtc, type Tai } from '@app/time';
import { type CommandCounts } from '../channel/uplink-counts.js';
import { type TelecommandLog } from '../telecommand-log.js';

export interface TransferFrameReceiverParts {
  readonly spacecraft: string;
  readonly scid: number;
  readonly link: TelecommandLink;
  readonly log: TelecommandLog;
  readonly counts: CommandCounts;
}

/** Frame validation, FARM-1 and reassembly on board. FARM-1 keeps its state from contact to contact. */
export class TransferFrameReceiver {
  private readonly frames: TcManagedParameters;
  private readonly parameters: FarmParameters;
  private farm: FarmState = initialFarm();
  private units: MapReassemblyState = initialMapReassemblyState;

  constructor(private readonly parts: TransferFrameReceiverParts) {
    const { scid, link } = parts;
    const { segmentHeader, fecf, maxFrameLength, vcid } = link;
    this.frames = { segmentHeader, fecf, maxFrameLength, scid, vcids: [vcid] };
    this.parameters = farmParameters(link.farmWindowWidth);
  }

  get report(): FarmReport {
    return farmReport(this.farm);
  }

  /** The packets that a frame completes. A frame that breaks a rule, or that FARM-1 discards, has no other effect. */
  receive(at: Tai, bytes: Uint8Array): readonly Uint8Array[] {
    const parsed = this.parse(bytes);
    const { state, actions } = stepFarm(this.parameters, this.farm, parsed.event);
    this.farm = state;
    const discarded = actions.find((action) => action.kind === 'discard');
    const rule = parsed.rule ?? discarded?.reason;
    this.note(at, parsed.frame, rule);
    return rule === undefined && parsed.frame !== undefined && parsed.frame.kind !== 'BC'
      ? this.packetsOf(parsed.frame)
      : [];
  }

  /** As if a frame from outside the window had come in. */
  lockOut(): void {
    const frameSequenceNumber = (this.farm.receiverFrameSequenceNumber + 128) % 256;
    const event: FarmEvent = { kind: 'ad-frame', frameSequenceNumber, bufferAvailable: true };
    this.farm = stepFarm(this.parameters, this.farm, event).state;
  }

  private parse(bytes: Uint8Array): { readonly event: FarmEvent; readonly frame?: TcFrame; readonly rule?: string } {
    try {
      const frame = parseTcFrame(bytes, this.frames);
      const { kind, frameSequenceNumber } = frame;
      switch (kind) {
        case 'AD':
          return { frame, event: { kind: 'ad-frame', frameSequenceNumber, bufferAvailable: true } };
        case 'BD':
          return { frame, event: { kind: 'bd-frame' } };
        case 'BC':
          return { frame, event: { kind: 'bc-frame', command: parseControlCommand(frame.data) } };
      }
    } catch (error) {
      if (error instanceof TcFrameError) return { rule: error.reason, event: { kind: 'invalid-frame' } };
      if (error instanceof Cop1Error) return { rule: 'control-command', event: { kind: 'invalid-frame' } };
      throw error;
    }
  }

  private packetsOf({ segmentHeader, data }: TcFrame): readonly Uint8Array[] {
    if (segmentHeader === undefined) return this.split(data);
    const { state, outputs } = reassembleMap(this.units, { kind: 'segment', segmentHeader, data: data.slice() });
    this.units = state;
    return outputs.flatMap((output) => (output.kind === 'unit' ? this.split(output.data) : []));
  }

  private split(unit: Uint8Array): readonly Uint8Array[] {
    const { packets, rest } = splitTcPackets(unit);
    if (rest !== undefined) this.parts.counts.commandsRejected++;
    return packets.map(({ bytes }) => bytes.slice());
  }

  private note(at: Tai, frame: TcFrame | undefined, rule: string | undefined): void {
    const { counts, log, spacecraft } = this.parts;
    if (rule === undefined) counts.framesAccepted++;
    else counts.framesRejected++;
    log.write({
      event: rule === undefined ? 'frame-accepted' : 'frame-rejected',
      at: formatUtc(at, 9),
      spacecraft,
      ...(frame === undefined ? {} : { kind: frame.kind }),
      ...(frame?.kind === 'AD' ? { frameSequenceNumber: frame.frameSequenceNumber } : {}),
      ...(rule === undefined ? {} : { rule }),
      receiverFrameSequenceNumber: this.farm.receiverFrameSequenceNumber,
    });
  }
}
