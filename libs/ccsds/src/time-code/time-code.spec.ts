import { describe, expect, it } from '@jest/globals';
import { formatUtc, parseUtc } from '@app/time';
import fc from 'fast-check';
import { bytesToHex, hexToBytes } from '../hex.js';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import {
  CdsError,
  type CdsFormat,
  cdsFromTai,
  cdsLength,
  decodeCds,
  encodeCds,
  encodeCdsPField,
  parseCdsPField,
  taiFromCds,
} from './cds.js';
import {
  CucError,
  type CucFormat,
  cucFromTai,
  decodeCuc,
  encodeCuc,
  encodeCucPField,
  parseCucPField,
  taiFromCuc,
} from './cuc.js';

const gpsEpoch = parseUtc('1980-01-06T00:00:00Z');
const from1972 = fc.bigInt({ min: parseUtc('1972-01-01T00:00:00Z'), max: parseUtc('2090-01-01T00:00:00Z') });

describe('CUC (301.0-B-4)', () => {
  it('trap 34: an instant survives four or more fine octets to the nanosecond, fewer to one tick, never late', () => {
    fc.assert(
      fc.property(
        from1972,
        fc.integer({ min: 4, max: 7 }),
        fc.integer({ min: 0, max: 10 }),
        fc.boolean(),
        (tai, coarseOctets, fineOctets, agency) => {
          const format = { coarseOctets, fineOctets, ...(agency ? { epoch: parseUtc('1972-01-01T00:00:00Z') } : {}) };
          const back = taiFromCuc(decodeCuc(encodeCuc(cucFromTai(tai, format), format), format), format);
          if (fineOctets >= 4) expect(back).toBe(tai);
          expect(back).toBeLessThanOrEqual(tai);
          expect(tai - back).toBeLessThanOrEqual(1_000_000_000n / 256n ** BigInt(fineOctets) + 1n);
        },
      ),
    );
  });

  it('raw octets are kept exactly, whatever their resolution', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 10 }),
        fc.uint8Array({ minLength: 17, maxLength: 17 }),
        (coarseOctets, fineOctets, random) => {
          const format = { coarseOctets, fineOctets };
          const tField = random.slice(0, coarseOctets + fineOctets);
          expect(encodeCuc(decodeCuc(tField, format), format)).toEqual(tField);
        },
      ),
    );
  });

  it('P-fields of every format are read back', () => {
    for (let coarseOctets = 1; coarseOctets <= 7; coarseOctets++)
      for (let fineOctets = 0; fineOctets <= 10; fineOctets++)
        for (const epoch of [undefined, gpsEpoch]) {
          const format: CucFormat = { coarseOctets, fineOctets, ...(epoch === undefined ? {} : { epoch }) };
          const pField = encodeCucPField(format);
          expect(parseCucPField(pField, 0, gpsEpoch)).toEqual({ format, length: pField.length });
        }
  });

  it('trap 32: fraction 0 adds nothing, and 9F24 has five coarse and four fine octets', () => {
    const { format, length } = parseCucPField(hexToBytes('9f24'));
    expect({ format, length }).toEqual({ format: { coarseOctets: 5, fineOctets: 4 }, length: 2 });
    expect(taiFromCuc({ coarse: 7n, fine: 0n }, format)).toBe(7_000_000_000n);
  });

  it('refuses what is not CUC or out of range', () => {
    expect(() => parseCucPField(hexToBytes('40'))).toThrow(/identification: expected 1 or 2, found 4/);
    expect(() => parseCucPField(hexToBytes('9f'))).toThrow(CucError);
    expect(() => parseCucPField(hexToBytes('9fa4'))).toThrow(CucError);
    expect(() => parseCucPField(hexToBytes('2f'))).toThrow(/agency epoch/);
    expect(() => decodeCuc(new Uint8Array(5), { coarseOctets: 4, fineOctets: 2 })).toThrow(CucError);
    expect(() => cucFromTai(gpsEpoch - 1n, { coarseOctets: 4, fineOctets: 0, epoch: gpsEpoch })).toThrow(CucError);
    expect(() => cucFromTai(gpsEpoch, { coarseOctets: 1, fineOctets: 0 })).toThrow(CucError);
    expect(() => encodeCuc({ coarse: 256n, fine: 0n }, { coarseOctets: 1, fineOctets: 0 })).toThrow(CucError);
    expect(() => encodeCucPField({ coarseOctets: 8, fineOctets: 0 })).toThrow(CucError);
  });
});

