import { describe, expect, it } from '@jest/globals';
import { dateOfUtcDay, parseUtc, plusSeconds, secondsBetween } from '@app/time';
import { describeEarthOrientation, earthOrientationStatus } from '../frames/earth-orientation-report.js';
import { flightDynamicsOracle, haveFlightDynamicsOracles } from '../testing/oracle.js';
import { type EarthOrientationRow, MJD_1958 } from './earth-orientation-row.js';
import { decodeFinalsSlice, encodeFinalsSlice } from './finals-slice.js';
import { parseFinals2000a } from './finals2000a.parser.js';
import { finalsSlice } from './generated/finals2000a-slice.js';
import { shippedEarthOrientation } from './shipped-earth-orientation.js';

const RAD_PER_ARCSEC = Math.PI / 180 / 3600;

/** A row as IERS would print it, without errors. */
function finalsLine({ mjdUtc, ut1MinusUtcSeconds, xpArcsec, ypArcsec, flag }: EarthOrientationRow): string {
  const { year, month, day } = dateOfUtcDay(mjdUtc - MJD_1958);
  const date = [year % 100, month, day].map((part) => String(part).padStart(2)).join('');
  const letter = flag === 'measured' ? 'I' : 'P';
  const pole = [xpArcsec, ypArcsec].map((value) => value.toFixed(6).padStart(9).padEnd(19)).join('');
  return `${date} ${mjdUtc.toFixed(2)} ${letter} ${pole} ${letter}${ut1MinusUtcSeconds.toFixed(7).padStart(10)}`;
}

describe('the slice of finals2000A that comes with the library', () => {
  it('is what the parser reads from its lines', () => {
    const rows = decodeFinalsSlice(finalsSlice);
    expect(parseFinals2000a(`${rows.map(finalsLine).join('\n')}\n`, 'remade')).toEqual(rows);
    expect(encodeFinalsSlice(rows)).toEqual(finalsSlice);
  });

  it('holds 1 329 days, measured and predicted as they are in finals2000A.all of 2026-08-13', () => {
    const rows = decodeFinalsSlice(finalsSlice);
    expect(rows).toHaveLength(61_638 - 60_310 + 1);
    const of = (mjd: number) => rows[mjd - 60_310];
    const row = (mjdUtc: number, ut1MinusUtcSeconds: number, xpArcsec: number, ypArcsec: number, flag: string) => ({
      mjdUtc,
      ut1MinusUtcSeconds,
      xpArcsec,
      ypArcsec,
      flag,
    });
    expect(of(60_310)).toEqual(row(60_310, 0.008_783_7, 0.136_912, 0.202_19, 'measured'));
    expect(of(60_949)).toEqual(row(60_949, 0.093_082_2, 0.224_661, 0.341_32, 'measured'));
    expect(of(61_265)).toEqual(row(61_265, 0.011_153_7, 0.223_007, 0.356_26, 'measured'));
    expect(of(61_266)).toEqual(row(61_266, 0.010_449_2, 0.223_112, 0.355_486, 'predicted'));
    expect(of(61_638)).toEqual(row(61_638, -0.068_365_4, 0.269_05, 0.372_959, 'predicted'));
  });

  it('says what it is', () => {
    const text =
      'IERS finals2000A of 2026-08-13 (shipped slice): from 2024-01-01, measured to 2026-08-13, predicted to 2027-08-21; ' +
      'UT1=UTC and no polar motion outside, after 10 days of transition';
    expect(shippedEarthOrientation.description).toBe(text);
    const [from, to] = [parseUtc('2023-12-31T00:00:00Z'), parseUtc('2024-01-02T00:00:00Z')];
    expect(earthOrientationStatus(shippedEarthOrientation, from, to)).toBe('outside');
    expect(describeEarthOrientation(shippedEarthOrientation, from, to)).toBe(
      `${text}; fallback to UT1=UTC and no polar motion from 2023-12-31T00:00:00Z to 2024-01-01T00:00:00Z`,
    );
    const noon = shippedEarthOrientation.at(parseUtc('2025-10-01T12:00:00Z'));
    expect(noon.ut1MinusTaiSeconds).toBeCloseTo((0.093_082_2 + 0.093_476_2) / 2 - 37, 12);
    expect(noon.poleXRad).toBeCloseTo(((0.224_661 + 0.224_07) / 2) * RAD_PER_ARCSEC, 15);
  });
});

const withOracles = haveFlightDynamicsOracles() ? describe : describe.skip;

withOracles('the Earth orientation of the oracle of contact windows (skipped without SMMS_ORACLES)', () => {
  interface OracleDay {
    readonly utc: string;
    readonly dut1: number;
    readonly xpArcsec: number;
    readonly ypArcsec: number;
  }
  it('is Bulletin A: the same pole, and UT1 within what later issues changed (4 us; Bulletin B is up to 44 us away)', () => {
    const { eop } = JSON.parse(flightDynamicsOracle('oracle-passes.json')) as { eop: OracleDay[] };
    expect(eop.length).toBeGreaterThan(7);
    for (const [index, { utc, dut1, xpArcsec, ypArcsec }] of eop.entries()) {
      const at = parseUtc(utc);
      const values = shippedEarthOrientation.at(at);
      expect(values.poleXRad).toBeCloseTo(xpArcsec * RAD_PER_ARCSEC, 15);
      expect(values.poleYRad).toBeCloseTo(ypArcsec * RAD_PER_ARCSEC, 15);
      expect(Math.abs(values.ut1MinusTaiSeconds - (dut1 - 37))).toBeLessThan(4e-6);
      const next = eop[index + 1];
      if (next === undefined) continue;
      const middle = shippedEarthOrientation.at(plusSeconds(at, secondsBetween(at, parseUtc(next.utc)) / 2));
      expect(Math.abs(middle.ut1MinusTaiSeconds - ((dut1 + next.dut1) / 2 - 37))).toBeLessThan(4e-6);
    }
  });
});
