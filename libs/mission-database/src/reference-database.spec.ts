import { describe, expect, it } from '@jest/globals';
import { formatUtc, parseUtc } from '@app/time';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import {
  compileDecoder,
  compileEncoder,
  engineeringToRaw,
  loadMissionDatabase,
  monitor,
  type DecodedPacket,
  type EngineeringValue,
  type ParameterDefinition,
  type RawValue,
} from './index.js';
import { hex } from './testing/xtce-text.js';

const file = new URL('../../../db/seeds/mission-database/smms-reference.xml', import.meta.url);
const database = loadMissionDatabase(readFileSync(file, 'utf8'), { sourceName: 'smms-reference.xml' });
const decode = compileDecoder(database, 'CcsdsPacket');
const parameter = (name: string): ParameterDefinition => {
  const found = database.parameters.get(`/SMMS/${name}`);
  if (found === undefined) throw new Error(name);
  return found;
};
const concrete = [...database.containers.values()].filter((container) => !container.abstract);

function decoded(octets: Uint8Array): DecodedPacket {
  const result = decode(octets);
  if (!result.ok) throw new Error(`${result.reason} ${result.where}`);
  return result;
}
const valuesOf = (packet: DecodedPacket): Record<string, EngineeringValue> =>
  Object.fromEntries(packet.entries.map((entry) => [entry.parameter.name, entry.value]));

// Primary header: version 0, TM, secondary header, APID 0x065; unsegmented, count 5; 51 octets, so length 44 = 0x2c.
// Secondary header: PUS 2, time status 1; service 3, subtype 25; counter 7; destination 0.
// Time: 24 950 days × 86 400 s + 37 s = 2 155 680 037 = 0x807d1125 s of TAI, and 0x800000/2^24 = 0.5 s.
const powerPacket = hex(`
  0865 c005 002c  21 03 19 0007 0000 807d1125 800000  0002
  6d60 1482 7594 f63c 073a aa  0000 03e8 07d0 ffff  0000 d8f0 1f40  5b 03  beef`);

