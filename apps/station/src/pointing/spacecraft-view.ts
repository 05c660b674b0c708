import { elementSetFrom, type StationContact } from '@app/contracts';
import { createPropagator, type GeodeticPosition, lookAnglesAt, type Propagator } from '@app/orbit';
import { formatUtc, type Tai } from '@app/time';

/** Where a spacecraft stands as an antenna sees it: geometric, without refraction and light time. */
export interface SkyDirection {
  /** From north over east, 0 to 360. */
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
  readonly rangeKm: number;
}

/** The elements of a contact do not say where the spacecraft is. */
export class NoDirectionError extends Error {
  override readonly name = 'NoDirectionError';
  constructor(
    readonly contact: string,
    readonly at: string,
    readonly reason: string,
  ) {
    super(`${contact}: no direction at ${at} by the contact's elements: ${reason}`);
  }
}

/** The sky of one contact, by the elements that came with it: nobody has to be asked. */
export class SpacecraftView {
  private readonly propagator: Propagator;
  private readonly place: GeodeticPosition;
  private readonly contact: string;

  constructor({ contact, antenna, elementSet }: StationContact) {
    this.contact = contact.id;
    this.place = antenna;
    this.propagator = createPropagator(elementSetFrom(elementSet));
  }

  /** Throws NoDirectionError. */
  at(instant: Tai): SkyDirection {
    const angles = lookAnglesAt(this.propagator, this.place, instant);
    if (!angles.ok) throw new NoDirectionError(this.contact, formatUtc(instant), angles.reason);
    return { azimuthDeg: angles.azimuthDeg, elevationDeg: angles.elevationDeg, rangeKm: angles.rangeM / 1000 };
  }
}
