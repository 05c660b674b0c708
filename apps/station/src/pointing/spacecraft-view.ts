import { elementSetFrom, type StationContact } from '@app/contracts';
import {
  createPropagator,
  EarthFixedPath,
  type GeodeticPosition,
  lookAnglesAt,
  type PointingProfile,
  pointingProfile,
  type Propagator,
  sgp4Trajectory,
  topocentricFrame,
} from '@app/orbit';
import { formatUtc, secondsBetween, type Tai } from '@app/time';

/** Where a spacecraft stands as an antenna sees it: geometric, without refraction and light time. */
export interface SkyDirection {
  /** From north over east, 0 to 360. */
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
  readonly rangeKm: number;
}

/** Between two rows of a profile, seconds; its curve has more where the sky turns faster. */
const PROFILE_STEP_S = 2;

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

  /** Where to point from `start` to `end`, by seconds since `start`: the directions that `at` gives. Throws NoDirectionError. */
  profile(start: Tai, end: Tai): PointingProfile {
    const path = new EarthFixedPath(sgp4Trajectory(this.propagator), start, 'none');
    const durationS = Math.max(PROFILE_STEP_S, secondsBetween(start, end));
    const profile = pointingProfile(path, topocentricFrame(this.place), 0, durationS, PROFILE_STEP_S);
    if (profile.missing !== undefined)
      throw new NoDirectionError(this.contact, formatUtc(start), 'the orbit gives out');
    return profile;
  }
}
