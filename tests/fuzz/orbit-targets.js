// Damaged texts to every reader of libs/orbit, and odd orbits to the contact search. A reader may throw its typed error and nothing else;
// a search may throw nothing, and its windows are in order.
import { readFileSync } from 'node:fs';
import * as orbit from '../../dist/libs/orbit/src/index.js';
import { parseUtc } from '../../dist/libs/time/src/index.js';
import { BrokenLaw } from './ccsds-targets.js';

const typed = [
  orbit.ElementFileError,
  orbit.EphemerisFileError,
  orbit.EphemerisError,
  orbit.EarthOrientationError,
  orbit.ElementWriteError,
];

function must(law, holds) {
  if (!holds) throw new BrokenLaw(law);
}

const start = parseUtc('2026-04-24T12:00:00Z');
const seeds = readFileSync(new URL('../../db/seeds/element-sets-in-orbit.omm.json', import.meta.url), 'utf8');
const { elementSets } = orbit.parseElements(seeds, 'seed');
const header = { originator: 'SMMS', created: start };
const elementTexts = [
  seeds,
  orbit.toOmmKvn(elementSets, header),
  orbit.toOmmXml(elementSets, header),
  orbit.toOmmCsv(elementSets),
  elementSets.map((set) => [set.objectName, ...orbit.toTle(set)].join('\n')).join('\n'),
];

const segment = orbit.sampleEphemeris(orbit.sgp4Trajectory(orbit.createPropagator(elementSets[0])), {
  ...{ objectName: 'X', objectId: '2013-018A', from: start, to: start + 900_000_000_000n, stepSeconds: 60 },
  ...{ interpolation: 'LAGRANGE', interpolationDegree: 7 },
});
const oem = { ...header, messageId: undefined, classification: undefined, comments: [], segments: [segment] };
const ephemerisTexts = [orbit.toOemKvn(oem), orbit.toOemXml(oem)];

const eopTexts = [
  JSON.stringify([
    { utc: '2026-04-24T00:00:00Z', dut1Seconds: 0.05, xpArcsec: 0.1, ypArcsec: 0.3 },
    { utc: '2026-04-25T00:00:00Z', dut1Seconds: 0.051, xpArcsec: 0.1, ypArcsec: 0.3 },
  ]),
];

/** A text with octets changed, and now and then a line repeated, left out or moved. */
function spoilt(seeded, text) {
  const lines = text.split('\n');
  if (seeded.onceIn(3)) {
    const at = seeded.below(lines.length);
    const [line] = lines.splice(at, seeded.below(2));
    if (line !== undefined && seeded.onceIn(2)) lines.splice(seeded.below(lines.length + 1), 0, line, line);
  }
  return Buffer.from(seeded.mutated(Buffer.from(lines.join('\n')))).toString('utf8');
}

function elementFiles(seeded) {
  const { elementSets: sets, errors } = orbit.parseElements(spoilt(seeded, seeded.oneOf(elementTexts)), 'fuzz');
  for (const set of sets) must('an element set has a mean motion', set.meanMotionRevPerDay > 0);
  for (const error of errors) must('a refused set says where', error.message.length > 0);
  const [first] = sets;
  if (first !== undefined) orbit.propagateTemeMinutes(orbit.createPropagator(first), seeded.below(20_000) - 10_000);
}

function ephemerisFiles(seeded) {
  const { segments } = orbit.parseEphemeris(spoilt(seeded, seeded.oneOf(ephemerisTexts)), 'fuzz');
  const trajectory = orbit.ephemerisTrajectory(segments);
  const state = new Float64Array(6);
  if (trajectory.stateInto(seeded.below(1000) - 50, state) === 0)
    must('a state is numbers', state.every(Number.isFinite));
}

function earthOrientationFiles(seeded) {
  const series = orbit.earthOrientationOfTable(
    orbit.parseEarthOrientation(spoilt(seeded, seeded.oneOf(eopTexts)), 'fuzz'),
  );
  const { ut1MinusTaiSeconds } = series.at(start + BigInt(seeded.below(1e6)) * 1_000_000_000n);
  must('UT1 is a number', Number.isFinite(ut1MinusTaiSeconds));
}

const share = (seeded) => seeded.next() / 2 ** 32;

/** Any orbit that an element set can state, over a station anywhere, for up to two days. */
function contactSearches(seeded) {
  const eccentricity = seeded.onceIn(3) ? share(seeded) * 0.95 : share(seeded) * 0.02;
  const elementSet = {
    ...elementSets[0],
    meanMotionRevPerDay: seeded.onceIn(3) ? 0.2 + 17 * share(seeded) : 11 + 5 * share(seeded),
    eccentricity,
    inclinationDeg: seeded.onceIn(5) ? seeded.oneOf([0, 90, 179]) : 179 * share(seeded),
    raanDeg: 360 * share(seeded),
    argumentOfPericenterDeg: 360 * share(seeded),
    meanAnomalyDeg: 360 * share(seeded),
    bstar: (share(seeded) - 0.3) * 1e-3,
  };
  const station = {
    ...{ id: 'S', name: 'S', heightM: 3000 * share(seeded) },
    latitudeDeg: seeded.onceIn(5) ? seeded.oneOf([-90, 0, 90]) : 180 * share(seeded) - 90,
    longitudeDeg: seeded.onceIn(5) ? seeded.oneOf([-180, 0, 360]) : 360 * share(seeded) - 180,
    minElevationDeg: seeded.onceIn(4) ? seeded.oneOf([-90, -1, 0, 60, 89.9]) : 10 * share(seeded),
    ...(seeded.onceIn(3) && {
      horizonMask: [
        [0, 40 * share(seeded)],
        [90, 5],
        [180 * share(seeded) + 100, 20],
      ],
    }),
  };
  const end = start + BigInt(1 + seeded.below(seeded.oneOf([1000, 100_000, 172_800]))) * 1_000_000_000n;
  const spacecraft = [{ spacecraft: 'X', elementSet }];
  const found = orbit.findManyContactWindows({
    ...{ spacecraft, stations: [station], start, end, earthOrientation: orbit.shippedEarthOrientation },
    crossings: seeded.onceIn(2),
  });
  let before = start - 1n;
  for (const { aos, tca, los, maxElevationDeg } of found.contactWindows) {
    must('windows are in order', before < aos && aos <= tca && tca <= los && los <= end);
    must('an elevation is one', maxElevationDeg >= -90 && maxElevationDeg <= 90);
    before = los;
  }
}

/** As the targets of CCSDS: name, how often among all, and the work. */
export const orbitTargets = [
  ['element sets', 3, elementFiles],
  ['ephemerides', 2, ephemerisFiles],
  ['Earth orientation', 1, earthOrientationFiles],
  ['contact searches', 1, contactSearches],
].map(([name, weight, work]) => [name, weight, (seeded) => tolerant(work, seeded)]);

function tolerant(work, seeded) {
  try {
    return work(seeded);
  } catch (error) {
    if (typed.some((kind) => error instanceof kind)) return 1;
    throw error;
  }
}
