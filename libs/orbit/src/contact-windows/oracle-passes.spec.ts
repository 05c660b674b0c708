import { describe, expect, it } from '@jest/globals';
import { flightDynamicsOracle, haveFlightDynamicsOracles } from '../testing/oracle.js';
import { parseUtc, secondsBetween } from '@app/time';
import {
  type ContactWindow,
  type EarthOrientation,
  type Station,
  earthOrientationOfTable,
  findManyContactWindows,
  parseEarthOrientation,
  parseTle,
} from '../index.js';

interface OraclePass {
  norad: number;
  station: string;
  aos: string;
  tca: string;
  los: string;
  maxElDeg: number;
  azAosDeg: number;
  azTcaDeg: number;
  azLosDeg: number;
  rangeTcaKm: number;
  elRateAosDegS: number;
  elRateLosDegS: number;
  aosOpen?: boolean;
  losOpen?: boolean;
}
interface Oracle {
  window: { start: string; end: string };
  minElevationDeg: number;
  satellites: { norad: number; name: string; line1: string; line2: string }[];
  stations: { id: string; name: string; latDeg: number; lonDeg: number; altM: number }[];
  eop: { utc: string; dut1: number; xpArcsec: number; ypArcsec: number }[];
  passes: OraclePass[];
}

const present = haveFlightDynamicsOracles();
const withOracles = present ? describe : describe.skip;

function load(name: string): Oracle {
  return JSON.parse(flightDynamicsOracle(name)) as Oracle;
}

/** The oracle's own daily values. */
function orientationOf({ eop }: Oracle): EarthOrientation {
  const rows = eop.map(({ utc, dut1, xpArcsec, ypArcsec }) => ({ utc, dut1Seconds: dut1, xpArcsec, ypArcsec }));
  return earthOrientationOfTable(parseEarthOrientation(JSON.stringify(rows), 'daily values of the oracle'));
}

const stationsOf = (oracle: Oracle): Station[] =>
  oracle.stations.map(({ id, name, latDeg, lonDeg, altM }) => ({
    id,
    name,
    latitudeDeg: latDeg,
    longitudeDeg: lonDeg,
    heightM: altM,
    minElevationDeg: oracle.minElevationDeg,
  }));

function search(oracle: Oracle, earthOrientation: EarthOrientation): readonly ContactWindow[] {
  const text = oracle.satellites.map(({ name, line1, line2 }) => `${name}\n${line1}\n${line2}`).join('\n');
  const { elementSets, errors } = parseTle(text);
  expect(errors).toEqual([]);
  const found = findManyContactWindows({
    spacecraft: elementSets.map((elementSet) => ({ spacecraft: elementSet.objectName, elementSet })),
    stations: stationsOf(oracle),
    start: parseUtc(oracle.window.start),
    end: parseUtc(oracle.window.end),
    earthOrientation,
  });
  expect(found.errors).toEqual([]);
  return found.contactWindows;
}

const angleBetween = (a: number, b: number): number => Math.abs(((a - b + 540) % 360) - 180);

interface Worst {
  /** Largest share of the gate that an AOS or LOS uses. */
  edgeOfGate: number;
  edgeMs: number;
  /** Of all AOS and LOS, open ones too. */
  edgeMedianMs: number;
  edgeP95Ms: number;
  tcaMs: number;
  maxElevationDeg: number;
  azimuthDeg: number;
  tcaRangeKm: number;
  openDiffers: number;
}

function compare(oracle: Oracle, windows: readonly ContactWindow[]): Worst {
  const key = (norad: number | undefined, station: string): string => `${norad} ${station}`;
  const byPair = new Map<string, ContactWindow[]>();
  for (const window of windows) {
    const pair = key(window.catalogNumber, window.station);
    const list = byPair.get(pair);
    if (list === undefined) byPair.set(pair, [window]);
    else list.push(window);
  }
  const worst: Worst = {
    edgeOfGate: 0,
    edgeMs: 0,
    edgeMedianMs: 0,
    edgeP95Ms: 0,
    tcaMs: 0,
    maxElevationDeg: 0,
    azimuthDeg: 0,
    tcaRangeKm: 0,
    openDiffers: 0,
  };
  const edgesMs: number[] = [];
  for (const pass of oracle.passes) {
    const pair = byPair.get(key(pass.norad, pass.station)) ?? [];
    const tca = parseUtc(pass.tca);
    const window = pair.find((candidate) => Math.abs(secondsBetween(candidate.tca, tca)) < 60);
    if (window === undefined) throw new Error(`no window for ${JSON.stringify(pass)}`);
    if (window.aosOpen !== (pass.aosOpen ?? false) || window.losOpen !== (pass.losOpen ?? false))
      worst.openDiffers += 1;
    const edges = [
      [window.aos, pass.aos, pass.elRateAosDegS],
      [window.los, pass.los, pass.elRateLosDegS],
    ] as const;
    for (const [ours, theirs, rate] of edges) {
      const seconds = Math.abs(secondsBetween(ours, parseUtc(theirs)));
      edgesMs.push(seconds * 1e3);
      worst.edgeMs = Math.max(worst.edgeMs, seconds * 1e3);
      worst.edgeOfGate = Math.max(worst.edgeOfGate, seconds / Math.max(1e-3, 2e-6 / Math.abs(rate)));
    }
    const tcaMs = Math.abs(secondsBetween(window.tca, tca)) * 1e3;
    if (pass.maxElDeg > oracle.minElevationDeg + 1) worst.tcaMs = Math.max(worst.tcaMs, tcaMs);
    worst.maxElevationDeg = Math.max(worst.maxElevationDeg, Math.abs(window.maxElevationDeg - pass.maxElDeg));
    worst.azimuthDeg = Math.max(
      worst.azimuthDeg,
      angleBetween(window.aosAzimuthDeg, pass.azAosDeg),
      angleBetween(window.losAzimuthDeg, pass.azLosDeg),
    );
    worst.tcaRangeKm = Math.max(worst.tcaRangeKm, Math.abs(window.tcaRangeM / 1000 - pass.rangeTcaKm));
  }
  edgesMs.sort((a, b) => a - b);
  const share = (part: number): number => edgesMs[Math.floor(part * edgesMs.length)] ?? Number.NaN;
  return { ...worst, edgeMedianMs: share(0.5), edgeP95Ms: share(0.95) };
}

withOracles('contact windows of 11 spacecraft over 14 stations in 7 days (skipped without SMMS_ORACLES)', () => {
  it.each(['oracle-passes-simple.json', 'oracle-passes.json'])(
    'finds the 4 307 passes of %s within its gate',
    (name) => {
      const oracle = load(name);
      const windows = search(oracle, name === 'oracle-passes.json' ? orientationOf(oracle) : 'none');
      expect(windows).toHaveLength(4307);
      const worst = compare(oracle, windows);
      expect(worst.openDiffers).toBe(0);
      expect(worst.edgeOfGate).toBeLessThanOrEqual(1);
      expect(worst.edgeMedianMs).toBeLessThanOrEqual(0.05);
      expect(worst.edgeP95Ms).toBeLessThanOrEqual(0.1);
      expect(worst.edgeMs).toBeLessThanOrEqual(0.05);
      expect(worst.tcaMs).toBeLessThanOrEqual(1);
      expect(worst.maxElevationDeg).toBeLessThanOrEqual(1e-4);
      expect(worst.azimuthDeg).toBeLessThanOrEqual(1e-3);
      expect(worst.tcaRangeKm).toBeLessThanOrEqual(1e-2);
    },
  );
});
