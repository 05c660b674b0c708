// Contact windows of the reference constellation, three spacecraft over sixteen antennas for seven days: our finder against stepping
// satellite.js by ten seconds and bisecting the crossings, in the same run. Prints medians of CPU time and the ratio.
//   npm run bench -- contacts
import { readFileSync } from 'node:fs';
import { degreesToRadians, ecfToLookAngles, eciToEcf, gstime, json2satrec, propagate } from 'satellite.js';
import { findManyContactWindows, parseElements } from '../dist/libs/orbit/src/index.js';
import { parseUtc, unixNsFromTai } from '../dist/libs/time/src/index.js';

const omm = readFileSync(new URL('../db/seeds/element-sets-in-orbit.omm.json', import.meta.url), 'utf8');
const { antennas } = JSON.parse(readFileSync(new URL('../db/seeds/constellation.json', import.meta.url), 'utf8'));
const start = parseUtc('2026-04-24T12:00:00Z');
const end = parseUtc('2026-05-01T12:00:00Z');
const MASK_DEG = 5;
const RUNS = 5;

function ours() {
  const { elementSets } = parseElements(omm, 'seed');
  const found = findManyContactWindows({
    spacecraft: elementSets.map((elementSet) => ({ spacecraft: elementSet.objectName, elementSet })),
    stations: antennas.map(({ horizonMask: _mask, ...antenna }) => ({ ...antenna, minElevationDeg: MASK_DEG })),
    start,
    end,
    earthOrientation: 'none',
  });
  return found.contactWindows.length;
}

function stepping() {
  const from = Number(unixNsFromTai(start) / 1_000_000n);
  const to = Number(unixNsFromTai(end) / 1_000_000n);
  let windows = 0;
  for (const set of JSON.parse(omm)) {
    const satrec = json2satrec(set);
    for (const antenna of antennas) {
      const site = {
        latitude: degreesToRadians(antenna.latitudeDeg),
        longitude: degreesToRadians(antenna.longitudeDeg),
        height: antenna.heightM / 1000,
      };
      const mask = degreesToRadians(MASK_DEG);
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
      for (let ms = from + 10_000; ms <= to; ms += 10_000) {
        const now = above(ms);
        if (before < 0 !== now < 0) {
          crossing(ms - 10_000, ms);
          if (now > 0) windows++;
        }
        before = now;
      }
    }
  }
  return windows;
}

function median(work) {
  const times = [];
  let windows = 0;
  for (let i = 0; i < RUNS; i++) {
    const before = process.cpuUsage();
    windows = work();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1e6);
  }
  return { windows, seconds: times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] };
}

const [mine, naive] = [median(ours), median(stepping)];
console.log(
  `contact windows: ${mine.windows} in ${mine.seconds.toFixed(3)} s CPU; stepping finds ${naive.windows} in ${naive.seconds.toFixed(3)} s CPU; ratio ${(naive.seconds / mine.seconds).toFixed(1)}`,
);
