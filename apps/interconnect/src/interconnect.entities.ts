import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InstantColumn } from '@app/platform';

const schema = 'interconnect';

/** How far a station's log is routed. */
@Entity({ schema, name: 'route_cursor' })
export class RouteCursorEntity {
  @PrimaryColumn('text') log!: string;
  @Column('text') incarnation!: string;
  @Column('bigint') sequence!: string;
}

/** What became of the frames of one contact at one site. Spacecraft and contact are empty where the record could not be read. */
@Entity({ schema, name: 'frame_account' })
export class FrameAccountEntity {
  @PrimaryColumn('text') site!: string;
  @PrimaryColumn('text') spacecraft!: string;
  @PrimaryColumn('text') contact!: string;
  @PrimaryColumn('text') outcome!: 'delivered' | 'not-routed' | 'refused';
  @PrimaryColumn('text') reason!: string;
  @Column('bigint') frames!: string;
  @Column('bigint') octets!: string;
  @Column('bigint') firstSequence!: string;
  @Column('bigint') lastSequence!: string;
  @InstantColumn({ nullable: true }) firstEarthReceiveTime!: string | null;
  @InstantColumn({ nullable: true }) lastEarthReceiveTime!: string | null;
  @Column('text') detail!: string;
}

/** One CLTU on its way from a mission to a station, and what became of it. */
@Entity({ schema, name: 'cltu' })
export class CltuEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') mode!: string;
  @Column('text') spacecraft!: string;
  @Column('text') contact!: string;
  @Column('text', { nullable: true }) site!: string | null;
  @Column('text', { nullable: true }) antenna!: string | null;
  @Column('text', { nullable: true }) agreement!: string | null;
  @Column('integer') octets!: number;
  @InstantColumn() askedAt!: string;
  @Column('text', { nullable: true }) answer!: 'accepted' | 'refused' | null;
  @Column('text', { nullable: true }) rule!: string | null;
  @Column('text', { nullable: true }) explanation!: string | null;
  @Column('text', { nullable: true }) outcome!: 'radiated' | 'not-radiated' | null;
  @InstantColumn({ nullable: true }) radiationStart!: string | null;
  @InstantColumn({ nullable: true }) radiationEnd!: string | null;
}

export const interconnectEntities = [RouteCursorEntity, FrameAccountEntity, CltuEntity];
