import { geodeticToItrf, type GeodeticPosition } from '../frames/geodetic.js';
import { type EarthFixedPath } from '../trajectory/earth-fixed-path.js';
import { LineOfSight, SPEED_OF_LIGHT_MPS } from './line-of-sight.js';
import { ProfileError } from './profile.error.js';
import { type MissingRows, keepRows, sampleTimes } from './sample-times.js';

// One-way Doppler from the light-time range rho(t), t at the ground: received f (1 - rho'/c) on the way down, f / (1 + rho'/c) on the
// way up. That is exact in coordinate time, also in second order of v/c. Left out: how differently the two clocks run by velocity and
// gravity, the same formula's relativistic part. In orbits of 500 to 800 km it is -2.3e-10 to -2.7e-10 of the frequency down: half a hertz at 2.2 GHz,
// two at 8.2 GHz, constant to 1 % along a contact in a circular orbit, and far below what an oscillator on board is off. The
// atmosphere is left out, too.

/** Nominal carrier frequencies in Hz, above 0; a direction that is left out has no columns. */
export interface DopplerLink {
  readonly downlinkHz?: number;
  readonly uplinkHz?: number;
}

/** The signal that arrives at the ground at the row's time. */
export interface DownlinkDoppler {
  readonly nominalHz: number;
  readonly lightTimeS: Float64Array;
  /** Received less nominal frequency. */
  readonly offsetHz: Float64Array;
  readonly rateHzPerS: Float64Array;
}

/** The signal that leaves the ground at the row's time. Rates are by the ground's time. */
export interface UplinkDoppler {
  readonly nominalHz: number;
  readonly lightTimeS: Float64Array;
  /** What the spacecraft receives less nominal, when the ground sends at nominal. */
  readonly receivedOffsetHz: Float64Array;
  readonly receivedRateHzPerS: Float64Array;
  /** What the ground must send less nominal, for the signal to arrive at nominal. */
  readonly transmitOffsetHz: Float64Array;
  readonly transmitRateHzPerS: Float64Array;
}

/** Columns of one length. */
export interface DopplerProfile {
  /** Time at the ground, since the path's start. */
  readonly seconds: Float64Array;
  /** Geometric, both ends at the row's time. */
  readonly rangeM: Float64Array;
  /** Slope of the geometric range; positive while it grows. */
  readonly rangeRateMps: Float64Array;
  readonly downlink: DownlinkDoppler | undefined;
  readonly uplink: UplinkDoppler | undefined;
  readonly missing: MissingRows | undefined;
}

function assertFrequency(field: string, hz: number | undefined): void {
  if (hz !== undefined && !(hz > 0 && Number.isFinite(hz))) throw new ProfileError(field, 'more than 0 Hz', String(hz));
}

/**
 * Range and Doppler of a spacecraft over a place: from `from` to `to` (seconds since the path's start) every `stepS`, `to` included.
 * Rows without a state are left out and told in `missing`. Light time is solved to 1e-12 s with the Earth's rotation under way; the
 * offsets of a smooth trajectory are right to 1e-4 Hz at 2.2 GHz for the positions it gives. Throws ProfileError.
 */
export function dopplerProfile(
  path: EarthFixedPath,
  place: GeodeticPosition,
  from: number,
  to: number,
  stepS: number,
  link: DopplerLink,
): DopplerProfile {
  assertFrequency('downlinkHz', link.downlinkHz);
  assertFrequency('uplinkHz', link.uplinkHz);
  const times = sampleTimes(from, to, stepS);
  const sight = new LineOfSight(path, geodeticToItrf(place));
  const column = (): Float64Array => new Float64Array(times.length);
  const [seconds, rangeM, rangeRateMps] = [column(), column(), column()];
  const down = { lightTimeS: column(), offsetHz: column(), rateHzPerS: column() };
  const up = {
    lightTimeS: column(),
    receivedOffsetHz: column(),
    receivedRateHzPerS: column(),
    transmitOffsetHz: column(),
    transmitRateHzPerS: column(),
  };
  const { downlinkHz, uplinkHz } = link;
  const { rows, missing } = keepRows(times, (at, row) => {
    const code = sight.moveTo(at);
    if (code !== 0) return code;
    seconds[row] = at;
    sight.solve('geometric');
    rangeM[row] = sight.rangeM;
    rangeRateMps[row] = sight.rangeRateMps;
    if (downlinkHz !== undefined) {
      sight.solve('received');
      down.lightTimeS[row] = sight.lightTimeS;
      down.offsetHz[row] = (-downlinkHz * sight.rangeRateMps) / SPEED_OF_LIGHT_MPS;
      down.rateHzPerS[row] = (-downlinkHz * sight.rangeAccelerationMps2) / SPEED_OF_LIGHT_MPS;
    }
    if (uplinkHz !== undefined) {
      sight.solve('sent');
      const stretch = 1 + sight.rangeRateMps / SPEED_OF_LIGHT_MPS;
      up.lightTimeS[row] = sight.lightTimeS;
      up.transmitOffsetHz[row] = (uplinkHz * sight.rangeRateMps) / SPEED_OF_LIGHT_MPS;
      up.transmitRateHzPerS[row] = (uplinkHz * sight.rangeAccelerationMps2) / SPEED_OF_LIGHT_MPS;
      up.receivedOffsetHz[row] = -up.transmitOffsetHz[row] / stretch;
      up.receivedRateHzPerS[row] = -up.transmitRateHzPerS[row] / stretch ** 2;
    }
    return 0;
  });
  const cut = <Columns extends Record<string, Float64Array>>(columns: Columns): Columns =>
    Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.subarray(0, rows)])) as Columns;
  return {
    ...cut({ seconds, rangeM, rangeRateMps }),
    downlink: downlinkHz === undefined ? undefined : { nominalHz: downlinkHz, ...cut(down) },
    uplink: uplinkHz === undefined ? undefined : { nominalHz: uplinkHz, ...cut(up) },
    missing,
  };
}
