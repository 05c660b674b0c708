import { describe, expect, it } from '@jest/globals';
import { leapSecondTable } from '@app/time';
import { haveOracles, oracleFile, runInMemory } from '../testing/memory-io.js';
import { type TimeDecodeOptions, runTimeDecode } from './time-decode-run.js';
import { type TimeEncodeOptions, runTimeEncode } from './time-encode-run.js';
import { timeCommand } from './time.command.js';

const decode = (options: TimeDecodeOptions) => runInMemory({}, (io) => runTimeDecode(options, io));
const encode = (options: TimeEncodeOptions) => runInMemory({}, (io) => runTimeEncode(options, io));

interface OracleCode {
  readonly pField: string;
  readonly tField: string;
  readonly basic: number;
  readonly fractional: number;
  readonly sub: number;
}
interface OracleCase {
  readonly utc: string;
  readonly taiMinusUtc: number;
  /** A whole number or a fraction. */
  readonly taiSecondsSince1958: string;
  readonly cucEpoch1958Tai: readonly OracleCode[];
  readonly cucEpochGps?: OracleCode;
  readonly cds: readonly OracleCode[];
}
const { cases } = haveOracles('vectors')
  ? (JSON.parse(Buffer.from(oracleFile('vectors', 'time-codes.json')).toString()) as { cases: readonly OracleCase[] })
  : { cases: [] };
const GPS = '1980-01-06T00:00:00Z';

/** Picoseconds since 1958, exact. */
function picosecondsOf(seconds: string): bigint {
  const [numerator, denominator = '1'] = seconds.split('/');
  return (BigInt(numerator!) * 10n ** 12n) / BigInt(denominator);
}

(cases.length > 0 ? describe : describe.skip)('codes computed from first principles', () => {
  it.each(cases)('$utc: every code tells the tick that has begun, and the instant is coded so', async (time) => {
    const exact = picosecondsOf(time.taiSecondsSince1958);
    const codes = [
      ...time.cucEpoch1958Tai.map((code) => ({
        ...code,
        code: 'cuc',
        tick: (10n ** 12n) >> BigInt(8 * code.fractional),
      })),
      ...[time.cucEpochGps ?? []]
        .flat()
        .map((code) => ({ ...code, code: 'cuc', tick: (10n ** 12n) >> 24n, epoch: GPS })),
      ...time.cds.map((code) => ({ ...code, code: 'cds', tick: [10n ** 9n, 0n, 10n ** 6n, 0n, 1n][code.sub]! })),
    ];
    expect(codes.length).toBeGreaterThan(8);
    for (const { code, pField, tField, tick, epoch } of codes.map((one) => ({ epoch: undefined, ...one }))) {
      const inBand = await decode({ code, hex: pField + tField, epoch });
      expect(inBand.lines).toMatchObject([{ code, pField, tField, taiMinusUtcS: time.taiMinusUtc }]);
      const behind = exact - BigInt(String(inBand.lines[0]?.taiPicoseconds));
      expect([behind > -1n, behind <= tick + 1n]).toEqual([true, true]);
      expect(String(inBand.lines[0]?.utc).slice(0, 19)).toBe(time.utc.slice(0, 19));
      // The P-field agreed upon: the same, from the T-field alone.
      expect((await decode({ code, hex: tField, pField, epoch })).lines).toEqual(inBand.lines);
      const coded = await encode({ code, utc: time.utc, pField, epoch });
      expect(coded.lines).toEqual([{ code, pField, tField, hex: pField + tField }]);
    }
  });
});

