import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import type { OperationsMode } from '@app/contracts';
import {
  CursorMovedError,
  inTransaction,
  isSamePosition,
  type LoggedRecord,
  type LogPosition,
  OPERATIONS_MODE,
} from '@app/platform';
import {
  addCounts,
  insertRejected,
  loadMonitoring,
  loadNewest,
  loadStreams,
  lockCursor,
  type RejectedRecord,
  saveCursor,
  saveMonitoring,
  saveStreams,
} from '../archive/processing-state.js';
import {
  type AlarmRecord,
  archivedFrames,
  insertAlarms,
  insertFrames,
  insertGaps,
  insertPackets,
  insertSamples,
  type NewSample,
} from '../archive/telemetry-archive.js';
import { deriveBatch, type DerivedBatch, type FrameInput, type StreamGap } from '../processing/derive-batch.js';
import type { ReportedClcw } from '../processing/clcw.js';
import type { MonitoringState } from '../processing/monitoring.step.js';
import { isNewer, type ValueTimes } from '../processing/reception-order.js';
import type { StreamState } from '../processing/stream-state.js';
import { type RecordedReports, RecordReports } from '../verification/record-reports.use-case.js';
import { readDelivered } from './delivered-frame.door.js';
import type { MissionContext } from './mission-context.js';
import { monitorSamples } from './monitor-samples.js';
import { Pace } from './pace.js';

/** What a consumer remembers between two batches; it is what the database holds, and is dropped after any error. */
export interface MissionMemory {
  readonly cursor: LogPosition | undefined;
  readonly streams: ReadonlyMap<string, StreamState>;
  readonly monitoring: ReadonlyMap<string, MonitoringState>;
  /** Times of the newest real-time sample, by container. */
  readonly newest: ReadonlyMap<string, ValueTimes>;
}

/** What a batch has put into the archive, for those who watch. */
export interface BatchResult {
  readonly memory: MissionMemory;
  readonly frames: number;
  readonly framesKnown: number;
  readonly rejected: readonly RejectedRecord[];
  readonly packets: number;
  readonly samples: readonly NewSample[];
  readonly alarms: readonly AlarmRecord[];
  readonly gaps: readonly StreamGap[];
  readonly clcws: readonly ReportedClcw[];
  readonly reports: RecordedReports;
  readonly parameterValues: number;
}

/**
 * Archives a batch of one mission log and all that comes of it, with the cursor, in one transaction: everything or nothing. Frames
 * that are archived already are left out, so that a repeated delivery changes nothing.
 */
