import { describe, expect, it } from '@jest/globals';
import { parseUtc, secondsBetween } from '@app/time';
import { contactTimeSigmas } from '../contact-details/aos-uncertainty.js';
import { parseTle } from '../elements/tle.parser.js';
import { topocentricFrame } from '../frames/topocentric.js';
import { createPropagator } from '../propagation/propagator.js';
import { flightDynamicsOracle, haveFlightDynamicsOracles } from '../testing/oracle.js';
import { EarthFixedPath } from '../trajectory/earth-fixed-path.js';
import { sgp4Trajectory } from '../trajectory/sgp4-trajectory.js';
import { pointingProfile } from './pointing-profile.js';

interface Oracle {
  satellites: { norad: number; line1: string; line2: string }[];
  stations: { id: string; latDeg: number; lonDeg: number; altM: number }[];
  passes: {
    norad: number;
    station: string;
    aos: string;
    tca: string;
    los: string;
    azAosDeg: number;
    azLosDeg: number;
    maxElDeg: number;
    elRateAosDegS: number;
    elRateLosDegS: number;
    aosOpen?: boolean;
    losOpen?: boolean;
  }[];
}

const withOracles = haveFlightDynamicsOracles() ? describe : describe.skip;
/** Every so many passes of the 4307. */
const STRIDE = 61;

withOracles('pointing over the passes of the oracle (C++ SGP4, UT1 = UTC)', () => {
  it('has its azimuths, elevations and elevation rates at AOS and LOS, and 0.13 s of AOS a kilometre', () => {
    const oracle = JSON.parse(flightDynamicsOracle('oracle-passes-simple.json')) as Oracle;
    const sigmas: number[] = [];
    const rates: number[] = [];
    let [angle, rate] = [0, 0];
    oracle.passes.forEach((pass, i) => {
      if (i % STRIDE !== 0 || pass.aosOpen === true || pass.losOpen === true) return;
      const { line1, line2 } = oracle.satellites.find(({ norad }) => norad === pass.norad)!;
      const site = oracle.stations.find(({ id }) => id === pass.station)!;
      const frame = topocentricFrame({ latitudeDeg: site.latDeg, longitudeDeg: site.lonDeg, heightM: site.altM });
      const [elements] = parseTle(`${line1}\n${line2}\n`, 'oracle').elementSets;
      const start = parseUtc(pass.aos);
      const path = new EarthFixedPath(sgp4Trajectory(createPropagator(elements!)), start, 'none');
      const [tca, los] = [pass.tca, pass.los].map((at) => secondsBetween(start, parseUtc(at))) as [number, number];
      const { azimuthDeg, elevationDeg, elevationRateDegPerS, peakAzimuthRate } = pointingProfile(
        path,
        frame,
        0,
        los,
        los,
      );
      const apart = (a: number, b: number): number => Math.abs(a - b - 360 * Math.round((a - b) / 360));
      angle = Math.max(angle, apart(azimuthDeg[0]!, pass.azAosDeg), apart(azimuthDeg.at(-1)!, pass.azLosDeg));
      angle = Math.max(angle, Math.abs(elevationDeg[0]! - 5), Math.abs(elevationDeg.at(-1)! - 5));
      rate = Math.max(rate, Math.abs(elevationRateDegPerS[0]! - pass.elRateAosDegS));
      rate = Math.max(rate, Math.abs(elevationRateDegPerS.at(-1)! - pass.elRateLosDegS));
      rates.push(peakAzimuthRate!.degPerS);
      sigmas.push(contactTimeSigmas(path, frame, { aosSeconds: 0, tcaSeconds: tca, losSeconds: los }, 1000).aosS);
    });
    // The oracle prints azimuths to 1e-4 degrees and rates to 1e-5.
    expect(angle).toBeLessThan(6e-5);
    expect(rate).toBeLessThan(6e-6);
    const median = (of: number[]): number => of.sort((a, b) => a - b)[of.length >> 1]!;
    expect(Math.abs(median(sigmas) - 0.13)).toBeLessThan(0.005);
    // Over all passes the median of the peak is 0.32 deg/s (the same survey).
    expect(Math.abs(median(rates) - 0.32)).toBeLessThan(0.12);
  });
});
