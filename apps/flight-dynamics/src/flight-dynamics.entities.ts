import { Column, Entity, PrimaryColumn } from 'typeorm';
import type {
  ContactWindow,
  EarthOrientationSummary,
  ElementSetMessage,
  EphemerisSummary,
  Maneuver,
} from '@app/contracts';
import { InstantColumn } from '@app/platform';
import type { PredictionBasis } from './contact-windows/prediction-basis.js';

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

/** One spacecraft's part of an operator's ephemeris message, with the whole text. */
@Entity({ schema, name: 'ephemeris' })
export class EphemerisEntity {
  @PrimaryColumn('text') spacecraft!: string;
  @InstantColumn({ primary: true }) created!: string;
  @PrimaryColumn('text') source!: string;
  @InstantColumn() importedAt!: string;
  @InstantColumn() usableFrom!: string;
  @InstantColumn() usableTo!: string;
  @Column('text') text!: string;
  @Column('jsonb') document!: EphemerisSummary;
}

@Entity({ schema, name: 'maneuver' })
export class ManeuverEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') spacecraft!: string;
  @InstantColumn() endsAt!: string;
  @Column('text') plannedBy!: string;
  @Column('jsonb') document!: Maneuver;
}

/** One imported table of Earth orientation; the one imported last is used. */
@Entity({ schema, name: 'earth_orientation' })
export class EarthOrientationEntity {
  @InstantColumn({ primary: true }) importedAt!: string;
  @PrimaryColumn('text') source!: string;
  @Column('text') text!: string;
  @Column('jsonb') document!: Omit<EarthOrientationSummary, 'inUse'>;
}

@Entity({ schema, name: 'contact_window' })
export class ContactWindowEntity {
  @PrimaryColumn('text') id!: string;
  @Column('text') spacecraft!: string;
  @Column('text') antenna!: string;
  @InstantColumn() aos!: string;
  @InstantColumn() los!: string;
  @Column('jsonb') document!: ContactWindow;
}

/** What the windows of a spacecraft over an antenna were last predicted from, and over what time. */
@Entity({ schema, name: 'prediction' })
export class PredictionEntity {
  @PrimaryColumn('text') spacecraft!: string;
  @PrimaryColumn('text') antenna!: string;
  @InstantColumn() coveredFrom!: string;
  @InstantColumn() coveredTo!: string;
  @Column('jsonb') basis!: PredictionBasis;
}

export const flightDynamicsEntities = [
  ElementSetEntity,
  EphemerisEntity,
  ManeuverEntity,
  EarthOrientationEntity,
  ContactWindowEntity,
  PredictionEntity,
];
