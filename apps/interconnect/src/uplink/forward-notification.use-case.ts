import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { cltuNotificationSchema, type OperationsMode, subjects } from '@app/contracts';
import { LOGGER, type Logger, MessageBus, Metrics, OPERATIONS_MODE } from '@app/platform';
import { RecentRegistry } from '../registry/recent-registry.js';
import { noteEnd } from './cltu-ledger.js';
import { faultOfNotification } from './telecommand-rules.js';

/** Hands what a station says of a CLTU on to the mission that asked, and accounts for it. What contradicts itself goes nowhere. */
@Injectable()
export class ForwardNotification {
  constructor(
    private readonly bus: MessageBus,
    private readonly recent: RecentRegistry,
    private readonly metrics: Metrics,
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
  ) {}

  /** `site` is that of the subject. */
  async execute(payload: unknown, site: string): Promise<void> {
    const { data: notification, error } = cltuNotificationSchema.safeParse(payload);
    if (notification === undefined) return this.refuse(site, error.issues[0]?.message ?? 'not a notification');
    const fault = faultOfNotification(notification, site, await this.recent.registry(), this.mode);
    if (fault !== undefined) return this.refuse(site, fault);
    if (!(await this.noted(notification))) return this.refuse(site, `nobody asked for CLTU ${notification.id}`);
    const { spacecraft, outcome } = notification;
    const labels = { site, spacecraft, outcome };
    this.metrics.count('smms_interconnect_cltu_ends_total', 'CLTUs by what stations say became of them', labels);
    await this.bus.publish(subjects.missionCltuNotification(spacecraft), notification);
  }

  /** A mission waits for it: an account that cannot be written does not hold it up. */
  private async noted(notification: Parameters<typeof noteEnd>[1]): Promise<boolean> {
    try {
      return await noteEnd(this.dataSource.manager, notification);
    } catch (error) {
      this.logger.error({ error, cltu: notification.id }, 'the end of a CLTU could not be accounted for');
      return true;
    }
  }

  private refuse(site: string, reason: string): void {
    this.metrics.count('smms_interconnect_cltu_ends_refused_total', 'Notifications that contradict themselves', {
      site,
    });
    this.logger.warn({ site, reason }, 'a notification of a station is refused');
  }
}
