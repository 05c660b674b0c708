import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import {
  type GroundAlarm,
  type OperationsMode,
  type PassStatus,
  passStatusSchema,
  type SpacecraftId,
  subjects,
  type Utc,
} from '@app/contracts';
import { LOGGER, type Logger, MessageBus, MissionClock, OPERATIONS_MODE, type Subscription } from '@app/platform';
import { formatUtc } from '@app/time';
import { Serial } from '../uplink/serial.js';
import { type AlarmPlace, type UplinkAlarmKind, UplinkAlarms } from '../uplink/uplink-ports.js';
import { GroundAlarmStore } from './ground-alarm-store.js';
import { alarmChanges, alarmKey, type OpenAlarm, passAlarmText } from './open-alarms.js';

/**
 * Keeps and tells what on the ground calls for a person: each alarm once when it is raised and once when it is cleared. One change after
 * the other; what a database or bus in trouble did not take is said and not repeated.
 */
@Injectable()
export class GroundAlarms extends UplinkAlarms implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly serial = new Serial();
  /** Those that last, with their rows. */
  private readonly open = new Map<string, { readonly id: string; readonly alarm: OpenAlarm }>();
  private recalled = false;
  private subscription: Subscription | undefined;

  constructor(
    private readonly store: GroundAlarmStore,
    private readonly bus: MessageBus,
    private readonly clock: MissionClock,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  async onApplicationBootstrap(): Promise<void> {
    this.subscription = await this.bus.subscribe(subjects.anyPassStatus, ({ payload }) =>
      this.passStatus(passStatusSchema.parse(payload)),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.subscription?.unsubscribe();
    await this.settled();
  }

  passStatus(status: PassStatus): void {
    if (status.mode !== this.mode) return;
    this.post(async () => {
      const { spacecraft, contact, site, antenna, at } = status;
      const open = [...this.open.values()].map(({ alarm }) => alarm);
      const { raised, cleared } = alarmChanges(open, status);
      for (const { alarm, explanation } of cleared) await this.end(alarm, at, explanation);
      for (const kind of raised)
        await this.begin({ spacecraft, contact, site, antenna, kind }, at, passAlarmText(kind));
    });
  }

  override raise(spacecraft: SpacecraftId, kind: UplinkAlarmKind, place: AlarmPlace, explanation: string): void {
    const at = this.now();
    this.post(() => this.begin({ spacecraft, kind, ...place }, at, explanation));
  }

  override clear(spacecraft: SpacecraftId, kind: UplinkAlarmKind, explanation: string): void {
    const at = this.now();
    this.post(async () => {
      const found = this.open.get(alarmKey({ spacecraft, kind, contact: null, site: null, antenna: null }));
      if (found !== undefined) await this.end(found.alarm, at, explanation);
    });
  }

  settled(): Promise<void> {
    return this.serial.drained();
  }

  /** What a process before this one left open. */
  private async recall(): Promise<void> {
    if (this.recalled) return;
    for (const row of await this.store.open(this.mode)) this.open.set(alarmKey(row.alarm), row);
    this.recalled = true;
  }

  private async begin(alarm: OpenAlarm, at: Utc, explanation: string): Promise<void> {
    const key = alarmKey(alarm);
    const found = this.open.get(key);
    if (found?.alarm.contact === alarm.contact) return;
    // What lasts from an earlier contact would hide that it is so in this one.
    if (found !== undefined) await this.end(found.alarm, at, `it is so in ${alarm.contact ?? 'no contact'} now`);
    const id = await this.store.raise(this.mode, alarm, at, explanation);
    this.open.set(key, { id, alarm });
    await this.tell({ mode: this.mode, ...alarm, raised: true, at, explanation });
  }

  private async end(alarm: OpenAlarm, at: Utc, explanation: string): Promise<void> {
    const key = alarmKey(alarm);
    const found = this.open.get(key);
    if (found === undefined) return;
    await this.store.clear(found.id, at, explanation);
    this.open.delete(key);
    await this.tell({ mode: this.mode, ...alarm, raised: false, at, explanation });
  }

  private async tell(alarm: GroundAlarm): Promise<void> {
    await this.bus.publish(subjects.groundAlarm(alarm.spacecraft), alarm);
  }

  private post(task: () => Promise<void>): void {
    this.serial
      .run(async () => {
        await this.recall();
        await task();
      })
      .catch((error: unknown) =>
        this.logger.error({ error }, 'a change of a ground alarm is not recorded or not told'),
      );
  }

  private now(): Utc {
    return formatUtc(this.clock.now()) as Utc;
  }
}
