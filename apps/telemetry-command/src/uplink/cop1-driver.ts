import type {
  FopAlertCode,
  FopClcw,
  FopDirective,
  FopEvent,
  FopFrame,
  FopState,
  FopStep,
  FopSubject,
} from '@app/ccsds';
import type { CltuNotification, FrameReference, SpacecraftId, TelecommandService } from '@app/contracts';
import { parseUtc, plusSeconds, type Tai } from '@app/time';
import type { ReleasedCommand } from '../commands/command-ledger.port.js';
import { CltuSender, type CltuSenderParts } from './cltu-sender.js';
import { CommandFates, type FateParts } from './command-fates.js';
import { type CltuInFlight, CommandsInFlight } from './commands-in-flight.js';
import { alertTexts } from './cop1-status.js';
import { FopChannel, type FopOutput } from './fop-channel.js';
import type { Radiations } from './radiations.js';
import type { UplinkParameters } from './uplink-parameters.js';
import type { AlarmPlace, TransferOutcome, UplinkAlarms } from './uplink-ports.js';
import type { UplinkTarget } from './uplink-target.js';

export interface Cop1Parts extends CltuSenderParts, FateParts {
  readonly alarms: UplinkAlarms;
}

/** What the driver needs of the session that it works for. */
export interface Cop1Host {
  /** Does something later, in the spacecraft's one order of events. */
  post(task: () => Promise<void>): void;
  /** Where CLTUs may go now; undefined: nowhere. */
  target(): UplinkTarget | undefined;
  /** Whether a contact is followed whose uplink is not over, so that an end of the AD service calls for a person. */
  isFollowing(): boolean;
  place(): AlarmPlace;
  /** FOP-1 is in another state, or has given an alert. */
  moved(state: FopState, alert: FopAlertCode | undefined): void;
  /** A command is in the queue again. */
  putBack(): void;
  /** What the ground does not take now is not tried again at once. */
  hold(...services: readonly TelecommandService[]): void;
}

/** What a step comes of: the frame with the CLCW, or a reason in words. */
export interface Cause {
  readonly frame?: FrameReference;
  readonly reason?: string;
}

type FrameKind = CltuInFlight['kind'];

/** Carries out what FOP-1 asks for: CLTUs to the station, the fate of each command to the ledger. All calls in one order. */
export class Cop1Driver {
  readonly channel: FopChannel;
  readonly inFlight = new CommandsInFlight();
  readonly fates: CommandFates;
  private readonly sender: CltuSender;
  /** Counts from the next start of the AD service, or the next contact, on. */
  nextParameters: UplinkParameters;
  /** The latest alert, until the AD service is active again. */
  lastAlert: string | null = null;
  /** CLCWs from before tell nothing of an AD service that is being started. */
  private confirmedAfter: Tai = 0n;
  /** Each start of the AD service, and for BD each contact, has its own. */
  private readonly generations: Record<FrameKind, number> = { AD: 0, BC: 0, BD: 0 };

  constructor(
    private readonly spacecraft: SpacecraftId,
    public parameters: UplinkParameters,
    private readonly parts: Cop1Parts,
    private readonly host: Cop1Host,
  ) {
    this.nextParameters = parameters;
    this.channel = new FopChannel(parameters, parts.clock, (timer) =>
      host.post(async () => {
        if (this.channel.isRunning(timer)) await this.step({ kind: 'timer-expired' });
      }),
    );
    this.fates = new CommandFates(this.inFlight, parts, () => host.putBack());
    this.sender = new CltuSender(spacecraft, this.inFlight, parts, parameters);
  }

  get radiations(): Radiations {
    return this.sender.radiations;
  }

  /** CLTUs that nobody has answered yet. */
  get transfersOpen(): number {
    return this.sender.open;
  }

  /** A CLCW received later tells of everything that was sent until now and can change V(R). */
  get settledAfter(): Tai {
    return plusSeconds(this.radiations.quietFrom, this.parameters.acknowledgementDelayS);
  }

  async step(event: FopEvent, cause: Cause = {}): Promise<FopStep> {
    const step = this.channel.step(event);
    const alert = step.actions.find((action) => action.kind === 'alert')?.code;
    if (step.to === 'S1' && step.from !== 'S1') this.becomeActive();
    if (alert !== undefined) this.sayAlert(alert);
    const reason = cause.reason ?? (alert === undefined ? undefined : alertTexts[alert]);
    for (const action of step.actions) await this.carryOut(action, { ...cause, ...(reason && { reason }) });
    if (step.from !== step.to || alert !== undefined) this.host.moved(step.state, alert);
    return step;
  }

