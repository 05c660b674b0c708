import { describe, expect, it } from '@jest/globals';
import {
  type TaiPicoseconds,
  parseUtc,
  picosecondCount,
  taiPicosecondsFromCount,
  taiPicosecondsFromTai,
  utcDayOfDate,
  utcEraOf,
} from '@app/time';
import fc from 'fast-check';
import { bytesToHex, hexToBytes } from '../hex.js';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import { parseAsciiTime, taiPicosecondsFromAscii } from './ascii-time.js';
import {
  CdsError,
  type CdsFormat,
  cdsFromTaiPicoseconds,
  decodeCds,
  encodeCds,
  parseCdsPField,
  taiFromCds,
  taiPicosecondsFromCds,
  utcDayOfCds,
} from './cds.js';
import {
  CucError,
  cucFromTai,
  cucFromTaiPicoseconds,
  decodeCuc,
  encodeCuc,
  parseCucPField,
  taiFromCuc,
  taiPicosecondsFromCuc,
} from './cuc.js';

const gpsEpoch = parseUtc('1980-01-06T00:00:00Z');
const ps = (text: string): bigint => parseUtc(text) * 1000n;
const from1972 = fc
  .bigInt({ min: ps('1972-01-01T00:00:00Z'), max: ps('2090-01-01T00:00:00Z') })
  .map(taiPicosecondsFromCount);
const withSub = (submillisecond: CdsFormat['submillisecond']): CdsFormat => ({ dayOctets: 2, submillisecond });

describe('CUC in picoseconds (301.0-B-4, 3.2)', () => {
  it('trap 34: an instant survives five or more fine octets to the picosecond, fewer to one tick, never late', () => {
    const formats = fc.record({
      coarseOctets: fc.integer({ min: 4, max: 7 }),
      fineOctets: fc.integer({ min: 0, max: 10 }),
      epoch: fc.constantFrom(undefined, parseUtc('1972-01-01T00:00:00Z')),
    });
    fc.assert(
      fc.property(from1972, formats, (instant, { epoch, ...octets }) => {
        const format = { ...octets, ...(epoch === undefined ? {} : { epoch }) };
        const tField = encodeCuc(cucFromTaiPicoseconds(instant, format), format);
        const back = taiPicosecondsFromCuc(decodeCuc(tField, format), format);
        if (format.fineOctets >= 5) expect(back).toEqual(instant);
        const late = picosecondCount(back) - picosecondCount(instant);
        expect(late <= 0n && -late <= 1_000_000_000_000n / 256n ** BigInt(format.fineOctets) + 1n).toBe(true);
      }),
    );
  });

  it('trap 32: counts of four fine octets or fewer come back from their instant, three or fewer from its nanosecond', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4 }),
        fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }),
        fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }),
        fc.boolean(),
        (fineOctets, coarse, random, agency) => {
          const format = { coarseOctets: 4, fineOctets, ...(agency ? { epoch: gpsEpoch } : {}) };
          const time = { coarse, fine: random >> BigInt(32 - 8 * fineOctets) };
          expect(cucFromTaiPicoseconds(taiPicosecondsFromCuc(time, format), format)).toEqual(time);
          if (fineOctets <= 3) expect(cucFromTai(taiFromCuc(time, format), format)).toEqual(time);
        },
      ),
    );
  });

  it('the instant is the first picosecond, or nanosecond, that is not before the counts', () => {
    const format = { coarseOctets: 1, fineOctets: 5 };
    const time = { coarse: 1n, fine: 0x0000_0004_4bn };
    // 1099 / 2^40 s is 999.53 ps.
    expect(taiPicosecondsFromCuc(time, format)).toEqual({ tai: 1_000_000_001n, picoseconds: 0 });
    expect(taiPicosecondsFromCuc({ ...time, fine: 1n }, format)).toEqual({ tai: 1_000_000_000n, picoseconds: 1 });
    expect(taiFromCuc({ ...time, fine: 1n }, format)).toBe(1_000_000_001n);
    expect(taiFromCuc({ ...time, fine: 0n }, format)).toBe(1_000_000_000n);
    const last = { ...time, fine: 0xff_ffff_ffffn };
    expect(taiPicosecondsFromCuc(last, format)).toEqual({ tai: 2_000_000_000n, picoseconds: 0 });
    expect(() => cucFromTaiPicoseconds({ tai: -1n, picoseconds: 999 }, format)).toThrow(CucError);
    expect(() => cucFromTaiPicoseconds({ tai: 256_000_000_000n, picoseconds: 0 }, format)).toThrow(CucError);
  });
});