describe('CDS (301.0-B-4)', () => {
  const formats: CdsFormat[] = ([2, 3] as const).flatMap((dayOctets) =>
    (['none', 'microseconds', 'picoseconds'] as const).flatMap((submillisecond) => [
      { dayOctets, submillisecond },
      { dayOctets, submillisecond, epochDay: 4383 },
    ]),
  );
  const unitNs = { none: 1_000_000n, microseconds: 1000n, picoseconds: 1n };

  it('an instant survives to the unit of its format', () => {
    fc.assert(
      fc.property(from1972, fc.constantFrom(...formats), (tai, format) => {
        const tField = encodeCds(cdsFromTai(tai, format), format);
        expect(tField.length).toBe(cdsLength(format));
        const unit = unitNs[format.submillisecond];
        expect(taiFromCds(decodeCds(tField, format), format)).toBe((tai / unit) * unit);
      }),
    );
  });

  it('P-fields of every format are read back', () => {
    for (const format of formats) expect(parseCdsPField(encodeCdsPField(format)[0]!, 4383)).toEqual(format);
  });

  it('trap 31: milliseconds run to 86 400 999 on a day with a leap second, and no further; the last 16-bit day is 2137-06-06', () => {
    const format: CdsFormat = { dayOctets: 2, submillisecond: 'none' };
    const lastOf2016 = cdsFromTai(parseUtc('2016-12-31T23:59:59Z'), format).day;
    const leap = { day: lastOf2016, millisecondOfDay: 86_400_999, submillisecond: 0 };
    expect(formatUtc(taiFromCds(leap, format), 3)).toBe('2016-12-31T23:59:60.999Z');
    expect(cdsFromTai(taiFromCds(leap, format), format)).toEqual(leap);
    expect(() => taiFromCds({ ...leap, day: lastOf2016 + 1, millisecondOfDay: 86_400_000 }, format)).toThrow(CdsError);
    expect(() => taiFromCds({ ...leap, millisecondOfDay: 86_401_000 }, format)).toThrow(CdsError);
    const last = taiFromCds({ day: 65_535, millisecondOfDay: 0, submillisecond: 0 }, format);
    expect(formatUtc(last, 0)).toBe('2137-06-06T00:00:00Z');
    expect(() => cdsFromTai(last + 86_400_000_000_000n, format)).toThrow(CdsError);
  });

  it('refuses what is not CDS', () => {
    expect(() => parseCdsPField(0x1c)).toThrow(CdsError);
    expect(() => parseCdsPField(0xc0)).toThrow(CdsError);
    expect(() => parseCdsPField(0x43)).toThrow(/00, 01 or 10/);
    expect(() => parseCdsPField(0x48)).toThrow(/agency epoch/);
    expect(() => decodeCds(new Uint8Array(5), { dayOctets: 2, submillisecond: 'none' })).toThrow(CdsError);
    const micro: CdsFormat = { dayOctets: 2, submillisecond: 'microseconds' };
    expect(() => taiFromCds({ day: 20_000, millisecondOfDay: 0, submillisecond: 1000 }, micro)).toThrow(CdsError);
    expect(() => encodeCds({ day: 65_536, millisecondOfDay: 0, submillisecond: 0 }, micro)).toThrow(CdsError);
  });
});

