import {
  type FopAlertCode,
  type FopDirective,
  type FopEvent,
  type FopFrame,
  type FopStep,
  type FopSubject,
} from '@app/ccsds';
import type { CltuNotification, CommandId, FrameReference, OperationsMode, SpacecraftId, Utc } from '@app/contracts';
import { type Logger, type MissionClock } from '@app/platform';
import { formatUtc, plusSeconds, type Tai } from '@app/time';
import type { CommandEvent } from '../commands/command-events.js';
import type { CommandLedger, ReleasedCommand } from '../commands/command-ledger.port.js';
import { type CltuInFlight, CommandsInFlight } from './commands-in-flight.js';
import { alertTexts } from './cop1-status.js';
import { FopChannel, type FopOutput } from './fop-channel.js';
import type { NewCltuId } from './new-cltu-id.js';
import { cltuOf, type UplinkParameters } from './uplink-parameters.js';
import type { AlarmPlace, CltuTransfers, TransferOutcome, UplinkAlarms } from './uplink-ports.js';
import type { UplinkTarget } from './uplink-target.js';

export interface Cop1Parts {
  readonly ledger: CommandLedger;
  readonly transfers: CltuTransfers;
  readonly alarms: UplinkAlarms;
  readonly clock: MissionClock;
  readonly logger: Logger;
  readonly mode: OperationsMode;
  readonly newCltuId: NewCltuId;
}

/** What the driver needs of the session that it works for. */
export interface Cop1Host {
  /** Does something later, in the spacecraft's one order of events. */
  post(task: () => Promise<void>): void;
  /** Where CLTUs may go now; undefined: nowhere. */
  target(): UplinkTarget | undefined;
  place(): AlarmPlace;
  /** After each step of FOP-1. */
  stepped(step: FopStep, alert: FopAlertCode | undefined): void;
}

/** What a step comes of: the frame with the CLCW, or a reason in words. */
export interface Cause {
  readonly frame?: FrameReference;
  readonly reason?: string;
}

/** Carries out what FOP-1 asks for: CLTUs to the station, the fate of each command to the ledger. All calls in one order. */
export class Cop1Driver {
  readonly channel: FopChannel;
  readonly inFlight = new CommandsInFlight();
  /** The latest alert, until the AD service is active again. */
  lastAlert: string | null = null;
  /** CLTUs that nobody has answered yet. */
  transfersOpen = 0;

  constructor(
    private readonly spacecraft: SpacecraftId,
    public parameters: UplinkParameters,
    private readonly parts: Cop1Parts,
    private readonly host: Cop1Host,
  ) {
    this.channel = new FopChannel(parameters, parts.clock, (timer) =>
      host.post(async () => {
        if (this.channel.isRunning(timer)) await this.step({ kind: 'timer-expired' });
      }),
    );
  }

  async step(event: FopEvent, cause: Cause = {}): Promise<FopStep> {
    const step = this.channel.step(event);
    const alert = step.actions.find((action) => action.kind === 'alert')?.code;
    if (step.to === 'S1' && step.from !== 'S1') this.becomeActive();
    if (alert !== undefined) this.sayAlert(alert);
    const reason = cause.reason ?? (alert === undefined ? undefined : alertTexts[alert]);
    for (const action of step.actions) await this.carryOut(action, { ...cause, ...(reason && { reason }) });
    this.host.stepped(step, alert);
    return step;
  }

  /** Whether FOP-1 accepted it. */
  async direct(directive: FopDirective, cause: Cause = {}): Promise<boolean> {
    const tag = this.channel.nextTag();
    const { actions } = await this.step({ kind: 'directive', tag, directive }, cause);
    return actions.some((action) => action.kind === 'accept' && action.of.tag === tag);
  }

  /** The link profile's managed parameters, and V(S) by what FARM-1 expects: before each start of the AD service. */
  async prepare(reportValue: number | undefined): Promise<void> {
    const { windowWidth, t1InitialSeconds, transmissionLimit, timeoutType } = this.parameters.fop;
    await this.direct({ type: 'set-sliding-window', value: windowWidth });
    await this.direct({ type: 'set-t1-initial', value: t1InitialSeconds });
    await this.direct({ type: 'set-transmission-limit', value: transmissionLimit });
    await this.direct({ type: 'set-timeout-type', value: timeoutType });
    if (reportValue !== undefined) await this.direct({ type: 'set-vs', value: reportValue });
  }

  async transfer(released: ReleasedCommand): Promise<void> {
    const { id, service } = this.inFlight.add(released);
    await this.step(service === 'AD' ? { kind: 'ad-request', tag: id } : { kind: 'bd-request', tag: id });
  }

  /** The AD service ends; what COP-1 still has is out of sight, expedited commands without an answer among it. */
  async end(reason: string): Promise<void> {
    await this.direct({ type: 'terminate-ad' }, { reason });
    // Also what a suspended FOP-1 keeps.
    for (const { id } of this.inFlight.open()) await this.lose(id, reason);
  }

