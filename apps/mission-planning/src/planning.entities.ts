import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Contact, ContactState, LostConflict, OperationsMode, ServiceRequest } from '@app/contracts';
import { type InstantRange, InstantRangeColumn } from '@app/platform';

const schema = 'mission_planning';

@Entity({ schema, name: 'service_request' })
export class ServiceRequestEntity {
  @PrimaryColumn('text') id!: string;
  @Column('text') spacecraft!: string;
  @Column('integer') priority!: number;
  @Column('jsonb') document!: ServiceRequest;
}

@Entity({ schema, name: 'contact' })
export class ContactEntity {
  @PrimaryColumn('text') id!: string;
  @Column('text') mode!: OperationsMode;
  @Column('text') state!: ContactState;
  @Column('text') spacecraft!: string;
  @Index()
  @Column('text')
  site!: string;
  @Column('text') antenna!: string;
  @ForeignKey(() => ServiceRequestEntity)
  @Column('text')
  request!: string;
  @Column('text') agreement!: string;
  @Column('boolean') uplink!: boolean;
  /** Set-up and tear-down included, half-open. */
  @InstantRangeColumn() period!: InstantRange;
  @Column('jsonb') document!: Contact;
}

@Entity({ schema, name: 'lost_window' })
export class LostWindowEntity {
  @PrimaryColumn('text') window!: string;
  @PrimaryColumn('text') request!: string;
  @Column('text') rule!: string;
  @Column('text', { nullable: true }) winner!: string | null;
  @Column('jsonb') document!: LostConflict;
}

export const missionPlanningEntities = [ServiceRequestEntity, ContactEntity, LostWindowEntity];
