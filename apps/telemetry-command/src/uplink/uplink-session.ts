import type {
  AntennaId,
  CltuNotification,
  Command,
  Cop1DirectiveRequest,
  Cop1Status,
  PassStatus,
  SpacecraftId,
} from '@app/contracts';
import type { CancelTimer } from '@app/platform';
import { formatUtc, parseUtc, plusSeconds, type Tai } from '@app/time';
import type { ReportedClcw } from '../processing/clcw.js';
import { Cop1Driver, type Cop1Parts } from './cop1-driver.js';
import { cop1StatusOf, isSameStatus } from './cop1-status.js';
import { Releases } from './releases.js';
import { Serial } from './serial.js';
import { uplinkOfPass } from './uplink-of-pass.js';
import type { UplinkParameters } from './uplink-parameters.js';
import type { AlarmPlace, ContactEnds, Cop1Watcher } from './uplink-ports.js';
import type { FollowedContact, UplinkTarget } from './uplink-target.js';
import {
  stepUplink,
  type UplinkAction,
  type UplinkEvent,
  type UplinkPhase,
  type UplinkState,
} from './uplink.machine.js';

export interface UplinkParts extends Cop1Parts {
  readonly contactEnds: ContactEnds;
  readonly watcher: Cop1Watcher;
}

/** What FOP-1, or the session, says to a commander's directive. */
export type DirectiveOutcome = { readonly accepted: true } | { readonly accepted: false; readonly reason: string };

/**
 * Commanding of one spacecraft: it follows the pass with a ready uplink, runs COP-1 over it and releases commands when COP-1 can send
 * them. Whatever happens to the spacecraft is one task after the other, in the order in which it came.
 */
export class UplinkSession {
  private readonly serial = new Serial();
  private readonly releases: Releases;
  private readonly driver: Cop1Driver;
  private state: UplinkState = { phase: 'no-uplink' };
  private target: UplinkTarget | undefined;
  private clcw: ReportedClcw | null = null;
  private told: Cop1Status | undefined;
  private timers: CancelTimer[] = [];
  private cancelClosing: CancelTimer = () => undefined;
  private stopped = false;

  constructor(
    readonly spacecraft: SpacecraftId,
    parameters: UplinkParameters,
    private readonly parts: UplinkParts,
  ) {
    this.driver = new Cop1Driver(spacecraft, parameters, parts, {
      post: (task) => this.post(task),
      target: () => this.openTarget(),
      isFollowing: () => this.isFollowing(),
      place: () => this.place(),
      moved: ({ name, suspendState }, alert) => {
        [this.state] = stepUplink(this.state, { type: 'fop', name, suspendState, alert });
      },
      putBack: () => this.releases.knock(),
      hold: (...services) => this.releases.hold(...services),
    });
    this.releases = new Releases(spacecraft, this.driver, parts, {
      target: () => this.openTarget(),
      again: (seconds) => void this.after(seconds, async () => undefined),
    });
  }

  get phase(): UplinkPhase {
    return this.state.phase;
  }

  /** The antenna that CLTUs go through now. */
  get antenna(): AntennaId | undefined {
    return this.openTarget()?.antenna;
  }

  /** Nothing is being done, and no answer is awaited. */
  get idle(): boolean {
    return this.serial.idle && this.driver.transfersOpen === 0;
  }

  /** Commands that were on their way when the process before this one ended: nobody has followed them since. To be called first. */
  start(): Promise<void> {
    return this.act(async () => this.driver.fates.recall(await this.parts.ledger.underWay(this.spacecraft)));
  }

  /** What comes in from now on is left to the next process, and nothing is sent any more. */
  stop(): Promise<void> {
    this.stopped = true;
    return this.serial.run(() => {
      this.driver.channel.stopTimer();
      this.cancelTimers();
    });
  }

  /** Counts from the next start of the AD service, or the next contact, on. */
  setParameters(parameters: UplinkParameters): void {
    this.driver.nextParameters = parameters;
  }

