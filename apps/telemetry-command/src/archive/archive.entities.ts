import type { AlarmEvent, OperationsMode } from '@app/contracts';
import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { InstantColumn } from '@app/platform';

const schema = 'telemetry_command';

/** A raw frame with its annotation. */
@Entity({ schema, name: 'frame' })
@Unique(['stationLog', 'stationSequence'])
export class FrameEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: string;
  @Column('text') spacecraft!: string;
  @Column('text') stationLog!: string;
  @Column('bigint') stationSequence!: string;
  @Column('text') mode!: OperationsMode;
  @Column('text') contact!: string;
  @Column('text') site!: string;
  @Column('text') antenna!: string;
  @Column('text') linkProfile!: string;
  @Column('integer') linkProfileVersion!: number;
  @InstantColumn() earthReceiveTime!: string;
  @Column('smallint', { nullable: true }) vcid!: number | null;
  @Column('smallint', { nullable: true }) vcfc!: number | null;
  @Column('smallint', { nullable: true }) mcfc!: number | null;
  @Column('smallint', { array: true }) correctedSymbols!: number[];
  @Column('integer') asmBitErrors!: number;
  @Column('boolean') inverted!: boolean;
  @Column('double precision', { nullable: true, name: 'es_n0_db' }) esN0Db!: number | null;
  @Column('text', { nullable: true }) fault!: string | null;
  @Column('bytea') octets!: Uint8Array;
}

/** A packet as it was extracted. */
@Entity({ schema, name: 'packet' })
export class PacketEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: string;
  @Column('text') spacecraft!: string;
  @Column('text') quality!: 'complete' | 'partial' | 'checksum-error';
  @Column('text') kind!: 'space' | 'encapsulation';
  @Column('smallint', { nullable: true }) apid!: number | null;
  @Column('smallint', { nullable: true }) sequenceCount!: number | null;
  @Column('text', { nullable: true }) container!: string | null;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('text') source!: 'real-time' | 'playback' | 'unknown';
  @InstantColumn({ nullable: true }) generationTime!: string | null;
  @InstantColumn() earthReceiveTime!: string;
  @Column('text') contact!: string;
  @Column('text') antenna!: string;
  @Column('smallint') vcid!: number;
  @Column('text') stationLog!: string;
  @Column('bigint') firstStationSequence!: string;
  @Column('bigint') lastStationSequence!: string;
  @Column('jsonb', { nullable: true }) gaps!: { offset: number; length: number }[] | null;
  @Column('bytea') octets!: Uint8Array;
}

/** Which place in a sample's arrays each parameter has. */
@Entity({ schema, name: 'sample_layout' })
@Unique(['missionDatabase', 'fingerprint', 'container'])
export class SampleLayoutEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' }) id!: number;
  @Column('text') missionDatabase!: string;
  @Column('text') version!: string;
  @Column('text') fingerprint!: string;
  @Column('text') container!: string;
  @Column('text', { array: true }) parameters!: string[];
}

/** The values of one decoded packet. */
@Entity({ schema, name: 'sample' })
export class SampleEntity {
  @PrimaryColumn('bigint') packetId!: string;
  @Column('integer') layoutId!: number;
  @Column('text') spacecraft!: string;
  @Column('text') container!: string;
  @Column('text') source!: 'real-time' | 'playback';
  @InstantColumn() generationTime!: string;
  @InstantColumn() earthReceiveTime!: string;
  @Column('double precision', { array: true }) raw!: (number | null)[];
  @Column('double precision', { array: true }) value!: (number | null)[];
  @Column('jsonb') texts!: Record<string, { raw?: string; value?: string }>;
  @Column('smallint', { array: true }) monitoring!: (number | null)[];
}

/** Frames that are missing between two that were received. */
@Entity({ schema, name: 'gap' })
export class GapEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: string;
  @Column('text') spacecraft!: string;
  @Column('text') contact!: string;
  @Column('text') antenna!: string;
  @Column('smallint') vcid!: number;
  @Column('text') channel!: 'virtual' | 'master';
  @Column('integer') missingFrames!: number;
  @InstantColumn({ nullable: true }) afterEarthReceiveTime!: string | null;
  @InstantColumn() beforeEarthReceiveTime!: string;
  @Column('text') stationLog!: string;
  @Column('bigint') stationSequence!: string;
}

/** A parameter went out of its limits, or came back. */
@Entity({ schema, name: 'alarm' })
export class AlarmEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: string;
  @Column('text') spacecraft!: string;
  @Column('text') mode!: OperationsMode;
  @Column('text') parameter!: string;
  @Column('text') fromResult!: string;
  @Column('text') toResult!: string;
  /** JSON's null where the raw value has no engineering value. */
  @Column('jsonb') value!: AlarmEvent['value'];
  @Column('text', { nullable: true }) unit!: string | null;
  @InstantColumn() generationTime!: string;
  @InstantColumn() earthReceiveTime!: string;
  @Column('text') contact!: string;
  @Column('bigint') packetId!: string;
}
