import type { DataSource } from 'typeorm';
import { type DeliveredFrame, frameLogNames, type OperationsMode, type SiteId } from '@app/contracts';
import {
  type FrameLogs,
  type FrameRecord,
  inTransaction,
  type JsonObject,
  type LoggedRecord,
  type Logger,
  type LogHandler,
  type LogPosition,
  type Metrics,
  type Registry,
} from '@app/platform';
import { AccountSheet } from './account-sheet.js';
import { addToAccounts, moveRouteCursor, readRouteCursor } from './route-ledger.js';
import { type RoutingDecision, routingRules } from './routing-rules.js';

export interface RouterParts {
  readonly dataSource: DataSource;
  readonly frameLogs: FrameLogs;
  /** The registry, not older than a few seconds. */
  readonly registry: () => Promise<Registry>;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly mode: OperationsMode;
}

/**
 * Routes one site's frames to the logs of the missions that own them. A frame is durable in its mission's log before the cursor
 * moves; after a crash in between it is appended again under the same id, which the log or, at the latest, the mission recognises.
 * A mission log that fails holds the cursor: the batch is tried again, after a pause, until every log of it has its frames.
 */
export class StationRouter implements LogHandler {
  private cursor: LogPosition | undefined;

  constructor(
    readonly site: SiteId,
    private readonly parts: RouterParts,
  ) {}

  get log(): string {
    return frameLogNames.station(this.site);
  }

  async recall(): Promise<LogPosition | undefined> {
    this.cursor = await readRouteCursor(this.parts.dataSource.manager, this.log);
    return this.cursor;
  }

  async handle(records: readonly LoggedRecord[], incarnation: string): Promise<void> {
    const { dataSource, mode } = this.parts;
    const decide = routingRules(this.site, await this.parts.registry(), mode);
    const sheet = new AccountSheet(this.site);
    const deliveries = new Map<string, FrameRecord[]>();
    for (const record of records) {
      const decision = decide(record.header);
      sheet.add(record, decision);
      this.report(record, decision);
      if (decision.outcome !== 'delivered') continue;
      const { annotation } = decision;
      const log = frameLogNames.mission(annotation.spacecraft);
      const stationLog = `${this.log}@${incarnation}`;
      const header: DeliveredFrame = { ...annotation, stationLog, stationSequence: record.sequence };
      const delivered = {
        header: header as unknown as JsonObject,
        payload: record.payload,
        id: `${stationLog}:${record.sequence}`,
      };
      const waiting = deliveries.get(log);
      if (waiting === undefined) deliveries.set(log, [delivered]);
      else waiting.push(delivered);
    }
    await this.deliver(deliveries);
    const to = { incarnation, sequence: records.at(-1)?.sequence ?? 0 };
    await inTransaction(dataSource, async (manager) => {
      await moveRouteCursor(manager, this.log, this.cursor, to);
      await addToAccounts(manager, sheet.all());
    });
    this.cursor = to;
  }

  /**
   * Every mission's log is tried, whatever becomes of another's. Throws the first failure once all have been tried: the batch is then
   * taken again, and what is there already is recognised by its id.
   */
  private async deliver(deliveries: ReadonlyMap<string, readonly FrameRecord[]>): Promise<void> {
    const failures: unknown[] = [];
    for (const [log, frames] of deliveries)
      try {
        await (await this.parts.frameLogs.open(log)).append(frames);
      } catch (error) {
        failures.push(error);
        const { logger, metrics } = this.parts;
        metrics.count('smms_interconnect_delivery_failures_total', 'Batches that a mission log did not take', { log });
        logger.error({ error, log, frames: frames.length }, 'a mission log does not take its frames');
      }
    if (failures.length > 0) throw failures[0];
  }

  private report({ sequence }: LoggedRecord, decision: RoutingDecision): void {
    const { logger, metrics } = this.parts;
    const reason = decision.outcome === 'delivered' ? '' : decision.reason;
    const labels = { site: this.site, outcome: decision.outcome, reason };
    metrics.count('smms_interconnect_frames_total', 'Frames of station logs by what became of them', labels);
    if (decision.outcome === 'refused')
      logger.warn({ log: this.log, sequence, reason, detail: decision.detail }, 'a record of a station log is refused');
  }
}
