import type { Writable } from 'node:stream';
import {
  type AlarmEvent,
  type Command,
  type CommandId,
  type CommandState,
  type GroundAlarm,
  type ParameterUpdate,
  type PassStatus,
  subjects,
  type TelemetryGap,
} from '@app/contracts';
import { type CancelTimer, type Configuration, type Subscription } from '@app/platform';
import { formatUtc, parseUtc, secondsBetween } from '@app/time';
import { DEMONSTRATION_PASSWORD } from '../../../service-management/src/index.js';
import type { RunningGroundSegment } from '../ground/ground-segment.js';
import { isRealTime } from '../ground/mission-clock-choice.js';

const NEXT_CONTACTS = 5;
const finalStates: ReadonlySet<CommandState> = new Set(['completed', 'failed', 'rejected', 'cancelled']);
/** A line about the pass this often, in wall seconds. */
const STATUS_EVERY_S = 2;

/** Says on the terminal what is happening: next contacts, the pass in progress, the latest telemetry, alarms. */
export class TerminalView {
  private readonly subscriptions: Subscription[] = [];
  private readonly passes = new Map<string, PassStatus>();
  /** By spacecraft; what came late is not shown as the latest. */
  private readonly latest = new Map<string, ParameterUpdate>();
  private readonly commandStates = new Map<CommandId, CommandState>();
  private cancel: CancelTimer | undefined;

  constructor(
    private readonly ground: RunningGroundSegment,
    private readonly configuration: Configuration,
    private readonly out: Writable,
  ) {}

  async start(): Promise<void> {
    const { ground, configuration } = this;
    const { clock, missionClock } = ground;
    this.say(
      `SMMS ground segment, mode ${configuration.SMMS_MODE.toUpperCase()}${configuration.SMMS_MODE === 'simulation' ? ' (nothing here is a real spacecraft)' : ''}`,
    );
    this.say(`page ${ground.url}/`);
    this.say(`API ${ground.url}/api/docs   health ${ground.url}/health/ready   metrics ${ground.url}/metrics`);
    this.say(
      configuration.DATABASE_URL === undefined
        ? `database: embedded (PGlite) in ${configuration.SMMS_DATA_DIR}: for demonstration, development and tests, not safe against power loss; operations set DATABASE_URL`
        : 'database: PostgreSQL at DATABASE_URL',
    );
    this.say(
      `mission clock ${formatUtc(missionClock.now(), 0)}, ${missionClock.rate} times real time, ${clock.origin}${clock.origin === 'resumed' ? ' (--fresh starts anew)' : ''}`,
    );
    this.sayAccounts();
    await this.sayNextContacts();
    await this.subscribe<PassStatus>(subjects.anyPassStatus, (status) => this.onPass(status));
    await this.subscribe<ParameterUpdate>(subjects.anyParameters, (update) => {
      if (update.source === 'real-time' && !update.late) this.latest.set(update.spacecraft, update);
    });
    await this.subscribe<AlarmEvent>(subjects.anyAlarm, (alarm) => {
      const { spacecraft, parameter, from, to, value, unit, generationTime } = alarm;
      this.say(
        `${generationTime.slice(0, 19)}Z ${to === 'in-limits' ? 'alarm over' : 'ALARM'}: ${spacecraft} ${parameter} ${from} -> ${to}, ${value}${unit === null ? '' : ` ${unit}`}`,
      );
    });
    await this.subscribe<TelemetryGap>(subjects.anyGap, (gap) => {
      this.say(
        `${gap.before.slice(0, 19)}Z gap: ${gap.spacecraft} VC${gap.vcid}, ${gap.missingFrames} frames missing before this`,
      );
    });
    await this.subscribe<Command>(subjects.anyCommand, (command) => this.onCommand(command));
    await this.subscribe<GroundAlarm>(subjects.anyGroundAlarm, ({ at, raised, spacecraft, kind, explanation }) => {
      this.say(`${at.slice(0, 19)}Z ${raised ? 'ALARM' : 'alarm over'}: ${spacecraft} ${kind}, ${explanation}`);
    });
    this.say('Ctrl-C stops it; start again to go on from there');
    this.cancel = missionClock.every(STATUS_EVERY_S * missionClock.rate, () => this.sayPasses());
  }

  stop(): void {
    this.cancel?.();
    for (const subscription of this.subscriptions) void subscription.unsubscribe();
    this.say(
      isRealTime(this.ground.clock.anchor) ? 'stopping' : 'stopping: the mission clock stands until the next start',
    );
  }

