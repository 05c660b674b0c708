import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { GroundAlarm, OperationsMode } from '@app/contracts';
import { InstantColumn } from '@app/platform';

/** Something on the ground that called for a person, and until when. */
@Entity({ schema: 'telemetry_command', name: 'ground_alarm' })
export class GroundAlarmEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: string;
  @Column('text') mode!: OperationsMode;
  @Column('text') spacecraft!: string;
  @Column('text') kind!: GroundAlarm['kind'];
  @Column('text', { nullable: true }) contact!: string | null;
  @Column('text', { nullable: true }) site!: string | null;
  @Column('text', { nullable: true }) antenna!: string | null;
  @InstantColumn() raisedAt!: string;
  @Column('text') explanation!: string;
  @InstantColumn({ nullable: true }) clearedAt!: string | null;
  @Column('text', { nullable: true }) clearedBy!: string | null;
}
