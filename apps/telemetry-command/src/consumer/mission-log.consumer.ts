import { CodecError } from '@app/ccsds';
import type { AlarmEvent, OperationsMode, ParameterUpdate, SpacecraftId, TelemetryGap, Utc } from '@app/contracts';
import { subjects } from '@app/contracts';
import type { LoggedRecord, Logger, LogHandler, LogPosition, MessageBus, Metrics } from '@app/platform';
import type { NewSample } from '../archive/telemetry-archive.js';
import { toParameterValues } from '../processing/sample.js';
import type { RecordReports } from '../verification/record-reports.use-case.js';
import type { TelemetryListener } from './committed-telemetry.port.js';
import type { MissionContext } from './mission-context.js';
import { Pace } from './pace.js';
import type { BatchResult, MissionMemory, ProcessBatch } from './process-batch.use-case.js';

/** What a consumer has done since this process started. */
export interface ConsumerCounts {
  frames: number;
  packets: number;
  parameterValues: number;
  alarms: number;
  gaps: number;
  rejected: number;
}

export interface ConsumerParts {
  readonly processBatch: ProcessBatch;
  readonly recordReports: RecordReports;
  readonly listener: TelemetryListener;
  readonly bus: MessageBus;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly mode: OperationsMode;
}

/** Works off one spacecraft's mission log, and tells the bus what came of it once it is committed. */
export class MissionLogConsumer implements LogHandler {
  readonly counts: ConsumerCounts = { frames: 0, packets: 0, parameterValues: 0, alarms: 0, gaps: 0, rejected: 0 };
  private memory: MissionMemory | undefined;

  constructor(
    readonly context: MissionContext,
    private readonly parts: ConsumerParts,
  ) {}

  async recall(): Promise<LogPosition | undefined> {
    this.memory = await this.parts.processBatch.recall(this.context);
    return this.memory.cursor;
  }

  async handle(records: readonly LoggedRecord[], incarnation: string): Promise<void> {
    try {
      await this.process(records, incarnation);
    } catch (error) {
      if (!isAboutData(error)) throw error;
      this.parts.logger.error(
        { error, log: this.context.log },
        'a batch cannot be stored; taking its frames one by one',
      );
      for (const record of records) await this.processAlone(record, incarnation);
    }
  }

  /** The frame that cannot be stored with what comes of it is archived as it is. */
  private async processAlone(record: LoggedRecord, incarnation: string): Promise<void> {
    try {
      await this.process([record], incarnation);
    } catch (error) {
      if (!isAboutData(error)) throw error;
      const fault = `what comes of it cannot be stored: ${error instanceof Error ? error.message : String(error)}`;
      this.parts.logger.error(
        { error, log: this.context.log, sequence: record.sequence },
        'frame archived without decoding',
      );
      await this.process([record], incarnation, fault);
    }
  }

  private async process(records: readonly LoggedRecord[], incarnation: string, fault?: string): Promise<void> {
    const { processBatch } = this.parts;
    const memory = this.memory ?? (await processBatch.recall(this.context));
    // Until it is known what the database has taken, this memory is not to be trusted.
    this.memory = undefined;
    const result = await processBatch.execute(this.context, memory, incarnation, records, fault);
    this.memory = result.memory;
    this.count(result);
    this.parts.listener.committed(this.context.spacecraft, { clcws: result.clcws, reported: result.reports.changed });
    await this.publish(result);
  }

  private count(result: BatchResult): void {
    const { counts } = this;
    const added: ConsumerCounts = {
      frames: result.frames,
      packets: result.packets,
      parameterValues: result.parameterValues,
      alarms: result.alarms.length,
      gaps: result.gaps.length,
      rejected: result.rejected.length,
    };
    for (const [name, by] of Object.entries(added) as [keyof ConsumerCounts, number][]) {
      if (by === 0) continue;
      counts[name] += by;
      const labels = { spacecraft: this.context.spacecraft, kind: name };
      this.parts.metrics.count(
        'smms_telemetry_archived_total',
        'What the telemetry archive has taken, by kind',
        labels,
        by,
      );
    }
    for (const rejected of result.rejected)
      this.parts.logger.warn({ log: this.context.log, ...rejected }, 'a record of the mission log is refused');
  }

  /** The archive is the record; the bus is for those who watch. What cannot be published is said and not repeated. */
  private async publish({ samples, alarms, gaps, reports }: BatchResult): Promise<void> {
    const { bus, logger, mode, recordReports } = this.parts;
    const { spacecraft, mission } = this.context;
    const pace = new Pace();
    try {
      await recordReports.tell(spacecraft, reports);
      for (const gap of gaps) {
        const event: TelemetryGap = {
          spacecraft,
          vcid: gap.vcid,
          missingFrames: gap.missingFrames,
          before: gap.before as Utc,
        };
        await bus.publish(subjects.gap(spacecraft), event);
      }
      for (const sample of samples) {
        await bus.publish(subjects.parameters(spacecraft), toUpdate(sample, mode, spacecraft, mission));
        if (pace.due) await pace.breathe();
      }
      for (const { parameter, from, to, value, unit, generationTime } of alarms) {
        const event: AlarmEvent = {
          mode,
          spacecraft,
          parameter,
          from,
          to,
          value,
          unit,
          generationTime: generationTime as Utc,
        };
        await bus.publish(subjects.alarm(spacecraft), event);
      }
    } catch (error) {
      logger.error({ error, spacecraft }, 'telemetry is archived, but could not be published');
    }
  }
}

function toUpdate(
  { sample, packet, late }: NewSample,
  mode: OperationsMode,
  spacecraft: SpacecraftId,
  mission: MissionContext['mission'],
): ParameterUpdate {
  return {
    mode,
    spacecraft,
    container: sample.layout.container,
    source: sample.source,
    generationTime: sample.generationTime as Utc,
    earthReceiveTime: packet.packet.earthReceiveTime as Utc,
    late,
    timeSuspect: packet.timeSuspect,
    values: toParameterValues(sample.entries, sample.layout, sample.columns, mission.nameOf),
  };
}

/** SQLSTATE classes: 22 data exception, 23 integrity constraint violation, 54 program limit exceeded. */
const dataClasses = new Set(['22', '23', '54']);

/** Whether another try would fail in the same way, because of what is in the batch. */
function isAboutData(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError || error instanceof CodecError) return true;
  const driverError: unknown = error instanceof Error ? Reflect.get(error, 'driverError') : undefined;
  const code: unknown = driverError instanceof Error ? Reflect.get(driverError, 'code') : undefined;
  return typeof code === 'string' && dataClasses.has(code.slice(0, 2));
}