  async notified({ id, outcome, radiationEnd, reason }: CltuNotification): Promise<void> {
    const cltu = this.inFlight.cltu(id);
    if (cltu === undefined) return;
    this.inFlight.told(id);
    const why = reason ?? 'the station gives no reason';
    if (outcome === 'radiated') this.parts.alarms.clear(this.spacecraft, 'cltu-not-radiated', 'a CLTU was radiated');
    else this.alarm('cltu-not-radiated', `CLTU ${id}: ${why}`);
    if (cltu.command === null) return;
    const at = this.now();
    const { frameSequenceNumber } = cltu;
    await this.record(
      cltu.command,
      outcome === 'radiated'
        ? { type: 'radiated', at: radiationEnd ?? at, frameSequenceNumber, cltu: id }
        : { type: 'not-radiated', at, cltu: id, reason: why },
    );
  }

  /** What cannot be recorded is said; the commands' own state is then found out of sight at the next start. */
  async record(id: CommandId, event: CommandEvent): Promise<void> {
    try {
      await this.parts.ledger.record(id, event);
    } catch (error) {
      this.parts.logger.error({ error, command: id, event: event.type }, 'what happened to a command is not recorded');
    }
  }

  now(): Utc {
    return formatUtc(this.parts.clock.now()) as Utc;
  }

  private async carryOut(action: FopOutput, cause: Cause): Promise<void> {
    switch (action.kind) {
      case 'transmit':
        this.transmit(action.frame);
        break;
      case 'positive-confirm':
        await this.acknowledge(action.of, cause);
        break;
      case 'negative-confirm':
      case 'reject':
        if (action.of.service !== 'directive') await this.lose(action.of.tag, cause.reason ?? 'COP-1 rejected it');
        break;
      case 'suspend':
        this.alarm('cop1-alert', 'FOP-1 is suspended: the transmission limit is reached');
        break;
      case 'accept':
      case 'alert':
        break;
    }
  }

  private async acknowledge({ service, tag }: FopSubject, { frame }: Cause): Promise<void> {
    if (service !== 'AD' || frame === undefined) return;
    const command = this.inFlight.settle(tag);
    if (command !== undefined) await this.record(command.id, { type: 'acknowledged', at: this.now(), frame });
  }

  /** A command that no station ever had was not sent; of every other one nobody knows. */
  private async lose(tag: string, reason: string): Promise<void> {
    const command = this.inFlight.settle(tag);
    if (command === undefined) return;
    await this.record(command.id, { type: command.left > 0 ? 'lost-sight' : 'not-sent', at: this.now(), reason });
  }

  private transmit(frame: FopFrame): void {
    const target = this.host.target();
    if (target === undefined) {
      // The uplink is gone: the frame goes nowhere, and the end of the session settles it.
      this.host.post(async () => {
        await this.step({ kind: 'lower-layer', frame: frame.kind, accepted: true });
      });
      return;
    }
    const { transfers, mode, newCltuId, clock } = this.parts;
    const command = frame.kind === 'BC' ? undefined : this.inFlight.command(frame.tag);
    const cltu: CltuInFlight = {
      id: newCltuId(),
      command: command?.id ?? null,
      kind: frame.kind,
      frameSequenceNumber: frame.kind === 'AD' ? frame.frameSequenceNumber : null,
    };
    const octets = Buffer.from(cltuOf(frame, command?.packet, this.parameters)).toString('base64');
    // Where nobody can say when the contact ends: no longer than FOP-1 waits before it sends the frame again.
    const notAfter: Tai = target.los ?? plusSeconds(clock.now(), this.parameters.fop.t1InitialSeconds);
    this.inFlight.sent(cltu);
    const { spacecraft } = this;
    const { contact } = target;
    this.transfersOpen++;
    void transfers
      .transfer({ mode, id: cltu.id, spacecraft, contact, octets, notAfter: formatUtc(notAfter) as Utc })
      .then((outcome) => {
        this.transfersOpen--;
        this.host.post(() => this.answered(cltu, outcome));
      });
  }

  /** A CLTU of which nobody answers may have been taken: FOP-1 takes it so, and its timer finds out. */
  private async answered(cltu: CltuInFlight, outcome: TransferOutcome): Promise<void> {
    const { id, kind, command, frameSequenceNumber } = cltu;
    if (outcome.kind === 'refused') {
      this.inFlight.refused(cltu);
      const reason = `a CLTU was refused: ${outcome.reason}`;
      this.alarm('cltu-not-radiated', reason);
      await this.step({ kind: 'lower-layer', frame: kind, accepted: false }, { reason });
      return;
    }
    if (outcome.kind === 'unanswered') this.alarm('cltu-not-radiated', `no answer to a CLTU: ${outcome.reason}`);
    else if (command !== null)
      await this.record(command, { type: 'transmitted', at: this.now(), frameSequenceNumber, cltu: id });
    await this.step({ kind: 'lower-layer', frame: kind, accepted: true });
  }

  private becomeActive(): void {
    this.lastAlert = null;
    this.parts.alarms.clear(this.spacecraft, 'cop1-alert', 'the AD service is active');
  }

  /** What a commander or the end of the contact ends calls for nobody. */
  private sayAlert(alert: FopAlertCode): void {
    this.lastAlert = alertTexts[alert];
    if (alert !== 'term' && this.host.target() !== undefined)
      this.alarm('cop1-alert', `FOP-1 has ended the AD service: ${alertTexts[alert]}`);
  }

  private alarm(kind: 'cop1-alert' | 'cltu-not-radiated', explanation: string): void {
    this.parts.alarms.raise(this.spacecraft, kind, this.host.place(), explanation);
  }
}