  /** A CLCW of the contact in progress. While the AD service is being started, one from before the start confirms nothing. */
  async clcw(clcw: FopClcw, frame: FrameReference): Promise<void> {
    const { name } = this.channel.state;
    if ((name === 'S4' || name === 'S5') && parseUtc(frame.earthReceiveTime) <= this.confirmedAfter) return;
    await this.step({ kind: 'clcw', clcw }, { frame });
  }

  /** Whether FOP-1 accepted it. */
  async direct(directive: FopDirective, cause: Cause = {}): Promise<boolean> {
    const tag = this.channel.nextTag();
    const { actions } = await this.step({ kind: 'directive', tag, directive }, cause);
    return actions.some((action) => action.kind === 'accept' && action.of.tag === tag);
  }

  /**
   * Starts the AD service from FOP-1's Initial state, with the link profile's managed parameters as they are now and V(S) by what FARM-1
   * expects. False where FOP-1 does not take it.
   */
  async initiate(directive: FopDirective, reportValue: number | undefined): Promise<boolean> {
    if (this.channel.state.name !== 'S6') return false;
    await this.abandon('a new AD service is started');
    this.renew('keep-bd');
    this.takeParameters();
    const { windowWidth, t1InitialSeconds, transmissionLimit, timeoutType } = this.parameters.fop;
    await this.direct({ type: 'set-sliding-window', value: windowWidth });
    await this.direct({ type: 'set-t1-initial', value: t1InitialSeconds });
    await this.direct({ type: 'set-transmission-limit', value: transmissionLimit });
    await this.direct({ type: 'set-timeout-type', value: timeoutType });
    if (reportValue !== undefined) await this.direct({ type: 'set-vs', value: reportValue });
    this.confirmedAfter = plusSeconds(this.parts.clock.now(), this.parameters.acknowledgementDelayS);
    return this.direct(directive);
  }

  /** The AD service ends, also one that is suspended: Terminate alone would leave that as it is (E29 in S6). */
  async terminate(reason: string): Promise<boolean> {
    const accepted = await this.direct({ type: 'terminate-ad' }, { reason });
    if (this.channel.state.suspendState === 0) return accepted;
    await this.abandon(reason);
    this.renew('keep-bd');
    this.host.moved(this.channel.state, undefined);
    return accepted;
  }

  async transfer(released: ReleasedCommand): Promise<void> {
    const { id, service } = this.inFlight.add(released);
    await this.step(service === 'AD' ? { kind: 'ad-request', tag: id } : { kind: 'bd-request', tag: id });
  }

  takeParameters(): void {
    this.parameters = this.nextParameters;
  }

  /** The contact ends; what COP-1 still has is out of sight, expedited commands without an answer among it. */
  async end(reason: string): Promise<void> {
    await this.terminate(reason);
    for (const { id } of this.inFlight.open()) await this.fates.lose(id, reason);
    this.renew('drop-bd');
  }

  async notified(notification: CltuNotification): Promise<void> {
    const { id, outcome, radiationEnd, reason, contact, site, antenna } = notification;
    const cltu = this.inFlight.cltu(id);
    const at = this.fates.now();
    const why = reason ?? 'the station gives no reason';
    if (outcome === 'radiated') {
      this.radiations.ended(id, parseUtc(radiationEnd ?? at));
      if (cltu === undefined) return;
      this.inFlight.radiated(id);
      this.parts.alarms.clear(this.spacecraft, 'cltu-not-radiated', 'a CLTU was radiated');
    } else {
      this.radiations.dropped(id);
      if (cltu === undefined) return;
      this.inFlight.dropped(cltu);
      this.alarm('cltu-not-radiated', `CLTU ${id}: ${why}`, { contact, site, antenna });
    }
    if (cltu.command === null) return;
    const { command, frameSequenceNumber } = cltu;
    await this.fates.record(
      command,
      outcome === 'radiated'
        ? { type: 'radiated', at: radiationEnd ?? at, frameSequenceNumber, cltu: id }
        : { type: 'not-radiated', at, cltu: id, reason: why },
    );
  }

  private async carryOut(action: FopOutput, cause: Cause): Promise<void> {
    switch (action.kind) {
      case 'transmit':
        this.transmit(action.frame);
        break;
      case 'positive-confirm':
        await this.confirm(action.of, cause);
        break;
      case 'negative-confirm':
      case 'reject':
        if (action.of.service !== 'directive')
          await this.fates.lose(action.of.tag, cause.reason ?? 'COP-1 rejected it');
        break;
      case 'suspend':
        this.alarm('cop1-alert', 'FOP-1 is suspended: the transmission limit is reached');
        break;
      case 'accept':
      case 'alert':
        break;
    }
  }

