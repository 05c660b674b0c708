import { encodeClcw } from '@app/ccsds';
import { type LinkProfile } from '@app/contracts';
import { type CommandDecoder } from '@app/mission-database';
import { type Tai } from '@app/time';
import { type ChannelParameters } from '../channel/channel-parameters.js';
import { type UplinkBeam } from '../channel/uplink-beam.js';
import { noCommands } from '../channel/uplink-counts.js';
import { CommandSignalReceiver } from '../iq/command-signal-receiver.js';
import { type UplinkSignals } from '../iq/uplink-signals.js';
import { type TelecommandLog } from '../telecommand-log.js';
import { CommandExecutor } from './command-executor.js';
import { CommandReceiver, type CommandReceiverSink, type ReceivedCarrier } from './command-receiver.js';
import { OnBoardComputer } from './on-board-computer.js';
import { OnBoardReceivers } from './on-board-receivers.js';
import { type OnBoardHistory, type OnBoardState } from './on-board-state.js';
import { type SpacecraftModel } from './spacecraft-model.js';
import { TransferFrameReceiver } from './transfer-frame-receiver.js';

/** From the last bit of a CLTU to its frames' validation and FARM-1, and from there to the acceptance of their packets. */
const FRAME_NS = 10_000_000n;
const ACCEPTANCE_NS = 10_000_000n;
const APID_COMMUNICATIONS = 103;

type Uplink = NonNullable<LinkProfile['uplink']>;

export interface OnBoardCommandingParts {
  readonly spacecraft: string;
  readonly scid: number;
  readonly uplink: Uplink;
  readonly model: SpacecraftModel;
  readonly decoder: CommandDecoder;
  readonly channel: ChannelParameters;
  readonly log: TelecommandLog;
  readonly beams: readonly UplinkBeam[];
  /** What antennas radiate in samples, where one does. */
  readonly signals?: UplinkSignals | undefined;
}

/**
 * The uplink side of one spacecraft, from carrier to effect, in mission time. `advanceTo` brings it to an instant: all that arrived by
 * then has been worked through, and nothing that arrives later. The transmitter calls it before each frame with the frame's time of
 * emission, so a command changes frames emitted after it and no other. Least latency: a bit is radiated when its message is read, or
 * later; one light time on it arrives; 10 ms after its CLTU FARM-1 has stepped, 20 ms after it the command is accepted, 30 ms after
 * it starts. Frames that have been made by then were emitted earlier, as they are made when they have come in on the ground. Of samples a
 * CLTU is known some hundred bits later.
 */
export class OnBoardCommanding {
  readonly counts = noCommands();
  readonly computer = new OnBoardComputer();
  private readonly receiver: OnBoardReceivers;
  private readonly frames: TransferFrameReceiver;
  private readonly executor: CommandExecutor;
  private reached: Tai;

  constructor(
    private readonly parts: OnBoardCommandingParts,
    since: Tai,
  ) {
    const { spacecraft, scid, uplink, model, decoder, channel, log, beams, signals } = parts;
    const { counts, computer } = this;
    const { history, queue } = computer;
    this.reached = since;
    this.frames = new TransferFrameReceiver({ spacecraft, scid, link: uplink.frame, log, counts });
    this.executor = new CommandExecutor({
      spacecraft,
      model,
      decoder,
      history,
      queue,
      log,
      counts,
      report: (report) => computer.report(report),
      eraseRecorder: (at) => computer.erase(at),
    });
    const sink = {
      reach: (at: Tai): void => queue.runUntil(at),
      link: (at: Tai, carrier: ReceivedCarrier | undefined, bitLock: boolean): void => this.link(at, carrier, bitLock),
      frame: (at: Tai, bytes: Uint8Array): void => queue.add(at + FRAME_NS, (then) => this.frame(then, bytes)),
    };
    const { bitRateBps, frame } = uplink;
    const receiver = { spacecraft, link: frame, bitRateBps, channel, log, counts };
    const ofBits = (one: CommandReceiverSink) => new CommandReceiver({ ...receiver, sink: one }, beams, since);
    const ofSamples =
      ({ waveform, paths }: UplinkSignals) =>
      (one: CommandReceiverSink) =>
        new CommandSignalReceiver({ ...receiver, waveform, seed: channel.seed, sink: one }, paths, since);
    const makers = signals === undefined ? [ofBits] : [ofBits, ofSamples(signals)];
    this.receiver = new OnBoardReceivers(sink, counts, makers);
  }

  /** Whether anything is under way, so that it must not stand still while no frame is made. */
  get isBusy(): boolean {
    return !this.computer.queue.isEmpty || this.receiver.isBusy;
  }

  /** An earlier instant than the one before does nothing. */
  advanceTo(until: Tai): void {
    if (until <= this.reached) return;
    this.receiver.advanceTo(until);
    this.computer.queue.runUntil(until);
    this.reached = until;
  }

  get history(): OnBoardHistory {
    return this.computer.history;
  }

  get state(): OnBoardState {
    return this.history.state;
  }

  /** The CLCW of now. */
  clcw(): Uint8Array {
    const { carrier, bitLock } = this.state;
    return encodeClcw({
      statusField: 0,
      copInEffect: 1,
      vcid: this.parts.uplink.frame.vcid,
      noRfAvailable: carrier === undefined,
      noBitLock: !bitLock,
      ...this.frames.report,
    });
  }

  /** Fault: FARM-1 goes into lockout, now on board. */
  lockFarm(at: Tai): void {
    this.frames.lockOut();
    this.history.change(at, { lockout: this.frames.report.lockout });
  }

  private frame(at: Tai, bytes: Uint8Array): void {
    const packets = this.frames.receive(at, bytes);
    const { framesAccepted } = this.counts;
    this.history.change(at, { lockout: this.frames.report.lockout, framesAccepted });
    for (const packet of packets)
      this.computer.queue.add(at + ACCEPTANCE_NS, (then) => this.executor.take(then, packet));
  }

  private link(at: Tai, carrier: ReceivedCarrier | undefined, bitLock: boolean): void {
    const before = this.state;
    if (before.carrier === carrier && before.bitLock === bitLock) return;
    this.history.change(at, { carrier, bitLock });
    if ((before.carrier === undefined) === (carrier === undefined)) return;
    const id = carrier === undefined ? 'CARRIER_LOST' : 'CARRIER_ACQUIRED';
    const event = { at, container: 'EVENT_INFORMATIVE', apid: APID_COMMUNICATIONS, id, auxiliary: 0 } as const;
    this.computer.report({ kind: 'event', at, event });
  }
}