  private sayAccounts(): void {
    const { accounts } = this.ground;
    if (accounts.length === 0) return;
    this.say(`accounts of this demonstration, password "${DEMONSTRATION_PASSWORD}":`);
    for (const { user, member, roles } of accounts) this.say(`  ${user.padEnd(12)} ${member}  ${roles.join(', ')}`);
  }

  private async sayNextContacts(): Promise<void> {
    const now = this.ground.missionClock.now();
    const contacts = await this.ground.nextContacts(NEXT_CONTACTS);
    if (contacts.length === 0) {
      this.say(`no contacts are booked after ${formatUtc(now, 0)}`);
      return;
    }
    this.say('next contacts (UTC):');
    for (const { spacecraft, antenna, window, uplink } of contacts) {
      const minutes = (secondsBetween(parseUtc(window.aos), parseUtc(window.los)) / 60).toFixed(1);
      this.say(
        `  ${spacecraft.padEnd(8)} ${antenna.padEnd(9)} AOS ${window.aos.slice(0, 19)}Z  ${minutes.padStart(4)} min  up to ${window.maxElevationDeg.toFixed(0).padStart(2)} deg${uplink ? '  uplink' : ''}`,
      );
    }
  }

  private onPass(status: PassStatus): void {
    const known = this.passes.get(status.contact);
    this.passes.set(status.contact, status);
    const { state, carrierUp } = status.uplink;
    if (known !== undefined && known.uplink.state !== state)
      this.say(
        `${status.at.slice(0, 19)}Z ${status.spacecraft} over ${status.antenna}: uplink ${state}, carrier ${carrierUp ? 'up' : 'down'}`,
      );
    if (known?.phase === status.phase) return;
    const { good, corrected, uncorrectable, notRouted } = status.frames;
    const over = status.phase === 'completed' || status.phase === 'failed' || status.phase === 'aborted';
    this.say(
      `${status.at.slice(0, 19)}Z ${status.spacecraft} over ${status.antenna}: ${status.phase}${status.reason === null ? '' : ` (${status.reason})`}` +
        (over
          ? `, ${good + corrected} frames good (${corrected} of them corrected), ${uncorrectable} uncorrectable, ${notRouted} not routed`
          : ''),
    );
    if (!over) return;
    this.passes.delete(status.contact);
    this.sayNextContacts().catch(() => this.say('the next contacts could not be read'));
  }

  private onCommand({ id, spacecraft, name, state, author, approver, stages }: Command): void {
    if (this.commandStates.get(id) === state) return;
    this.commandStates.set(id, state);
    const people = approver === null ? author : `${author}, approved by ${approver}`;
    const at = stages.at(-1)?.at.slice(0, 19) ?? '';
    this.say(`${at}Z command ${name} to ${spacecraft} (${people}): ${state}`);
    if (finalStates.has(state)) this.commandStates.delete(id);
  }

  private sayPasses(): void {
    for (const {
      spacecraft,
      antenna,
      phase,
      elevationDeg,
      actualAzimuthDeg,
      actualElevationDeg,
      rangeKm,
      frames,
      esN0Db,
    } of this.passes.values()) {
      if (phase === 'scheduled') continue;
      const antennaAt =
        actualAzimuthDeg === null || actualElevationDeg === null
          ? 'antenna ?'
          : `antenna ${actualAzimuthDeg.toFixed(1)}/${actualElevationDeg.toFixed(1)} deg`;
      this.say(
        `${formatUtc(this.ground.missionClock.now(), 0)} ${spacecraft} over ${antenna} ${phase}: el ${elevationDeg.toFixed(1)} deg, ${rangeKm.toFixed(0)} km, ${antennaAt}, ` +
          `${frames.good + frames.corrected} frames, ${frames.correctedSymbols} symbols corrected${esN0Db === null ? '' : `, Es/N0 ${esN0Db.toFixed(1)} dB`}${phase === 'locked' ? this.latestTelemetry(spacecraft) : ''}`,
      );
    }
  }

  private latestTelemetry(spacecraft: string): string {
    const latest = this.latest.get(spacecraft);
    if (latest === undefined) return '';
    const shown = latest.values.find(({ unit }) => unit !== null);
    const value = typeof shown?.value === 'number' ? shown.value.toPrecision(4) : String(shown?.value);
    const suspect = latest.timeSuspect ? ' (time suspect)' : '';
    return `; telemetry of ${latest.generationTime.slice(11, 19)}${suspect}${shown === undefined ? '' : `, ${shown.parameter} ${value} ${shown.unit}`}`;
  }

  private async subscribe<Event>(subject: string, handle: (event: Event) => void): Promise<void> {
    this.subscriptions.push(await this.ground.bus.subscribe(subject, ({ payload }) => handle(payload as Event)));
  }

  private say(line: string): void {
    this.out.write(`${line}\n`);
  }
}
