// The tasks: element sets and stations, made here or read from the oracle where it is at hand.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseElements } from '../../dist/libs/orbit/src/index.js';
import { parseUtc } from '../../dist/libs/time/src/index.js';

const seed = (name) => readFileSync(new URL(`../../db/seeds/${name}`, import.meta.url), 'utf8');
const oracleFolder = process.env.SMMS_ORACLES ?? fileURLToPath(new URL('../../../shared/oracles', import.meta.url));
export const MASK_DEG = 5;

/** 11 spacecraft, 14 stations, 7 days: the oracle's, with its passes, or the reference constellation with none. */
export function constellationTask() {
  const file = join(oracleFolder, 'flight-dynamics', 'oracle-passes-simple.json');
  if (existsSync(file)) {
    const oracle = JSON.parse(readFileSync(file, 'utf8'));
    const text = oracle.satellites.map(({ name, line1, line2 }) => `${name}\n${line1}\n${line2}`).join('\n');
    return {
      name: 'oracle-passes-simple.json',
      elementSets: parseElements(text, file).elementSets,
      stations: oracle.stations.map(({ id, name, latDeg, lonDeg, altM }) => ({
        ...{ id, name, latitudeDeg: latDeg, longitudeDeg: lonDeg, heightM: altM },
        minElevationDeg: oracle.minElevationDeg,
      })),
      start: parseUtc(oracle.window.start),
      end: parseUtc(oracle.window.end),
      passes: oracle.passes,
    };
  }
  const { antennas } = JSON.parse(seed('constellation.json'));
  return {
    name: 'the reference constellation (no oracle here: errors are not printed)',
    elementSets: ['in-orbit', 'planned'].flatMap(
      (kind) => parseElements(seed(`element-sets-${kind}.omm.json`), kind).elementSets,
    ),
    stations: antennas
      .slice(0, 14)
      .map(({ horizonMask: _, ...antenna }) => ({ ...antenna, minElevationDeg: MASK_DEG })),
    start: parseUtc('2026-04-24T12:00:00Z'),
    end: parseUtc('2026-05-01T12:00:00Z'),
    passes: undefined,
  };
}

/** Numbers from 0 to 1, the same in every run. */
function seeded(state) {
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Made-up low orbits of all inclinations, and stations all over the Earth, one day. */
export function syntheticTask(spacecraft, stationCount = 100) {
  const random = seeded(20_261_130);
  const start = parseUtc('2026-04-24T12:00:00Z');
  const elementSets = Array.from({ length: spacecraft }, (_, i) => ({
    objectName: `SYNTHETIC-${i + 1}`,
    objectId: undefined,
    catalogNumber: 799_000_000 + i,
    epoch: start - BigInt(Math.floor(random() * 86_400e9)),
    meanMotionRevPerDay: 13.2 + 2.3 * random(),
    eccentricity: 0.0001 + 0.01 * random(),
    inclinationDeg: [53, 70, 86.4, 97.6, 98.2, 45][i % 6] + random(),
    raanDeg: 360 * random(),
    argumentOfPericenterDeg: 360 * random(),
    meanAnomalyDeg: 360 * random(),
    bstar: 2e-4 * random(),
    meanMotionDot: 0,
    meanMotionDdot: 0,
    revolutionAtEpoch: 1000,
    elementSetNumber: 1,
    classification: 'U',
    source: { format: 'omm-json', name: 'synthetic', text: '' },
  }));
  const stations = Array.from({ length: stationCount }, (_, i) => ({
    id: `S${i + 1}`,
    name: `Station ${i + 1}`,
    latitudeDeg: (Math.asin(2 * random() - 1) * 180) / Math.PI,
    longitudeDeg: 360 * random() - 180,
    heightM: 2000 * random(),
    minElevationDeg: MASK_DEG,
  }));
  return { elementSets, stations, start, end: start + 86_400_000_000_000n };
}