interface CucVector {
  basic: number;
  fractional: number;
  pField: string;
  tField: string;
}
interface TimeCase {
  utc: string;
  taiSecondsSince1958: string;
  cucEpoch1958Tai: CucVector[];
  cucEpochGps?: CucVector;
  cds: { day: 16 | 24; sub: 0 | 2 | 4; pField: string; tField: string }[];
}
const vectors = ['telemetry-command', 'vectors', 'time-codes.json'] as const;
(haveOracle(...vectors) ? describe : describe.skip)('time codes against exact fractions', () => {
  const cases = haveOracle(...vectors) ? oracleJson<{ cases: TimeCase[] }>(...vectors).cases : [];
  it('has 10 instants with 60 CUC, 9 GPS-epoch CUC and 40 CDS fields', () => {
    expect(cases.length).toBe(10);
    expect(cases.flatMap((c) => c.cucEpoch1958Tai).length).toBe(60);
    expect(cases.filter((c) => c.cucEpochGps !== undefined).length).toBe(9);
    expect(cases.flatMap((c) => c.cds).length).toBe(40);
  });

  it.each(cases)('traps 31 to 33: $utc', ({ utc, cucEpoch1958Tai, cucEpochGps, cds, taiSecondsSince1958 }) => {
    const tai = parseUtc(utc);
    const [numerator, denominator = '1'] = taiSecondsSince1958.split('/');
    expect(tai * BigInt(denominator)).toBe(BigInt(numerator!) * 1_000_000_000n);
    for (const { basic, fractional, pField, tField } of [...cucEpoch1958Tai, ...(cucEpochGps ? [cucEpochGps] : [])]) {
      const { format, length } = parseCucPField(hexToBytes(pField), 0, gpsEpoch);
      expect(format).toMatchObject({ coarseOctets: basic, fineOctets: fractional });
      expect(length).toBe(pField.length / 2);
      expect(bytesToHex(encodeCucPField(format))).toBe(pField);
      expect(bytesToHex(encodeCuc(cucFromTai(tai, format), format))).toBe(tField);
      const back = taiFromCuc(decodeCuc(hexToBytes(tField), format), format);
      if (fractional >= 4) expect(back).toBe(tai);
    }
    for (const { day, sub, pField, tField } of cds) {
      const format = parseCdsPField(Number.parseInt(pField, 16));
      expect(format).toEqual({
        dayOctets: day / 8,
        submillisecond: ({ 0: 'none', 2: 'microseconds', 4: 'picoseconds' } as const)[sub],
      });
      expect(bytesToHex(encodeCdsPField(format))).toBe(pField);
      expect(bytesToHex(encodeCds(cdsFromTai(tai, format), format))).toBe(tField);
      if (sub > 0) expect(taiFromCds(decodeCds(hexToBytes(tField), format), format)).toBe(tai);
    }
  });
});

const library = ['telemetry-command', 'vectors', 'spacepylibrary-testdata.json'] as const;
(haveOracle(...library) ? describe : describe.skip)('CUC against SpacePyLibrary', () => {
  const read = (name: string): string => oracleJson<{ vectors: Record<string, string> }>(...library).vectors[name]!;
  const toUtc = (doy: string): string => {
    const [year, day, hour, minute, rest] = doy.split('.').slice(0, 5) as [string, string, string, string, string];
    const date = new Date(Date.UTC(Number(year), 0, Number(day))).toISOString().slice(0, 10);
    return `${date}T${hour}:${minute}:${rest}.${doy.split('.')[5]}`;
  };

  it('CUC 4.2 from the GPS epoch: 2011.108.16.20.09', () => {
    const format = { coarseOctets: 4, fineOctets: 2, epoch: gpsEpoch };
    const tai = taiFromCuc(decodeCuc(hexToBytes(read('CUC2_TIME6_FIELD')), format), format);
    expect(formatUtc(tai)).toBe(`${toUtc(read('CUC2_TIME6_STR'))}Z`);
  });

  it.each([1, 2, 3, 4, 5])('fraction %i: the library takes off a fixed 15 s where UTC of 1980 had none', (n) => {
    const format = { coarseOctets: 4, fineOctets: 2, epoch: gpsEpoch };
    const tai = taiFromCuc(decodeCuc(hexToBytes(read(`CUC2_TIME${n}_FIELD`)), format), format);
    const theirs = parseUtc(`${toUtc(read(`CUC2_TIME${n}_STR`))}Z`) + 15_000_000_000n;
    // Theirs is rounded to the microsecond, to either side.
    expect(Number(tai - theirs)).toBeGreaterThan(-1000);
    expect(Number(tai - theirs)).toBeLessThan(1000);
  });
});