describe('CDS in picoseconds (301.0-B-4, 3.3)', () => {
  it('an instant survives 32-bit picoseconds exactly, and other formats to their unit', () => {
    const units = { none: 1_000_000_000n, microseconds: 1_000_000n, picoseconds: 1n };
    fc.assert(
      fc.property(
        from1972,
        fc.constantFrom('none', 'microseconds', 'picoseconds'),
        fc.boolean(),
        (instant, sub, agency) => {
          const format: CdsFormat = { ...withSub(sub), ...(agency ? { epochDay: 4383 } : {}) };
          const tField = encodeCds(cdsFromTaiPicoseconds(instant, format), format);
          const back = taiPicosecondsFromCds(decodeCds(tField, format), format);
          expect(picosecondCount(back)).toBe((picosecondCount(instant) / units[sub]) * units[sub]);
          expect(taiFromCds(decodeCds(tField, format), format)).toBe(back.tai);
        },
      ),
    );
  });

  it('trap 31: the last picosecond of a leap second is millisecond 86 400 999', () => {
    const format = withSub('picoseconds');
    const last: TaiPicoseconds = { tai: parseUtc('2017-01-01T00:00:00Z') - 1n, picoseconds: 999 };
    const time = cdsFromTaiPicoseconds(last, format);
    expect(time).toMatchObject({ millisecondOfDay: 86_400_999, submillisecond: 999_999_999 });
    expect(taiPicosecondsFromCds(time, format)).toEqual(last);
    expect(() => taiPicosecondsFromCds({ ...time, day: time.day + 1 }, format)).toThrow(CdsError);
    expect(() => taiPicosecondsFromCds({ ...time, submillisecond: 1_000_000_000 }, format)).toThrow(/sub-millisecond/);
  });

  it('trap 34: before 1972 the published rates, before 1961 a refusal; nanoseconds are told to be otherwise', () => {
    const format = withSub('none');
    const of = (year: number): { day: number; millisecondOfDay: number; submillisecond: number } => ({
      day: utcDayOfDate({ year, month: 1, day: 1 })!,
      millisecondOfDay: 0,
      submillisecond: 0,
    });
    expect(taiPicosecondsFromCds(of(1965), format)).toEqual(taiPicosecondsFromAscii(parseAsciiTime('1965-001')));
    expect(cdsFromTaiPicoseconds(taiPicosecondsFromCds(of(1965), format), format)).toEqual(of(1965));
    expect(() => taiPicosecondsFromCds(of(1960), format)).toThrow(/CDS: day: expected 1961-01-01 or later/);
    expect(() => cdsFromTaiPicoseconds(taiPicosecondsFromTai(0n), format)).toThrow(CdsError);
    // The nanoseconds show the date that was sent; the era says that the instant is not to be trusted.
    expect(taiFromCds(of(1965), format)).toBe(parseUtc('1965-01-01T00:00:00Z'));
    expect([1960, 1965, 1972].map((year) => utcEraOf(utcDayOfCds(of(year), format)))).toEqual([
      'none',
      'rates',
      'leap-seconds',
    ]);
    expect(utcDayOfCds({ ...of(1958), day: 1 }, { ...format, epochDay: 4383 })).toBe(4384);
  });

  it('takes random octets or refuses them with its own error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), fc.integer({ min: 0, max: 255 }), (octets, pField) => {
        try {
          const format = parseCdsPField(pField, 4383);
          const time = decodeCds(octets, format);
          expect(cdsFromTaiPicoseconds(taiPicosecondsFromCds(time, format), format)).toEqual(time);
        } catch (error) {
          expect(error).toBeInstanceOf(CdsError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

interface TimeCase {
  utc: string;
  cucEpoch1958Tai: { pField: string; tField: string; fractional: number }[];
  cucEpochGps?: { pField: string; tField: string; fractional: number };
  cds: { sub: number; pField: string; tField: string }[];
}
const vectors = ['telemetry-command', 'vectors', 'time-codes.json'] as const;
(haveOracle(...vectors) ? describe : describe.skip)('time codes in picoseconds against exact fractions', () => {
  const { cases } = haveOracle(...vectors) ? oracleJson<{ cases: TimeCase[] }>(...vectors) : { cases: [] };
  it('has ten instants', () => expect(cases.length).toBe(10));
  it.each(cases)('traps 31 to 34: $utc', ({ utc, cucEpoch1958Tai, cucEpochGps, cds }) => {
    const instant = taiPicosecondsFromAscii(parseAsciiTime(utc));
    for (const { pField, tField, fractional } of [...cucEpoch1958Tai, ...(cucEpochGps ? [cucEpochGps] : [])]) {
      const { format } = parseCucPField(hexToBytes(pField), 0, gpsEpoch);
      expect(bytesToHex(encodeCuc(cucFromTaiPicoseconds(instant, format), format))).toBe(tField);
      const back = taiPicosecondsFromCuc(decodeCuc(hexToBytes(tField), format), format);
      if (fractional >= 6) expect(back).toEqual(instant);
    }
    for (const { sub, pField, tField } of cds) {
      const format = parseCdsPField(Number.parseInt(pField, 16));
      expect(bytesToHex(encodeCds(cdsFromTaiPicoseconds(instant, format), format))).toBe(tField);
      if (sub > 0) expect(taiPicosecondsFromCds(decodeCds(hexToBytes(tField), format), format)).toEqual(instant);
    }
  });
});
