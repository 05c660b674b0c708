import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type {
  AgreementId,
  AntennaId,
  AuditEntry,
  AuthorityRule,
  MemberId,
  OperationsMode,
  SpacecraftId,
  UserId,
} from '@app/contracts';
import { InstantColumn } from '@app/platform';

/** One decision. The table refuses to be changed. */
@Entity({ schema: 'service_management', name: 'audit_entry' })
export class AuditEntryEntity {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: string;
  @Column('text') mode!: OperationsMode;
  @InstantColumn() wallTime!: string;
  @InstantColumn() missionTime!: string;
  @Column('text', { nullable: true }) user!: UserId | null;
  @Column('text', { nullable: true }) member!: MemberId | null;
  @Column('text') actor!: string;
  @Column('text') operation!: AuditEntry['operation'];
  @Column('text') door!: string;
  @Column('text', { nullable: true }) spacecraft!: SpacecraftId | null;
  @Column('text', { nullable: true }) antenna!: AntennaId | null;
  @Column('text', { nullable: true }) subject!: string | null;
  @Column('boolean') allowed!: boolean;
  @Column('text') rule!: AuthorityRule;
  @Column('text') explanation!: string;
  @Column('text', { nullable: true }) agreement!: AgreementId | null;
}
