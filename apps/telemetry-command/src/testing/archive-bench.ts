import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { type DeliveredFrame, frameLogNames, spacecraftIdSchema } from '@app/contracts';
import {
  createLocalMessageBus,
  createLogger,
  type FrameLog,
  type JsonObject,
  LocalFrameLogs,
  type LocalMessageBus,
  Metrics,
} from '@app/platform';
import { MissionLogConsumer } from '../consumer/mission-log.consumer.js';
import { linkLookup, type MissionContext } from '../consumer/mission-context.js';
import { type CommittedTelemetry, TelemetryListener } from '../consumer/committed-telemetry.port.js';
import { ProcessBatch } from '../consumer/process-batch.use-case.js';
import { MissionDatabases } from '../mission/mission-databases.js';
import { MemoryLedger } from '../uplink/testing/memory-ledger.js';
import { RecordReports } from '../verification/record-reports.use-case.js';
import { seedLinkProfile } from './telemetry-maker.js';

const spacecraft = spacecraftIdSchema.parse('GF-1');

const tables = [
  'alarm',
  'sample',
  'packet',
  'frame',
  'gap',
  'log_cursor',
  'rejected_record',
  'stream_state',
  'monitoring_state',
  'channel_count',
].map((table) => `telemetry_command.${table}`);

class Commanding extends TelemetryListener {
  readonly heard: CommittedTelemetry[] = [];
  override committed(_: unknown, telemetry: CommittedTelemetry): void {
    this.heard.push(telemetry);
  }
}

/** A mission log and what reads it, without Nest: each `consumer()` is a process that has just started. */
export class ArchiveBench {
  readonly logger = createLogger('silent');
  readonly metrics = new Metrics();
  readonly bus: LocalMessageBus = createLocalMessageBus(this.logger, this.metrics);
  /** Commands that reports may be on. */
  ledger = new MemoryLedger(spacecraft);
  /** What those who command were told of. */
  commanding = new Commanding();
  log!: FrameLog;
  private context!: MissionContext;
  private logs!: LocalFrameLogs;
  private folder = '';

  constructor(readonly dataSource: DataSource) {}

  /** Empty tables and an empty log. */
  async reset(): Promise<void> {
    await this.closeLogs();
    this.ledger = new MemoryLedger(spacecraft);
    this.commanding = new Commanding();
    await this.dataSource.query(`truncate ${tables.join(', ')}`);
    this.folder = await mkdtemp(join(tmpdir(), 'smms-telemetry-'));
    this.logs = await LocalFrameLogs.openRoot(this.folder, { onEvent: () => undefined });
    this.log = await this.logs.open(frameLogNames.mission(spacecraft));
    const loaded = await new MissionDatabases(this.dataSource).load('smms-reference');
    const log = this.log.name;
    this.context = { spacecraft, log, ...loaded, link: linkLookup([seedLinkProfile()]) };
  }

  async append(frames: readonly { header: DeliveredFrame | JsonObject; octets: Uint8Array }[]): Promise<void> {
    if (frames.length === 0) return;
    await this.log.append(frames.map(({ header, octets }) => ({ header: header, payload: octets })));
  }

  consumer(dataSource = this.dataSource): MissionLogConsumer {
    const { bus, logger, metrics, commanding: listener } = this;
    const recordReports = new RecordReports(this.ledger, metrics, logger);
    const processBatch = new ProcessBatch(dataSource, 'simulation', recordReports);
    const parts = { processBatch, recordReports, listener, bus, logger, metrics, mode: 'simulation' } as const;
    return new MissionLogConsumer(this.context, parts);
  }

  /** Works the log off from the cursor to its end, in batches of `size`. Rejects with what stops the consumer. */
  async drain(consumer = this.consumer(), size = 200): Promise<void> {
    const { incarnation, nextSequence } = await this.log.bounds();
    let at = ((await consumer.recall())?.sequence ?? 0) + 1;
    while (at < nextSequence) {
      const records = await this.log.read(at, { maxRecords: size });
      await consumer.handle(records, incarnation);
      at += records.length;
    }
  }

  async count(what: string): Promise<number> {
    const [row] = await this.dataSource.query<{ n: string }[]>(`select count(*) as n from telemetry_command.${what}`);
    return Number(row?.n);
  }

  async close(): Promise<void> {
    await this.closeLogs();
    await this.bus.close();
    this.metrics.close();
  }

  private async closeLogs(): Promise<void> {
    if (this.folder === '') return;
    await this.logs.close();
    await rm(this.folder, { recursive: true });
  }
}