@Injectable()
export class ProcessBatch {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
    private readonly recordReports: RecordReports,
  ) {}

  /** What the database holds. */
  async recall({ spacecraft, log, layoutIds }: MissionContext): Promise<MissionMemory> {
    return inTransaction(this.dataSource, async (manager) => ({
      cursor: await lockCursor(manager, log),
      streams: await loadStreams(manager, spacecraft),
      monitoring: await loadMonitoring(manager, spacecraft),
      newest: await loadNewest(manager, spacecraft, [...layoutIds.keys()]),
    }));
  }

  /**
   * @param fault set to archive the frames as they are, because an earlier try to store what comes of them failed
   * @throws CursorMovedError, and what the database throws: then nothing has changed, and the memory must be recalled
   */
  async execute(
    context: MissionContext,
    memory: MissionMemory,
    incarnation: string,
    records: readonly LoggedRecord[],
    fault?: string,
  ): Promise<BatchResult> {
    const { inputs, rejected } = this.readRecords(context, records, fault);
    const sequence = records.at(-1)?.sequence ?? 0;
    return inTransaction(this.dataSource, async (manager) => {
      const found = await lockCursor(manager, context.log);
      if (!isSamePosition(found, memory.cursor)) throw new CursorMovedError(context.log, memory.cursor, found);
      const fresh = await leaveOutKnown(manager, inputs);
      const pace = new Pace();
      const batch = await pace.run(deriveBatch(memory.streams, fresh, context.link, context.mission));
      const stored = await this.store(manager, context, memory, batch, pace);
      await insertRejected(manager, context.log, incarnation, rejected);
      const cursor = { incarnation, sequence };
      await saveCursor(manager, context.log, cursor);
      return {
        memory: { cursor, streams: batch.streams, monitoring: stored.monitoring, newest: stored.newest },
        frames: fresh.length,
        framesKnown: inputs.length - fresh.length,
        rejected,
        packets: stored.packets,
        samples: stored.samples,
        alarms: stored.alarms,
        gaps: batch.gaps,
        clcws: batch.clcws,
        reports: stored.reports,
        parameterValues: stored.parameterValues,
      };
    });
  }

  private readRecords(
    { spacecraft }: MissionContext,
    records: readonly LoggedRecord[],
    fault: string | undefined,
  ): { inputs: FrameInput[]; rejected: RejectedRecord[] } {
    const inputs: FrameInput[] = [];
    const rejected: RejectedRecord[] = [];
    for (const { sequence, header, payload } of records) {
      const frame = readDelivered(header, spacecraft, this.mode);
      if ('reason' in frame) rejected.push({ sequence, ...frame });
      else inputs.push({ frame, octets: payload, ...(fault === undefined ? {} : { fault }) });
    }
    return { inputs, rejected };
  }

  private async store(
    manager: EntityManager,
    { spacecraft, mission, layoutIds }: MissionContext,
    memory: MissionMemory,
    batch: DerivedBatch,
    pace: Pace,
  ): Promise<
    Pick<BatchResult, 'packets' | 'samples' | 'alarms' | 'reports' | 'parameterValues'> &
      Pick<MissionMemory, 'monitoring' | 'newest'>
  > {
    const { packets, counts } = batch;
    await insertFrames(manager, batch.frames);
    const ids = await insertPackets(manager, spacecraft, packets);
    const samples: NewSample[] = [];
    const newest = new Map(memory.newest);
    let parameterValues = 0;
    for (const [at, packet] of packets.entries()) {
      const packetId = ids[at];
      const channel = { ...packet.place, vcid: packet.packet.vcid };
      if (packetId === undefined) {
        counts.add(channel, { packetsDuplicate: 1 });
        continue;
      }
      if (packet.quality !== 'complete') continue;
      counts.add(channel, {
        packetsComplete: 1,
        packetsUnrecognised: packet.sample === null ? 1 : 0,
        packetsTimeSuspect: packet.timeSuspect ? 1 : 0,
      });
      const layoutId = packet.sample === null ? undefined : layoutIds.get(packet.sample.layout.container);
      if (packet.sample === null || layoutId === undefined) continue;
      counts.add(channel, { parameterValues: packet.sample.entries.length });
      parameterValues += packet.sample.entries.length;
      samples.push({ packetId, layoutId, packet, sample: packet.sample, late: isLate(newest, packet, packet.sample) });
    }
    await insertSamples(manager, spacecraft, samples);
    const reports = await this.recordReports.record(manager, spacecraft, samples);
    const { monitoring, changed, alarms } = await pace.run(monitorSamples(memory.monitoring, samples, mission));
    for (const { packet } of alarms) counts.add({ ...packet.place, vcid: packet.packet.vcid }, { alarms: 1 });
    await insertAlarms(manager, spacecraft, this.mode, alarms);
    await saveMonitoring(manager, spacecraft, changed);
    await insertGaps(manager, spacecraft, batch.gaps);
    const moved = [...batch.streams.values()].filter((stream) => memory.streams.get(stream.contact) !== stream);
    await saveStreams(manager, spacecraft, moved, batch.finished);
    await addCounts(manager, spacecraft, counts.all());
    return {
      packets: ids.filter((id) => id !== undefined).length,
      samples,
      alarms,
      reports,
      parameterValues,
      monitoring,
      newest,
    };
  }
}

/** Whether the archive has a newer real-time sample of this container; if not, this one is the newest from now on. */
function isLate(
  newest: Map<string, ValueTimes>,
  { packet: { earthReceiveTime } }: DerivedBatch['packets'][number],
  { source, layout: { container }, generationTime }: NewSample['sample'],
): boolean {
  if (source !== 'real-time') return false;
  const times = { earthReceiveTime, generationTime };
  const known = newest.get(container);
  if (known !== undefined && isNewer(known, times)) return true;
  newest.set(container, times);
  return false;
}

/** Frames that are not archived yet, each once. */
async function leaveOutKnown(manager: EntityManager, inputs: readonly FrameInput[]): Promise<FrameInput[]> {
  const known = await archivedFrames(
    manager,
    inputs.map(({ frame }) => frame),
  );
  return inputs.filter(({ frame: { stationLog, stationSequence } }) => {
    const name = `${stationLog}:${stationSequence}`;
    if (known.has(name)) return false;
    known.add(name);
    return true;
  });
}