  passStatus(status: PassStatus): void {
    const { contact, antenna, site } = status;
    const uplink = uplinkOfPass(status);
    this.post(() =>
      this.happen(
        'ready' in uplink
          ? { type: 'ready', contact: { contact, antenna, site }, at: parseUtc(status.at) }
          : { type: 'gone', contact, reason: uplink.gone, over: uplink.over },
      ),
    );
  }

  /** In the order of their reception; those of other contacts, or older than what was seen, are passed over. */
  clcws(reported: readonly ReportedClcw[]): void {
    if (reported.length === 0) return;
    this.post(async () => {
      for (const one of reported) await this.report(one);
    });
  }

  notified(notification: CltuNotification): void {
    this.post(() => this.driver.notified(notification));
  }

  /** The spacecraft itself has told something of these commands. */
  reported(commands: readonly Command[]): void {
    this.post(async () => this.driver.inFlight.reported(commands));
  }

  /** Something may be there to be released. */
  releasable(): void {
    this.post(async () => this.releases.knock());
  }

  /** A commander's directive; the authority has been asked. */
  direct(request: Cop1DirectiveRequest): Promise<DirectiveOutcome> {
    return this.act(async () => {
      if (request.directive !== 'terminate-ad' && this.openTarget() === undefined)
        return { accepted: false, reason: 'expected a contact with an uplink that is ready, found none' };
      const { name, suspendState } = this.driver.channel.state;
      const problem = this.problemOf(request);
      if (problem !== undefined) return { accepted: false, reason: problem };
      const accepted = await this.carryOutDirective(request);
      const suspended = suspendState === 0 ? '' : ', suspended';
      return accepted ? { accepted } : { accepted, reason: `FOP-1 is in state ${name}${suspended}` };
    });
  }

  status(): Cop1Status {
    return cop1StatusOf({
      mode: this.parts.mode,
      spacecraft: this.spacecraft,
      vcid: this.driver.parameters.vcid,
      at: this.driver.fates.now(),
      fop: this.driver.channel.state,
      alert: this.driver.lastAlert,
      contact: this.target?.contact ?? null,
      clcw: this.clcw,
    });
  }

  private post(task: () => Promise<void>): void {
    if (this.stopped) return;
    this.act(task).catch((error: unknown) =>
      this.parts.logger.error({ error, spacecraft: this.spacecraft }, 'commanding: something could not be done'),
    );
  }

  private act<Result>(task: () => Promise<Result>): Promise<Result> {
    return this.serial.run(async () => {
      try {
        return await task();
      } finally {
        await this.releases.run();
        this.tell();
      }
    });
  }

  private async happen(event: UplinkEvent): Promise<void> {
    const [next, actions] = stepUplink(this.state, event);
    this.state = next;
    for (const action of actions) await this.carryOut(action);
  }

  private async carryOut(action: UplinkAction): Promise<void> {
    switch (action.kind) {
      case 'begin':
        this.begin(action.contact);
        break;
      case 'initiate': {
        const { directive, reportValue: value } = action;
        const accepted = await this.driver.initiate(
          directive === 'with-set-vr'
            ? { type: 'initiate-ad-with-set-vr', value }
            : { type: 'initiate-ad-with-clcw-check' },
          value,
        );
        if (!accepted) await this.happen({ type: 'not-initiated' });
        break;
      }
      case 'await-last-reports':
        this.cancelClosing = this.after(this.driver.parameters.lastReportsS, () => this.happen({ type: 'closed' }));
        break;
      case 'go-on':
        this.cancelClosing();
        this.releases.reset();
        break;
      case 'end':
        this.cancelTimers();
        await this.driver.end(action.reason);
        this.target = undefined;
        break;
    }
  }

  private begin(contact: FollowedContact): void {
    this.target = { ...contact, los: undefined };
    this.clcw = null;
    this.driver.takeParameters();
    this.releases.reset();
    void this.parts.contactEnds.losOf(contact.site, contact.contact).then((los) => {
      if (los !== undefined) this.post(async () => this.knowLos(contact, los));
    });
  }