describe('smms time decode', () => {
  it.each(['1970-01-01', '1970-01-01T00:00:00Z', '1970-001T00:00', '1958-01-01'])(
    'CDS takes any day for its epoch, also one on which UTC was not whole seconds from TAI: %s',
    async (epoch) => {
      const day = epoch.startsWith('1958') ? '382f' : '2710';
      const { lines, code } = await decode({ code: 'cds', hex: `48${day}00265c00`, epoch });
      expect({ code, lines }).toMatchObject({ code: 0, lines: [{ utc: '1997-05-19T00:41:53.920000000000Z' }] });
    },
  );

  it('trap 32: two octets of P-field, an exact fraction stays exact', async () => {
    const { lines, code } = await decode({ code: 'cuc', hex: '9f24 006efaa525 00000000' });
    expect(code).toBe(0);
    expect(lines).toEqual([
      {
        code: 'cuc',
        pField: '9f24',
        tField: '006efaa52500000000',
        raw: { coarse: '1861920037', fine: '0', fineUnit: '256^-4 s' },
        resolutionS: 2 ** -32,
        epoch: '1958-01-01T00:00:00 TAI',
        utc: '2017-01-01T00:00:00.000000000000Z',
        tai: '2017-01-01T00:00:37.000000000000',
        taiPicoseconds: '1861920037000000000000',
        gps: '1930:000018.000000000000',
        taiMinusUtcS: 37,
        warnings: [],
      },
    ]);
  });

  it('trap 31: the milliseconds of a leap second day run on, and are shown as second 60', async () => {
    const { lines } = await decode({ code: 'cds', hex: '40542d05265fe7' });
    expect(lines).toMatchObject([
      {
        raw: { day: 21_549, millisecondOfDay: 86_400_999 },
        utc: '2016-12-31T23:59:60.999000000000Z',
        taiMinusUtcS: 36,
      },
    ]);
    const { err, code } = await decode({ code: 'cds', hex: '40542c05265fe7' });
    expect(err).toMatch(/^error: --hex: .*time of day: .*\n$/);
    expect(code).toBe(1);
  });

  it('ASCII codes of both forms', async () => {
    const hexOf = (text: string): string => Buffer.from(text).toString('hex');
    const a = await decode({ code: 'ascii', hex: hexOf('2016-12-31T23:59:60.25Z') });
    const b = await decode({ code: 'ascii', hex: hexOf('2016-366T23:59:60.250') });
    expect(a.lines).toMatchObject([{ utc: '2016-12-31T23:59:60.250000000000Z', resolutionS: 0.01, taiMinusUtcS: 36 }]);
    expect(b.lines[0]?.taiPicoseconds).toBe(a.lines[0]?.taiPicoseconds);
  });

  it('warns beyond the leap second table, and not on its last day', async () => {
    const at = async (utc: string) => {
      const { lines } = await encode({ code: 'cds', utc, pField: '40' });
      return decode({ code: 'cds', hex: String(lines[0]?.hex) });
    };
    const last = await at(`${leapSecondTable.expires}T23:59:59Z`);
    expect(last.err).toBe('');
    const beyond = await at('2030-01-01T00:00:00Z');
    expect(beyond.err).toContain(`warning: beyond ${leapSecondTable.expires}, where the leap second table ends`);
    expect(beyond.lines[0]?.warnings).toHaveLength(1);
    expect(beyond.code).toBe(0);
  });

  it('trap 34: says where UTC was no whole number of seconds from TAI, and where it was not kept', async () => {
    const rates = await decode({ code: 'cds', hex: '40 1000 00000000' }); // 1969-03-20
    expect(rates.lines).toMatchObject([
      { utc: '1969-03-20T00:00:00.000000000000Z', warnings: [expect.stringMatching(/^before 1972/)] },
    ]);
    expect(Number(rates.lines[0]?.taiMinusUtcS)).toBeCloseTo(7.27, 1);
    const none = await decode({ code: 'cds', hex: '40 0000 000003e8' });
    expect(none.lines).toMatchObject([
      {
        utc: '1958-01-01T00:00:01.000000000000Z',
        tai: null,
        gps: null,
        warnings: [expect.stringMatching(/^before 1961/)],
      },
    ]);
    const clock = await decode({ code: 'cuc', hex: '1c00000001' });
    expect(clock.lines).toMatchObject([{ utc: null, tai: '1958-01-01T00:00:01.000000000000', gps: null }]);
  });

  it('seven octets of seconds reach beyond all dates', async () => {
    const { lines } = await decode({ code: 'cuc', hex: `9f7c${'ff'.repeat(7)}${'00'.repeat(10)}` });
    expect(lines).toMatchObject([
      { raw: { coarse: '72057594037927935' }, utc: null, tai: null, taiPicoseconds: '72057594037927935000000000000' },
    ]);
  });

  it('an epoch of the options goes before the one that the P-field states, with a warning', async () => {
    const { lines, err } = await decode({ code: 'cuc', hex: '1c00000000', epoch: '2000-01-01T12:00:00Z' });
    expect(lines).toMatchObject([{ utc: '2000-01-01T12:00:00.000000000000Z', epoch: '2000-01-01T12:00:00Z' }]);
    expect(err).toMatch(/^warning: the P-field says that the epoch is 1958-01-01; the one of --epoch was taken\n$/);
    const cds = await decode({ code: 'cds', hex: '48000100000000', epoch: '2000-01-01T00:00:00Z' });
    expect(cds).toMatchObject({ lines: [{ utc: '2000-01-02T00:00:00.000000000000Z' }], err: '' });
  });

  it.each<[string, TimeDecodeOptions, RegExp]>([
    ['code', { code: 'utc', hex: '00' }, /^--code: expected cuc or cds or ascii, found "utc"$/],
    ['digits', { code: 'cuc', hex: '1' }, /^--hex: expected pairs of hexadecimal digits, found "1"$/],
    ['no digits', { code: 'cuc', hex: '' }, /^--hex: expected pairs of hexadecimal digits, found ""$/],
    [
      'another code',
      { code: 'cuc', hex: '40000000000000' },
      /^--hex: CUC P-field: time code identification: expected 1 or 2, found 4$/,
    ],
    ['P-field cut short', { code: 'cuc', hex: '9f' }, /^--hex: CUC P-field: octet 1: /],
    ['T-field cut short', { code: 'cuc', hex: '1e0000' }, /^--hex: expected a T-field of 6 octets, found 2$/],
    ['T-field too long', { code: 'cds', hex: '4000000000000000' }, /^--hex: expected a T-field of 6 octets, found 7$/],
    ['P-field too long', { code: 'cuc', hex: '00000000', pField: '1c00' }, /^--p-field: expected 1 octets, found 2$/],
    [
      'no epoch',
      { code: 'cuc', hex: '2c00000000' },
      /^--epoch: expected the agency epoch that the P-field speaks of, found none$/,
    ],
    [
      'no epoch of CDS',
      { code: 'cds', hex: '48000000000000' },
      /^--epoch: expected the agency epoch that the P-field speaks of, found none$/,
    ],
    ['epoch', { code: 'cuc', hex: '2c00000000', epoch: 'GPS' }, /^--epoch: expected a UTC time, .*, found "GPS"$/],
    [
      'epoch in a day',
      { code: 'cds', hex: '48000000000000', epoch: '2000-01-01T12:00:00Z' },
      /^--epoch: expected the beginning of a UTC day for CDS, found "2000-01-01T12:00:00Z"$/,
    ],
    ['ASCII', { code: 'ascii', hex: '3031' }, /^--hex: .*$/],
    ['epoch of ASCII', { code: 'ascii', hex: '3031', epoch: GPS }, /^--epoch: expected none with --code ascii, found /],
    ['no day', { code: 'cds', hex: '48000000000000', epoch: '1970-02-30' }, /^--epoch: .*$/],
  ])('says what is wrong in one line: %s', async (_, options, line) => {
    const { code, out, err } = await decode(options);
    expect(err.slice('error: '.length, -1)).toMatch(line);
    expect(err.match(/\n/g)).toHaveLength(1);
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });
});

