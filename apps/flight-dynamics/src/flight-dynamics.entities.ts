import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { ContactWindow, ElementSetMessage } from '@app/contracts';
import { InstantColumn } from '@app/platform';

const schema = 'flight_dynamics';

/** One published element set; the history is kept. */
@Entity({ schema, name: 'element_set' })
export class ElementSetEntity {
  @PrimaryColumn('text') spacecraft!: string;
  @InstantColumn({ primary: true }) epoch!: string;
  @PrimaryColumn('text') source!: string;
  @InstantColumn() importedAt!: string;
  @Column('jsonb') document!: ElementSetMessage;
}

@Entity({ schema, name: 'contact_window' })
export class ContactWindowEntity {
  @PrimaryColumn('text') id!: string;
  @Column('text') spacecraft!: string;
  @Column('text') antenna!: string;
  @Index() @InstantColumn() aos!: string;
  @InstantColumn() los!: string;
  @Column('jsonb') document!: ContactWindow;
}

export const flightDynamicsEntities = [ElementSetEntity, ContactWindowEntity];
