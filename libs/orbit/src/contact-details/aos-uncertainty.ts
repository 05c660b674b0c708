import { findExtremum, findRoot } from '../contact-windows/root-finding.js';
import { EARTH_RATE_RAD_PER_S } from '../frames/sidereal-time.js';
import { type TopocentricFrame, directionTo } from '../frames/topocentric.js';
import { type EarthFixedPath } from '../trajectory/earth-fixed-path.js';

// A spacecraft that is s metres ahead on its track is where it should be s / v later, but over an Earth that has not turned meanwhile.
// The contact is searched again for one sigma ahead and one behind: that has the geometry in it, also of grazing passes, whose AOS
// moves much more than s / v.

/**
 * Times of a contact, in seconds since the path's start. AOS and LOS count as crossings of the elevations they have now: at the clipped
 * end of an open contact a sigma means nothing.
 */
export interface ContactTimes {
  readonly aosSeconds: number;
  readonly tcaSeconds: number;
  readonly losSeconds: number;
}

/** 1 sigma of each time for one sigma along the track, in seconds. */
export interface ContactTimeSigmas {
  readonly aosS: number;
  readonly tcaS: number;
  readonly losS: number;
  /** True when one sigma is enough for the spacecraft not to rise above the elevation of AOS or LOS. */
  readonly mayNotRise: boolean;
}

/** Rounds of doubling in which a crossing is looked for outwards. */
const MAX_ROUNDS = 12;

class ShiftedContact {
  private readonly scratch = new Float64Array(6);

  constructor(
    private readonly path: EarthFixedPath,
    private readonly frame: TopocentricFrame,
    private readonly aheadS: number,
  ) {}

  /** Elevation in radians of the spacecraft that is `aheadS` ahead on its track; the last known one where there is no state. */
  readonly elevationAt = (seconds: number): number => {
    this.path.stateInto(seconds + this.aheadS, this.scratch);
    const [x = 0, y = 0, z = 0] = this.scratch;
    const turn = EARTH_RATE_RAD_PER_S * this.aheadS;
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    return directionTo(this.frame, cos * x - sin * y, sin * x + cos * y, z).elevationRad;
  };

  tcaNear({ aosSeconds, tcaSeconds, losSeconds }: ContactTimes): number {
    const reach = 2 * Math.abs(this.aheadS) + (losSeconds - aosSeconds) / 2 + 1;
    return findExtremum(
      this.elevationAt,
      tcaSeconds,
      1 + Math.abs(this.aheadS),
      tcaSeconds - reach,
      tcaSeconds + reach,
    );
  }

  /** Where the elevation passes `level` between the highest point and a time beyond the nominal crossing. */
  crossing(level: number, top: number, nominal: number): number | undefined {
    const above = (seconds: number): number => this.elevationAt(seconds) - level;
    if (!(above(top) > 0)) return undefined;
    const outwards = nominal < top ? -1 : 1;
    for (let round = 0, reach = 1 + 2 * Math.abs(this.aheadS); round < MAX_ROUNDS; round++, reach *= 2) {
      const beyond = nominal + outwards * reach;
      if (above(beyond) > 0 || beyond > top !== outwards > 0) continue;
      return findRoot(above, Math.min(top, beyond), Math.max(top, beyond));
    }
    return undefined;
  }
}

function alongTrackSpeed(path: EarthFixedPath, seconds: number): number {
  const state = new Float64Array(6);
  path.stateInto(seconds, state);
  const [x = 0, y = 0, , vx = 0, vy = 0, vz = 0] = state;
  return Math.hypot(vx - EARTH_RATE_RAD_PER_S * y, vy + EARTH_RATE_RAD_PER_S * x, vz);
}

/**
 * What an uncertainty along the track (1 sigma, m) does to a contact's times. Where one sigma ahead or behind takes the contact away,
 * `mayNotRise` is set and the sigmas of AOS and LOS are their distances from TCA, at least: nothing larger can be said.
 */
export function contactTimeSigmas(
  path: EarthFixedPath,
  frame: TopocentricFrame,
  contact: ContactTimes,
  alongTrackM: number,
): ContactTimeSigmas {
  const speed = alongTrackSpeed(path, contact.tcaSeconds);
  if (!(alongTrackM > 0) || speed === 0) return { aosS: 0, tcaS: 0, losS: 0, mayNotRise: false };
  const nominal = new ShiftedContact(path, frame, 0);
  const level = { aos: nominal.elevationAt(contact.aosSeconds), los: nominal.elevationAt(contact.losSeconds) };
  const [ahead, behind] = [1, -1].map((side) => {
    const shifted = new ShiftedContact(path, frame, (side * alongTrackM) / speed);
    const tca = shifted.tcaNear(contact);
    return {
      tca,
      aos: shifted.crossing(level.aos, tca, contact.aosSeconds),
      los: shifted.crossing(level.los, tca, contact.losSeconds),
    };
  });
  const sigma = (a: number | undefined, b: number | undefined, at: number, lost: number): number => {
    const moved = Math.max(a === undefined ? 0 : Math.abs(a - at), b === undefined ? 0 : Math.abs(b - at));
    return a === undefined || b === undefined ? Math.max(moved, lost) : moved;
  };
  const { aosSeconds, tcaSeconds, losSeconds } = contact;
  return {
    aosS: sigma(ahead?.aos, behind?.aos, aosSeconds, tcaSeconds - aosSeconds),
    tcaS: sigma(ahead?.tca, behind?.tca, tcaSeconds, 0),
    losS: sigma(ahead?.los, behind?.los, losSeconds, losSeconds - tcaSeconds),
    mayNotRise: [ahead, behind].some((side) => side?.aos === undefined || side.los === undefined),
  };
}
