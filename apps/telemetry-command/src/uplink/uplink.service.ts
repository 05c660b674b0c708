import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import {
  cltuNotificationSchema,
  type Cop1Status,
  type LinkProfile,
  type OperationsMode,
  passStatusSchema,
  type SpacecraftId,
  subjects,
} from '@app/contracts';
import {
  LOGGER,
  type Logger,
  MessageBus,
  MissionClock,
  OPERATIONS_MODE,
  Readiness,
  RegistryReader,
  repeatUntil,
  type Subscription,
} from '@app/platform';
import { CommandLedger } from '../commands/command-ledger.port.js';
import { type CommittedTelemetry, TelemetryListener } from '../consumer/committed-telemetry.port.js';
import { newCltuId } from './new-cltu-id.js';
import { uplinkParametersOf, type UplinkParameters } from './uplink-parameters.js';
import { CltuTransfers, ContactEnds, UplinkAlarms } from './uplink-ports.js';
import { UplinkSession } from './uplink-session.js';

const REGISTRY_PERIOD_MS = 5_000;

/**
 * One session for each spacecraft in orbit that can be commanded; it starts those that the registry gains meanwhile. What keeps one
 * spacecraft from being commanded is said, and stops no other; it is tried again.
 */
@Injectable()
export class UplinkService extends TelemetryListener implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly sessions = new Map<SpacecraftId, UplinkSession>();
  /** Why a spacecraft cannot be commanded, or not by what the registry says now; null: it can. */
  private readonly problems = new Map<SpacecraftId, string | null>();
  private readonly stop = new AbortController();
  private subscriptions: Subscription[] = [];
  private refreshing: Promise<void> = Promise.resolve();
  private stopListening: () => void = () => undefined;

  constructor(
    private readonly registry: RegistryReader,
    private readonly ledger: CommandLedger,
    private readonly transfers: CltuTransfers,
    private readonly contactEnds: ContactEnds,
    private readonly alarms: UplinkAlarms,
    private readonly bus: MessageBus,
    private readonly clock: MissionClock,
    private readonly readiness: Readiness,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.refresh();
    this.stopListening = this.ledger.onReleasable((spacecraft) => this.sessions.get(spacecraft)?.releasable());
    this.subscriptions = await Promise.all([
      this.bus.subscribe(subjects.anyPassStatus, ({ payload }) => {
        const status = passStatusSchema.parse(payload);
        if (status.mode === this.mode) this.sessions.get(status.spacecraft)?.passStatus(status);
      }),
      this.bus.subscribe(subjects.anyMissionCltuNotification, ({ payload }) => {
        const notification = cltuNotificationSchema.parse(payload);
        if (notification.mode === this.mode) this.sessions.get(notification.spacecraft)?.notified(notification);
      }),
    ]);
    const say = (error: unknown): void =>
      this.logger.error({ error }, 'the registry cannot be read; commanding goes on with what is known');
    this.refreshing = repeatUntil(this.stop.signal, REGISTRY_PERIOD_MS, () => this.refresh(), say);
  }

  /** Nothing is sent or awaited any more: the next start finds what is on its way, and says that it is out of sight. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    this.stopListening();
    await Promise.all(this.subscriptions.map((subscription) => subscription.unsubscribe()));
    await this.refreshing;
    await Promise.all([...this.sessions.values()].map((session) => session.stop()));
  }

  override committed(spacecraft: SpacecraftId, { clcws, reported }: CommittedTelemetry): void {
    const session = this.sessions.get(spacecraft);
    session?.clcws(clcws);
    if (reported.length > 0) session?.reported(reported);
  }

  /** Undefined for a spacecraft that cannot be commanded from here. */
  sessionOf(spacecraft: SpacecraftId): UplinkSession | undefined {
    return this.sessions.get(spacecraft);
  }

  /** Takes up what the registry says now. */
  async refresh(): Promise<void> {
    const { spacecraft, linkProfiles } = await this.registry.registry();
    for (const { id, status, linkProfile } of spacecraft) {
      const profile = linkProfiles.find((one) => one.id === linkProfile);
      if (status !== 'in-orbit' || profile === undefined || profile.uplink === null) continue;
      try {
        await this.follow(id, profile);
        this.note(id, null);
      } catch (error) {
        if (this.note(id, error instanceof Error ? error.message : String(error)))
          this.logger.error(
            { error, spacecraft: id, linkProfile },
            'a spacecraft cannot be commanded by its link profile',
          );
      }
    }
  }

  private async follow(spacecraft: SpacecraftId, profile: LinkProfile): Promise<void> {
    const parameters = uplinkParametersOf(profile, this.clock.rate);
    if (parameters === undefined) return;
    const session = this.sessions.get(spacecraft);
    if (session === undefined) await this.start(spacecraft, parameters);
    else session.setParameters(parameters);
  }

  /** Whether this was not said before. */
  private note(spacecraft: SpacecraftId, problem: string | null): boolean {
    if (!this.problems.has(spacecraft))
      this.readiness.add(`uplink ${spacecraft}`, async () => {
        const message = this.problems.get(spacecraft) ?? null;
        return { up: message === null, detail: { message } };
      });
    const before = this.problems.get(spacecraft);
    this.problems.set(spacecraft, problem);
    return before !== problem;
  }

  /** A session that could not start is none: the next one finds the same commands under way. */
  private async start(spacecraft: SpacecraftId, parameters: UplinkParameters): Promise<void> {
    const { ledger, transfers, contactEnds, alarms, clock, logger, mode } = this;
    const watcher = { tell: (status: Cop1Status) => this.publish(status) };
    const parts = { ledger, transfers, contactEnds, alarms, watcher, clock, logger, mode, newCltuId };
    const session = new UplinkSession(spacecraft, parameters, parts);
    await session.start();
    this.sessions.set(spacecraft, session);
  }

  private publish(status: Cop1Status): void {
    this.bus
      .publish(subjects.cop1(status.spacecraft), status)
      .catch((error: unknown) => this.logger.error({ error }, "COP-1's state could not be published"));
  }
}
