import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import type {
  ArgumentValue,
  CommandStage,
  CommandState,
  OperationsMode,
  SignificanceLevel,
  TelecommandService,
} from '@app/contracts';
import { InstantColumn } from '@app/platform';

const schema = 'telemetry_command';

/** A command as it stands. */
@Entity({ schema, name: 'command' })
export class CommandEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) number!: string;
  @Column('uuid', { unique: true }) id!: string;
  @Column('text') mode!: OperationsMode;
  @Column('text') spacecraft!: string;
  @Column('text') name!: string;
  @Column('jsonb') arguments!: Record<string, ArgumentValue>;
  @Column('text') significance!: SignificanceLevel;
  @Column('boolean') hazardous!: boolean;
  @Column('text') service!: TelecommandService;
  @Column('text') author!: string;
  @Column('integer') holding!: number;
  @Column('text') member!: string;
  @Column('text', { nullable: true }) approver!: string | null;
  @Column('text', { nullable: true }) note!: string | null;
  @Column('text') state!: CommandState;
  @Column('text', { nullable: true }) askedContact!: string | null;
  @Column('text', { nullable: true }) contact!: string | null;
  @Column('text', { nullable: true }) antenna!: string | null;
  @Column('text', { nullable: true }) agreement!: string | null;
  @Column('smallint', { nullable: true }) apid!: number | null;
  @Column('smallint', { nullable: true }) sequenceCount!: number | null;
  @Column('bytea', { nullable: true }) packet!: Uint8Array | null;
  @InstantColumn() authoredAt!: string;
  @InstantColumn({ nullable: true }) queuedAt!: string | null;
  @Column('text', { nullable: true }) refusedIn!: string | null;
}

/** One thing that happened to a command. */
@Entity({ schema, name: 'command_stage' })
export class CommandStageEntity {
  @PrimaryColumn('uuid') commandId!: string;
  @ManyToOne(() => CommandEntity, { nullable: false })
  @JoinColumn({ referencedColumnName: 'id' })
  command!: CommandEntity;
  @PrimaryColumn('integer') position!: number;
  @Column('text') stage!: CommandStage['stage'];
  @Column('text') outcome!: CommandStage['outcome'];
  @InstantColumn() at!: string;
  @Column('text', { nullable: true }) by!: string | null;
  @Column('text', { nullable: true }) detail!: string | null;
  @Column('smallint', { nullable: true }) frameSequenceNumber!: number | null;
  @Column('uuid', { nullable: true }) cltu!: string | null;
  @Column('text', { nullable: true }) stationLog!: string | null;
  @Column('bigint', { nullable: true }) stationSequence!: string | null;
  @InstantColumn({ nullable: true }) earthReceiveTime!: string | null;
}

/** The count that the next telecommand packet of an application on board gets. */
@Entity({ schema, name: 'sequence_count' })
export class SequenceCountEntity {
  @PrimaryColumn('text') spacecraft!: string;
  @PrimaryColumn('smallint') apid!: number;
  @Column('integer') next!: number;
}
