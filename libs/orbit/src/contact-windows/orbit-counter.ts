import { TABLE_VALUES } from '@app/kernels';
import { contactOrbitNumber, orbitNumberAt, orbitPhaseRule } from '../propagation/orbit-number.js';
import { type Propagator } from '../propagation/propagator.js';
import { type SampledPath } from '../trajectory/sampled-path.js';

/** This near to where an orbit begins, and for orbits that have no clear one, the number comes from exact states. */
const NEAR_S = 5;
const SMALLEST_INCLINATION_DEG = 1;

/** Where a quantity of the nodes goes from below zero to above it, by straight lines: good to a fraction of a second. */
function risings(path: SampledPath, at: (row: number) => number): number[] {
  const { fromSeconds, stepS, intervals } = path;
  const times: number[] = [];
  let before = at(0);
  for (let i = 1; i <= intervals; i++) {
    const here = at(i * TABLE_VALUES);
    if (before <= 0 && here > 0) times.push(fromSeconds + (i - 1 + before / (before - here)) * stepS);
    before = here;
  }
  return times;
}

function upTo(times: readonly number[], seconds: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) <= seconds) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Count {
  readonly base: number | undefined;
  readonly times: readonly number[];
}

/** Orbit numbers of many contacts of one spacecraft: what `contactOrbitNumber` gives, counted once along its path. */
export class OrbitCounter {
  private readonly byNode: Count;
  private readonly bySouth: Count;

  constructor(
    private readonly path: SampledPath,
    private readonly propagator: Propagator,
  ) {
    const { table } = path;
    const { inclinationDeg } = propagator.elementSet;
    const clear =
      propagator.satrec.method === 'n' &&
      inclinationDeg > SMALLEST_INCLINATION_DEG &&
      inclinationDeg < 180 - SMALLEST_INCLINATION_DEG;
    const z = (row: number): number => table[row + 2] as number;
    /** Has the sign of the slope of z over the distance: zero where the spacecraft is farthest south. */
    const south = (row: number): number => {
      const [x, y, zz] = [table[row] as number, table[row + 1] as number, z(row)];
      const [vx, vy, vz] = [table[row + 3] as number, table[row + 4] as number, table[row + 5] as number];
      return vz * (x * x + y * y) - zz * (x * vx + y * vy);
    };
    const count = (ahead: number, at: (row: number) => number): Count =>
      clear
        ? {
            base: orbitNumberAt(propagator, path.instantAt(path.fromSeconds), ahead),
            times: risings(path, at),
          }
        : { base: undefined, times: [] };
    this.byNode = count(0, z);
    this.bySouth = count(Math.PI / 2, south);
  }

  /** The number of a contact that rises at `seconds`; the revolution at the epoch where SGP4 gives no state. */
  numberAt(seconds: number, stationLatitudeDeg: number): number {
    const { base, times } = orbitPhaseRule(stationLatitudeDeg) === 0 ? this.byNode : this.bySouth;
    const { path, propagator } = this;
    if (base !== undefined && seconds >= path.fromSeconds + NEAR_S && seconds <= path.toSeconds) {
      const count = upTo(times, seconds);
      const since = seconds - (times[count - 1] ?? Number.NEGATIVE_INFINITY);
      const until = (times[count] ?? Number.POSITIVE_INFINITY) - seconds;
      if (since > NEAR_S && until > NEAR_S) return base + count;
    }
    return (
      contactOrbitNumber(propagator, path.instantAt(seconds), stationLatitudeDeg) ??
      propagator.elementSet.revolutionAtEpoch
    );
  }
}
