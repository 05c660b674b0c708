import { contactOrbitNumber, orbitPhaseRule } from '../propagation/orbit-number.js';
import { type Propagator } from '../propagation/propagator.js';
import { sgp4Trajectory } from '../trajectory/sgp4-trajectory.js';
import { type SampledPath } from '../trajectory/sampled-path.js';
import { type Trajectory } from '../trajectory/trajectory.js';
import { type ColumnStore } from './column-store.js';
import { SHORTEST_REST_S } from './meeting.js';
import { type Observer } from './observer.js';
import { OrbitCounter } from './orbit-counter.js';
import { type PastSearch, type PastWindow } from './past-search.js';

const FEWEST_REVOLUTIONS_OF_LOW_ORBIT = 11;
const ROUND_ECCENTRICITY = 0.05;
const LOWEST_COMMON_MASK_DEG = -5;
/** From the point below a spacecraft in a low orbit to where it is at that elevation, and some more. */
const WIDEST_VIEW_DEG = 50;

/** Orbit numbers and parts of windows, in their order. */
export interface WindowIdentities {
  readonly orbitNumber: Int32Array;
  readonly part: Uint16Array;
}

/**
 * Whether one orbit can have several windows at a station: a horizon with ridges or far below the level, an orbit that is not low and round,
 * or a place from where a low one is seen at its southernmost point, where orbits are told apart (see `contactOrbitNumber`).
 */
function canSplit({ mask, station }: Observer, { satrec, elementSet }: Propagator): boolean {
  if (!mask.flat || mask.lowestDeg <= LOWEST_COMMON_MASK_DEG) return true;
  const { meanMotionRevPerDay, eccentricity, inclinationDeg } = elementSet;
  if (satrec.method === 'd' || meanMotionRevPerDay < FEWEST_REVOLUTIONS_OF_LOW_ORBIT) return true;
  if (eccentricity > ROUND_ECCENTRICITY) return true;
  const southernmostDeg = -Math.min(inclinationDeg, 180 - inclinationDeg);
  const toldApartThere = orbitPhaseRule(station.latitudeDeg) !== 0;
  return toldApartThere && station.latitudeDeg - southernmostDeg < WIDEST_VIEW_DEG;
}

/**
 * How long a look back finds the rise of any window and, where an orbit can have several, the earlier ones: in revolutions. No pass of a low
 * orbit lasts half a revolution.
 */
function revolutionsBack(observer: Observer, counter: Propagator): number {
  return canSplit(observer, counter) ? 2 : 0.5;
}

const isOpenAtStart = (open: number): boolean => (open & 1) === 1;
const isOpenAtEnd = (open: number): boolean => (open & 2) === 2;

/** The windows of one path, by station and then by time, and what it takes to number them. */
export interface NumberedWindows {
  readonly store: ColumnStore;
  readonly path: SampledPath;
  /** The motion without the bounds of a piece, to look back along. */
  readonly history: Trajectory;
  readonly observers: readonly Observer[];
  readonly counter: Propagator | undefined;
}

/** The windows of some stations, each named at least once, before the path begins. */
function pastOf(
  past: PastSearch,
  { path, history, observers, counter }: NumberedWindows,
  stations: readonly number[],
): ReadonlyMap<number, readonly PastWindow[]> {
  if (stations.length === 0 || counter === undefined) return new Map();
  const once = [...new Set(stations)];
  const revolutions = once.reduce(
    (most, station) => Math.max(most, revolutionsBack(observers[station] as Observer, counter)),
    0,
  );
  // Before an ephemeris its spacecraft moved about as its elements say.
  return past.windowsBefore([history, sgp4Trajectory(counter)], once, path.fromSeconds, revolutions);
}

/**
 * Orbit numbers and parts, the same wherever the search begins: those of a window that its start cuts are those of its true AOS, found
 * before the start, and parts of the same orbit that came before the start count. A spacecraft that was up for a whole revolution (GEO) is
 * taken to rise at the start. Without a counter every number is 0.
 */
export function windowIdentities(past: PastSearch, windows: NumberedWindows): WindowIdentities {
  const { store, path, observers, counter } = windows;
  const orbitNumber = new Int32Array(store.count);
  const part = new Uint16Array(store.count);
  const [aos, open, station] = [store.column('aos'), store.column('open'), store.column('station')];
  const isFirst = (i: number): boolean => i === 0 || station[i - 1] !== station[i];
  const observerOf = (i: number): Observer => observers[station[i] as number] as Observer;

  const looksBack = (i: number): boolean =>
    isOpenAtStart(open[i] as number) || (isFirst(i) && counter !== undefined && canSplit(observerOf(i), counter));
  const lookingBack: number[] = [];
  for (let i = 0; i < store.count; i++) if (looksBack(i)) lookingBack.push(station[i] as number);
  const before = pastOf(past, windows, lookingBack);

  const numbers = counter === undefined || store.count === 0 ? undefined : new OrbitCounter(path, counter);
  for (let i = 0; i < store.count; i++) {
    const here = observerOf(i);
    const { latitudeDeg } = here.station;
    const clipped = isOpenAtStart(open[i] as number);
    if (numbers !== undefined) {
      const own = clipped ? before.get(station[i] as number)?.at(-1) : undefined;
      const rose = own !== undefined && isOpenAtEnd(own.open) && !isOpenAtStart(own.open);
      orbitNumber[i] = numbers.numberAt(rose ? own.aos : (aos[i] as number), latitudeDeg);
    }
    if (!isFirst(i)) {
      part[i] = orbitNumber[i - 1] === orbitNumber[i] ? (part[i - 1] as number) + 1 : 1;
      continue;
    }
    let parts = 0;
    if (counter !== undefined && canSplit(here, counter)) {
      const earlier = before.get(station[i] as number) ?? [];
      let k = earlier.length - 1;
      const last = earlier[k];
      // The beginning of the window itself, by more than rounding or by that alone.
      const isOwn = last !== undefined && (clipped || path.fromSeconds - last.aos < SHORTEST_REST_S);
      if (isOwn && isOpenAtEnd(last.open)) k--;
      for (; k >= 0; k--) {
        const { aos: rise, open: cut } = earlier[k] as PastWindow;
        if (isOpenAtStart(cut)) break;
        if (contactOrbitNumber(counter, path.instantAt(rise), latitudeDeg) !== orbitNumber[i]) break;
        parts++;
      }
    }
    part[i] = 1 + parts;
  }
  return { orbitNumber, part };
}