describe('reference mission database', () => {
  it('is of the size that the demonstration needs', () => {
    expect(database.name).toBe('SMMS');
    expect(database.version).toBe('1.0');
    expect(database.rootContainers.map(({ name }) => name)).toEqual(['CcsdsPacket']);
    expect(concrete.map(({ name }) => name)).toEqual([
      'HK_PLATFORM',
      'HK_POWER',
      'HK_THERMAL_AOCS',
      'HK_PAYLOAD_COMMS',
      'EVENT_INFORMATIVE',
      'EVENT_LOW',
      'EVENT_MEDIUM',
      'EVENT_HIGH',
      'TIME_REPORT',
      'TC_ACCEPTED',
      'TC_ACCEPTANCE_FAILED',
      'TC_STARTED',
      'TC_START_FAILED',
      'TC_COMPLETED',
      'TC_COMPLETION_FAILED',
      'CONNECTION_TEST_REPORT',
    ]);
    expect(database.parameters.size).toBe(118);
    // Events name a parameter by its place, so new ones come last.
    expect([...database.parameters.keys()].slice(109, 113)).toEqual([
      '/SMMS/TIME_RATE_EXPONENT',
      '/SMMS/TIME_REPORTED',
      '/SMMS/REQUEST_VERSION',
      '/SMMS/REQUEST_TYPE',
    ]);
    const limited = [...database.parameters.values()].filter(({ alarm }) => alarm?.kind === 'ranges');
    expect(limited).toHaveLength(36);
    for (const { alarm } of limited)
      if (alarm?.kind === 'ranges') expect(alarm.ranges.map(({ level }) => level)).toEqual(['critical', 'warning']);
    for (const { description, qualifiedName } of database.parameters.values())
      expect([qualifiedName, description]).not.toEqual([qualifiedName, '']);
  });

  it('decodes a power packet written by hand', () => {
    const packet = decoded(powerPacket);
    expect(packet.container).toBe('HK_POWER');
    expect(packet.containers).toEqual(['CcsdsPacket', 'PusTelemetry', 'HousekeepingReport', 'HK_POWER']);
    expect(packet.leftoverBits).toBe(0);
    const value = valuesOf(packet);
    expect(value).toMatchObject({
      PACKET_VERSION: 0,
      PACKET_TYPE: 'TM',
      SECONDARY_HEADER_FLAG: true,
      APID: 101,
      SEQUENCE_FLAGS: 'UNSEGMENTED',
      SEQUENCE_COUNT: 5,
      PACKET_DATA_LENGTH: 44,
      PUS_VERSION: 2,
      TIME_REFERENCE_STATUS: 'GPS_SYNCHRONISED',
      MESSAGE_TYPE_COUNTER: 7,
      HK_STRUCTURE_ID: 2,
      // 0x5b = 0101 1011: heaters off, on, off, on; eclipse; deployed +Y no, -Y yes; tripped.
      PWR_HEATER_BATTERY: false,
      PWR_HEATER_TANK: true,
      PWR_HEATER_OBC: false,
      PWR_HEATER_IMAGER: true,
      PWR_ECLIPSE: true,
      PWR_SA_DEPLOYED_PY: false,
      PWR_SA_DEPLOYED_MY: true,
      PWR_UNDERVOLTAGE: true,
      PWR_BATTERY_MODE: 'DISCHARGE',
      PACKET_ERROR_CONTROL: 0xbeef,
    });
    expect(formatUtc(value.PACKET_TIME as bigint)).toBe('2026-04-24T00:00:00.500000Z');
    expect(value.PWR_BUS_VOLTAGE).toBeCloseTo(28.0, 9); // 0x6d60 = 28 000 mV
    expect(value.PWR_BUS_CURRENT).toBeCloseTo(5.25, 9); // 0x1482 = 5 250 mA
    expect(value.PWR_BATTERY_VOLTAGE).toBeCloseTo(30.1, 9); // 0x7594 = 30 100 mV
    expect(value.PWR_BATTERY_CURRENT).toBeCloseTo(-2.5, 9); // 0xf63c = 63 036 − 65 536 = −2 500 mA
    expect(value.PWR_BATTERY_TEMPERATURE).toBeCloseTo(18.5, 9); // 0x073a = 1 850 / 100
    expect(value.PWR_STATE_OF_CHARGE).toBe(85); // 0xaa = 170 / 2
    expect(value.PWR_SA_CURRENT_2).toBeCloseTo(1, 9);
    expect(value.PWR_SA_CURRENT_4).toBeCloseTo(65.535, 9);
    expect(value.PWR_SA_TEMPERATURE_PY).toBeCloseTo(-100, 9); // 0xd8f0 = 55 536 − 65 536
    expect(value.PWR_SA_TEMPERATURE_MY).toBeCloseTo(80, 9); // 0x1f40 = 8 000
  });

  it('decodes thermistors of twelve bits, a third-order polynomial, a spline and floats written by hand', () => {
    // 12-bit raws 0, 1000, 2048, 4095, 1500, 0x123 = 291, 3000, 100; pressure 2050; NADIR, FIX_3D, TRACKING, 9 satellites.
    const packet = decoded(
      hex(`0866 c000 0048  21 03 19 0001 0000 807d1125 000001  0003
        0003e8 800fff 5dc123 bb8064  0802 03 22 09
        3f000000 be800000 00000000 3f800000  fc18 0001 0bb8  0004 fffc 7fff 8000  3a98 c568 0000  00c8  0000`),
    );
    expect(packet.container).toBe('HK_THERMAL_AOCS');
    expect(packet.leftoverBits).toBe(0);
    const value = valuesOf(packet);
    expect(value.THM_PANEL_PX).toBe(-60);
    expect(value.THM_PANEL_MX).toBeCloseTo(-60 + 55 - 12 + 2, 9); // at x = 1000
    expect(value.THM_PANEL_PZ).toBeCloseTo(19.488221184, 9); // −60 + 112.64 − 50.331648 + 17.179869184 at x = 2048
    expect(value.PRP_TANK_PRESSURE).toBeCloseTo(10.25, 9); // half way from (820, 0.5) to (3280, 20)
    expect(value).toMatchObject({
      AOC_MODE: 'NADIR_POINTING',
      AOC_GPS_LOCK: 'FIX_3D',
      AOC_STAR_TRACKER: 'TRACKING',
      AOC_GPS_SATELLITES: 9,
      AOC_Q1: 0.5,
      AOC_Q2: -0.25,
      AOC_Q4: 1,
      AOC_WHEEL_SPEED_1: 1,
      AOC_WHEEL_SPEED_2: -1,
      AOC_WHEEL_SPEED_3: 8191.75,
      AOC_WHEEL_SPEED_4: -8192,
    });
    expect(value.AOC_RATE_X).toBeCloseTo(-1, 9);
    expect(value.AOC_MAGNETIC_FIELD_X).toBeCloseTo(30, 9);
    expect(value.AOC_MAGNETIC_FIELD_Y).toBeCloseTo(-30, 2);
    expect(value.AOC_POINTING_ERROR).toBeCloseTo(0.2, 9);
  });

  it('decodes verification reports written by hand', () => {
    // Header 6, secondary header 14, request identifier 4, error control 2: 26 octets, so length 19 = 0x13.
    // Request 1865 c007: version 0, TC, secondary header, APID 0x065; unsegmented, count 7.
    const accepted = decoded(hex('0865 c009 0013  21 01 01 0003 0000 807d1125 800000  1865 c007  beef'));
    expect(accepted.container).toBe('TC_ACCEPTED');
    expect(accepted.leftoverBits).toBe(0);
    const request = {
      APID: 101,
      SERVICE_TYPE: 1,
      SERVICE_SUBTYPE: 1,
      REQUEST_VERSION: 0,
      REQUEST_TYPE: 'TC',
      REQUEST_SHF: true,
      REQUEST_APID: 101,
      REQUEST_SEQUENCE_FLAGS: 'UNSEGMENTED',
      REQUEST_SEQUENCE_COUNT: 7,
    };
    expect(valuesOf(accepted)).toMatchObject(request);
    const failed = decoded(hex('0865 c00a 0015  21 01 08 0004 0000 807d1125 800000  1865 c007  0010  beef'));
    expect(failed.container).toBe('TC_COMPLETION_FAILED');
    expect(failed.leftoverBits).toBe(0);
    expect(valuesOf(failed)).toMatchObject({ ...request, SERVICE_SUBTYPE: 8, TC_FAILURE_CODE: 'NOT_IN_THIS_MODE' });
    const sign = decoded(hex('0864 c000 000f  21 11 02 0000 0000 807d1125 800000  beef'));
    expect([sign.container, sign.leftoverBits]).toEqual(['CONNECTION_TEST_REPORT', 0]);
  });

  it('knows a packet only by its APID, service and structure together', () => {
    const with_ = (index: number, octet: number): Uint8Array => {
      const copy = powerPacket.slice();
      copy[index] = octet;
      return copy;
    };
    expect(decode(with_(1, 0x64))).toMatchObject({
      ok: false,
      reason: 'unrecognised',
      where: '/SMMS/HousekeepingReport',
    });
    expect(decode(with_(21, 3))).toMatchObject({
      ok: false,
      reason: 'unrecognised',
      where: '/SMMS/HousekeepingReport',
    });
    expect(decode(with_(7, 17))).toMatchObject({ ok: false, reason: 'unrecognised', where: '/SMMS/PusTelemetry' });
    expect(decode(with_(6, 0x11))).toMatchObject({ ok: false, reason: 'unrecognised', where: '/SMMS/PusTelemetry' });
    expect(decode(with_(0, 0x18))).toMatchObject({ ok: false, reason: 'unrecognised', where: '/SMMS/CcsdsPacket' });
    expect(decode(powerPacket.subarray(0, 40))).toMatchObject({
      ok: false,
      reason: 'too-short',
      where: '/SMMS/PWR_SA_CURRENT_4', // octets 39 and 40 of 0 to 39
      bitOffset: 312,
      expected: 'at least 328 bits',
      found: '320 bits',
    });
    expect(decode(Uint8Array.from([...powerPacket, 0, 0]))).toMatchObject({ ok: true, leftoverBits: 16 });
  });

  it('places values against their limits', () => {
    const volts = parameter('PWR_BUS_VOLTAGE');
    const check = (value: number): string => {
      const { level, bound } = monitor(volts, value);
      return bound === undefined ? level : `${level} ${bound}`;
    };
    expect([24.9, 25, 26.4, 26.5, 33, 33.1, 34.5, 34.6].map(check)).toEqual([
      'critical low',
      'warning low',
      'warning low',
      'in-limits',
      'in-limits',
      'warning high',
      'warning high',
      'critical high',
    ]);
    expect(monitor(parameter('PWR_STATE_OF_CHARGE'), 100)).toEqual({ level: 'in-limits' });
    expect(monitor(parameter('PWR_STATE_OF_CHARGE'), 20)).toEqual({ level: 'critical', bound: 'low', limit: 25 });
    expect(monitor(parameter('PLF_MODE'), 'SAFE')).toEqual({ level: 'critical' });
    expect(monitor(parameter('PLF_MODE'), 'NOMINAL')).toEqual({ level: 'in-limits' });
    expect(monitor(parameter('PLF_UPTIME'), 0)).toEqual({ level: 'unmonitored' });
  });

  const rawOf = (definition: ParameterDefinition): fc.Arbitrary<RawValue> => {
    const { encoding, labels, name } = definition;
    if (encoding?.kind === 'float') return fc.float({ noNaN: true });
    if (encoding?.kind !== 'integer') return fc.uint8Array({ maxLength: 8, min: 1, max: 127 });
    if (labels.length > 0) return fc.constantFrom(...labels.map(({ value }) => value));
    if (name === 'PRP_TANK_PRESSURE') return fc.integer({ min: 0, max: 4095 }); // the spline's range
    const bits = encoding.sizeInBits;
    if (encoding.coding === 'twosComplement') return fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 });
    return bits > 53
      ? fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n })
      : fc.integer({ min: 0, max: 2 ** bits - 1 });
  };

  it.each(concrete.map(({ name }) => name))(
    '%s: encode then decode gives the same raw and engineering values',
    (name) => {
      const encoder = compileEncoder(database, name);
      const free = encoder.parameters.filter((candidate) => !encoder.fixed.has(candidate));
      const raws = fc.record(Object.fromEntries(free.map((candidate) => [candidate.name, rawOf(candidate)])));
      fc.assert(
        fc.property(raws, (values) => {
          const octets = encoder.encode(values, 'raw');
          expect(octets).toHaveLength(encoder.sizeInOctets ?? -1);
          const packet = decoded(octets);
          expect(packet.container).toBe(name);
          expect(packet.leftoverBits).toBe(0);
          const back = Object.fromEntries(packet.entries.map((entry) => [entry.parameter.name, entry.raw]));
          expect(back).toMatchObject(values);
          const engineering = Object.fromEntries(
            packet.entries
              .filter((entry) => !encoder.fixed.has(entry.parameter))
              .map((entry) => [entry.parameter.name, entry.value]),
          );
          expect(encoder.encode(engineering)).toEqual(octets);
        }),
        { numRuns: 100 },
      );
    },
  );

  it('finds the raw value of every engineering value of every calibrated integer', () => {
    for (const definition of database.parameters.values()) {
      const { encoding } = definition;
      if (encoding?.kind !== 'integer' || encoding.calibrator === undefined) continue;
      const signed = encoding.coding === 'twosComplement';
      const min = signed ? -(2 ** (encoding.sizeInBits - 1)) : 0;
      const max = min + 2 ** encoding.sizeInBits - 1;
      const top = encoding.calibrator.kind === 'spline' ? 4095 : max;
      const step = Math.max(1, Math.floor((top - min) / 400));
      const decodeOne = (raw: number): number => {
        const calibrator = encoding.calibrator;
        if (calibrator?.kind === 'polynomial')
          return calibrator.coefficients.reduce((sum, c, i) => sum + c * raw ** i, 0);
        const points = calibrator?.points ?? [];
        const i = Math.max(
          1,
          points.findIndex((point) => point.raw >= raw),
        );
        const [a, b] = [points[i - 1], points[i]];
        if (a === undefined || b === undefined) throw new Error('outside the spline');
        return a.calibrated + ((b.calibrated - a.calibrated) * (raw - a.raw)) / (b.raw - a.raw);
      };
      for (let raw = min; raw <= top; raw += step) expect(engineeringToRaw(definition, decodeOne(raw))).toBe(raw);
      expect(engineeringToRaw(definition, decodeOne(top))).toBe(top);
    }
  });

  it('takes any octets without throwing, and accounts for every bit of what it recognises', () => {
    const damage = fc.array(fc.tuple(fc.nat(50), fc.nat(255)), { maxLength: 4 });
    fc.assert(
      fc.property(damage, fc.nat(60), (changes, length) => {
        const octets = new Uint8Array(length);
        octets.set(powerPacket.subarray(0, length));
        for (const [at, octet] of changes) if (at < length) octets[at] = octet;
        const result = decode(octets);
        const bits = result.entries.reduce((sum, { parameter: { encoding } }) => {
          return sum + (encoding?.kind === 'integer' || encoding?.kind === 'float' ? encoding.sizeInBits : 0);
        }, 0);
        if (result.ok) expect(bits + result.leftoverBits).toBe(8 * length);
        else
          expect([result.reason, bits]).toEqual([
            expect.stringMatching(/^(too-short|unrecognised)$/),
            result.bitOffset,
          ]);
      }),
      { numRuns: 500 },
    );
  });

  it('encodes instants to the nearest step of the on-board clock', () => {
    const instant = parseUtc('2026-04-24T00:00:00.5Z');
    expect(engineeringToRaw(parameter('PACKET_TIME'), instant)).toBe(0x807d1125_800000n);
  });
});