describe('smms time encode', () => {
  it('writes both ASCII codes to the picosecond', async () => {
    const { lines } = await encode({ code: 'ascii', utc: '2018-187T11:41:18.000000000001Z' });
    expect(lines).toMatchObject([
      { codeA: '2018-07-06T11:41:18.000000000001Z', codeB: '2018-187T11:41:18.000000000001Z' },
    ]);
    const { lines: read } = await decode({ code: 'ascii', hex: String(lines[0]?.hex) });
    expect(read).toMatchObject([{ utc: '2018-07-06T11:41:18.000000000001Z' }]);
  });

  it.each<[string, TimeEncodeOptions, RegExp]>([
    ['no P-field', { code: 'cuc', utc: GPS }, /^--p-field: expected hexadecimal digits of the format, .*, found none$/],
    ['no time', { code: 'cds', utc: 'now', pField: '40' }, /^--utc: expected a UTC time, .*, found "now"$/],
    [
      'before the epoch',
      { code: 'cuc', utc: '1979-01-01T00:00:00Z', pField: '2c', epoch: GPS },
      /^--utc: CUC: instant: expected not before the epoch, /,
    ],
    [
      'beyond the days',
      { code: 'cds', utc: '2200-01-01T00:00:00Z', pField: '40' },
      /^--utc: CDS: day: expected 0 to 65535, found /,
    ],
  ])('says what is wrong in one line: %s', async (_, options, line) => {
    const { code, out, err } = await encode(options);
    expect(err.slice('error: '.length, -1)).toMatch(line);
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });

  it('asks for code and time', () => {
    const wanted = timeCommand().commands.map((command) =>
      command.options.filter(({ mandatory }) => mandatory).map(({ long }) => long),
    );
    expect(wanted).toEqual([
      ['--code', '--hex'],
      ['--code', '--utc'],
    ]);
  });
});
