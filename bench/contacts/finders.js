// Our finder, and the naive one: satellite.js every ten seconds, and the crossings bisected to a millisecond.
import { degreesToRadians, ecfToLookAngles, eciToEcf, gstime, json2satrec, propagate } from 'satellite.js';
import {
  ColumnSearch,
  findManyContactWindows,
  geometricElevation,
  prepareSubject,
} from '../../dist/libs/orbit/src/index.js';
import { formatUtc, unixNsFromTai } from '../../dist/libs/time/src/index.js';

const subjectsOf = ({ elementSets }) =>
  elementSets.map((elementSet) => ({ spacecraft: elementSet.objectName, elementSet }));

/** Contact windows as objects, sorted. */
export function windowsOf(task) {
  return findManyContactWindows({ ...task, spacecraft: subjectsOf(task), earthOrientation: 'none' }).contactWindows;
}

/** The same in columns, one spacecraft after the other, nothing kept: gives the number of windows. */
export function streamColumns({ stations, start, end, ...task }, look = () => {}) {
  const search = new ColumnSearch(stations, start, end, 'none', geometricElevation);
  let windows = 0;
  for (const subject of subjectsOf(task)) {
    const { columns } = search.windowsOf(prepareSubject(subject));
    look(subject, columns);
    windows += columns.count;
  }
  return windows;
}

export function satrecOf(set) {
  return json2satrec({
    OBJECT_NAME: set.objectName,
    OBJECT_ID: set.objectId ?? '',
    NORAD_CAT_ID: set.catalogNumber,
    EPOCH: formatUtc(set.epoch).slice(0, 23),
    MEAN_MOTION: set.meanMotionRevPerDay,
    ECCENTRICITY: set.eccentricity,
    INCLINATION: set.inclinationDeg,
    RA_OF_ASC_NODE: set.raanDeg,
    ARG_OF_PERICENTER: set.argumentOfPericenterDeg,
    MEAN_ANOMALY: set.meanAnomalyDeg,
    EPHEMERIS_TYPE: 0,
    CLASSIFICATION_TYPE: 'U',
    ELEMENT_SET_NO: 1,
    REV_AT_EPOCH: 1,
    BSTAR: set.bstar,
    MEAN_MOTION_DOT: set.meanMotionDot,
    MEAN_MOTION_DDOT: set.meanMotionDdot,
  });
}

/** Stepping and bisection; gives the number of windows. */
export function stepping({ elementSets, stations, start, end }, stepS = 10) {
  const from = Number(unixNsFromTai(start) / 1_000_000n);
  const to = Number(unixNsFromTai(end) / 1_000_000n);
  let windows = 0;
  for (const set of elementSets) {
    const satrec = satrecOf(set);
    for (const station of stations) {
      const site = {
        latitude: degreesToRadians(station.latitudeDeg),
        longitude: degreesToRadians(station.longitudeDeg),
        height: station.heightM / 1000,
      };
      const mask = degreesToRadians(station.minElevationDeg);
      const above = (ms) => {
        const at = new Date(ms);
        return ecfToLookAngles(site, eciToEcf(propagate(satrec, at).position, gstime(at))).elevation - mask;
      };
      const crossing = (low, high) => {
        const rising = above(low) < 0;
        while (high - low > 1) {
          const middle = (low + high) / 2;
          if (above(middle) < 0 === rising) low = middle;
          else high = middle;
        }
        return high;
      };
      let before = above(from);
      if (before > 0) windows++;
      for (let ms = from + 1000 * stepS; ms <= to; ms += 1000 * stepS) {
        const now = above(ms);
        if (before < 0 !== now < 0) {
          crossing(ms - 1000 * stepS, ms);
          if (now > 0) windows++;
        }
        before = now;
      }
    }
  }
  return windows;
}