  /** A station that falls silent does not keep the uplink open. */
  private knowLos({ contact }: FollowedContact, los: Tai): void {
    if (this.target?.contact !== contact) return;
    this.target = { ...this.target, los };
    const { clock } = this.parts;
    const silentAt = plusSeconds(los, this.driver.parameters.lastReportsS);
    this.timers.push(
      clock.at(silentAt, () => this.post(() => this.happen({ type: 'gone', contact, reason: 'LOS', over: true }))),
    );
  }

  private async report(reported: ReportedClcw): Promise<void> {
    const { contact, clcw, frame } = reported;
    if (this.target?.contact !== contact) return;
    if (this.clcw !== null && frame.earthReceiveTime <= this.clcw.frame.earthReceiveTime) return;
    const { alarms } = this.parts;
    const lockoutBefore = this.clcw?.clcw.lockout;
    this.clcw = reported;
    if (clcw.lockout !== lockoutBefore)
      if (clcw.lockout)
        alarms.raise(this.spacecraft, 'farm-lockout', this.place(), 'FARM-1 is in lockout: a commander must unlock it');
      else alarms.clear(this.spacecraft, 'farm-lockout', 'FARM-1 is not in lockout');
    await this.driver.clcw(clcw, frame);
    const at = parseUtc(frame.earthReceiveTime);
    await this.happen({ type: 'clcw', clcw, at, settled: at > this.driver.settledAfter });
  }

  /** Why a directive is not for now; undefined where FOP-1 is to say. */
  private problemOf(request: Cop1DirectiveRequest): string | undefined {
    const { directive } = request;
    if (directive === 'terminate-ad') return undefined;
    const { name } = this.driver.channel.state;
    if (directive === 'resume-ad')
      return this.state.phase === 'suspended'
        ? undefined
        : `FOP-1 is in state ${name}: nothing is suspended in this contact`;
    if (name !== 'S6') return undefined;
    // Set V(R) does not ask what V(R) was; the others take it from the latest CLCW.
    const known =
      'value' in request || this.clcw === null ? this.parts.clock.now() : parseUtc(this.clcw.frame.earthReceiveTime);
    const { settledAfter } = this.driver;
    if (known > settledAfter) return undefined;
    return `what was sent before may still be on its way: expected a CLCW received after ${formatUtc(settledAfter)}`;
  }

  private carryOutDirective(request: Cop1DirectiveRequest): Promise<boolean> {
    switch (request.directive) {
      case 'terminate-ad':
        return this.driver.terminate('a commander ended the AD service');
      case 'resume-ad':
        return this.driver.direct({ type: 'resume-ad' });
      case 'initiate-ad-with-set-vr':
        return this.driver.initiate({ type: request.directive, value: request.value }, undefined);
      default:
        return this.driver.initiate({ type: request.directive }, this.clcw?.clcw.reportValue);
    }
  }

  private after(seconds: number, task: () => Promise<void>): CancelTimer {
    const cancel = this.parts.clock.after(seconds, () => this.post(task));
    this.timers.push(cancel);
    return cancel;
  }

  private cancelTimers(): void {
    for (const cancel of this.timers) cancel();
    this.timers = [];
  }

  /** Undefined while nothing may be sent. */
  private openTarget(): UplinkTarget | undefined {
    return this.stopped || this.state.phase === 'closing' || !this.isFollowing() ? undefined : this.target;
  }

  /** A contact whose uplink is not over. */
  private isFollowing(): boolean {
    return this.state.phase === 'closing' ? this.state.interrupted !== null : this.state.phase !== 'no-uplink';
  }

  private place(): AlarmPlace {
    const { contact = null, site = null, antenna = null } = this.target ?? {};
    return { contact, site, antenna };
  }

  private tell(): void {
    const status = this.status();
    if (this.told !== undefined && isSameStatus(this.told, status)) return;
    this.told = status;
    this.parts.watcher.tell(status);
  }
}
