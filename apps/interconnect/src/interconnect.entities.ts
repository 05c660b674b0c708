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

export const interconnectEntities = [RouteCursorEntity, FrameAccountEntity];