  private async confirm({ service, tag }: FopSubject, { frame }: Cause): Promise<void> {
    if (service === 'AD' && frame !== undefined) await this.fates.acknowledge(tag, frame);
  }

  /** What a suspended FOP-1 keeps is out of sight. */
  private async abandon(reason: string): Promise<void> {
    for (const { id, service } of this.inFlight.open()) if (service === 'AD') await this.fates.lose(id, reason);
  }

  /** Answers to what was sent until now are none to what is sent from now on. */
  private renew(bd: 'keep-bd' | 'drop-bd'): void {
    this.channel.renew(bd);
    this.generations.AD++;
    this.generations.BC++;
    if (bd === 'drop-bd') this.generations.BD++;
  }

  private transmit(frame: FopFrame): void {
    const { kind } = frame;
    const generation = this.generations[kind];
    const answerLater = (accepted: boolean): void => this.host.post(() => this.answer(kind, generation, accepted));
    const target = this.host.target();
    // The uplink is away: the frame goes nowhere. T1 sends it again if the uplink comes back; else the end of the session settles it.
    if (target === undefined) return answerLater(true);
    try {
      this.sender.send(frame, generation, target, this.parameters, (cltu, outcome) =>
        this.host.post(() => this.answered(cltu, outcome)),
      );
    } catch (error) {
      this.parts.logger.error(
        { error, spacecraft: this.spacecraft, frame },
        'FOP-1 asks for a frame that cannot be made',
      );
      answerLater(false);
    }
  }

  /** A CLTU of which nobody answers may have been taken: FOP-1 takes it so, and its timer finds out. */
  private async answered(cltu: CltuInFlight, outcome: TransferOutcome): Promise<void> {
    const { id, kind, command, frameSequenceNumber, generation } = cltu;
    if (outcome.kind === 'taken') {
      const at = this.fates.now();
      if (command !== null)
        await this.fates.record(command, { type: 'transmitted', at, frameSequenceNumber, cltu: id });
      return this.answer(kind, generation, true);
    }
    if (outcome.kind === 'unanswered') {
      this.alarm('cltu-not-radiated', `no answer to a CLTU: ${outcome.reason}`);
      return this.answer(kind, generation, true);
    }
    this.radiations.dropped(id);
    this.inFlight.dropped(cltu);
    const reason = `a CLTU was refused: ${outcome.reason}`;
    if (generation !== this.generations[kind]) {
      // Its service has ended, and its command is out of sight: this is what is still to be said of it.
      if (command !== null)
        await this.fates.record(command, { type: 'not-radiated', at: this.fates.now(), cltu: id, reason });
      return;
    }
    if (outcome.kind === 'refused') {
      this.alarm('cltu-not-radiated', reason);
      return this.answer(kind, generation, false, { reason });
    }
    // The end of an uplink is no fault of the lower procedures. T1 sends an AD or BC frame again, should the uplink go on; nothing sends
    // a BD frame again, so its command goes back to the queue.
    this.host.hold('AD', 'BD');
    if (kind === 'BD' && command !== null) await this.fates.lose(command, reason);
    await this.answer(kind, generation, true);
  }

  /** The lower procedures' answer, unless what they answer is over. */
  private async answer(kind: FrameKind, generation: number, accepted: boolean, cause: Cause = {}): Promise<void> {
    if (generation !== this.generations[kind]) return;
    if (kind === 'BD' && !accepted) this.host.hold('BD');
    await this.step({ kind: 'lower-layer', frame: kind, accepted }, cause);
  }

  private becomeActive(): void {
    this.lastAlert = null;
    this.parts.alarms.clear(this.spacecraft, 'cop1-alert', 'the AD service is active');
  }

  /** What a commander or the end of the contact ends calls for nobody. */
  private sayAlert(alert: FopAlertCode): void {
    this.lastAlert = alertTexts[alert];
    if (alert !== 'term' && this.host.isFollowing())
      this.alarm('cop1-alert', `FOP-1 has ended the AD service: ${alertTexts[alert]}`);
  }

  private alarm(kind: 'cop1-alert' | 'cltu-not-radiated', explanation: string, place = this.host.place()): void {
    this.parts.alarms.raise(this.spacecraft, kind, place, explanation);
  }
}
