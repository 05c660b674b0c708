import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '@app/platform';

const schema = 'telemetry_command';

/** How far a spacecraft's mission log is processed. */
@Entity({ schema, name: 'log_cursor' })
export class LogCursorEntity {
  @PrimaryColumn('text') log!: string;
  @Column('text') incarnation!: string;
  @Column('bigint') sequence!: string;
}

/** A record of a mission log that is no frame of ours. */
@Entity({ schema, name: 'rejected_record' })
export class RejectedRecordEntity {
  @PrimaryColumn('text') log!: string;
  @PrimaryColumn('text') incarnation!: string;
  @PrimaryColumn('bigint') sequence!: string;
  @Column('text') reason!: string;
  @Column('text') detail!: string;
}

/** Extraction's memory of one contact at one antenna. */
@Entity({ schema, name: 'stream_state' })
export class StreamStateEntity {
  @PrimaryColumn('text') spacecraft!: string;
  @PrimaryColumn('text') contact!: string;
  @Column('text') antenna!: string;
  @Column('jsonb') state!: unknown;
}

/** The monitoring result that a parameter has reached. */
@Entity({ schema, name: 'monitoring_state' })
export class MonitoringStateEntity {
  @PrimaryColumn('text') spacecraft!: string;
  @PrimaryColumn('text') parameter!: string;
  @Column('text') result!: string;
  @Column('integer') violations!: number;
  @InstantColumn() earthReceiveTime!: string;
  @InstantColumn() generationTime!: string;
}

/** What came over one virtual channel in one contact. */
@Entity({ schema, name: 'channel_count' })
export class ChannelCountEntity {
  @PrimaryColumn('text') spacecraft!: string;
  @PrimaryColumn('text') contact!: string;
  @Column('text') antenna!: string;
  @PrimaryColumn('smallint') vcid!: number;
  @Column('bigint') frames!: string;
  @Column('bigint') correctedFrames!: string;
  @Column('bigint') correctedSymbols!: string;
  @Column('bigint') faultyFrames!: string;
  @Column('bigint') idleFrames!: string;
  @Column('bigint') repeatedFrames!: string;
  @Column('bigint') packetsComplete!: string;
  @Column('bigint') packetsPartial!: string;
  @Column('bigint') packetsChecksumError!: string;
  @Column('bigint') packetsUnrecognised!: string;
  @Column('bigint') packetsDuplicate!: string;
  @Column('bigint', { default: 0 }) packetsTimeSuspect!: string;
  @Column('bigint') packetsIdle!: string;
  @Column('bigint') parameterValues!: string;
  @Column('bigint') extractionErrors!: string;
  @Column('bigint') skippedOctets!: string;
  @Column('bigint') gaps!: string;
  @Column('bigint') missingFrames!: string;
  @Column('bigint') alarms!: string;
}
