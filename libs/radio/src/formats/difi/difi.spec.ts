import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseUtc } from '@app/time';
import { pcapOf, udpPayloads } from '../testing/pcap.js';
import { haveRadioOracle, radioOracle } from '../testing/radio-oracle.js';
import { decodeDifi } from './difi-decoder.js';
import { encodeDifi } from './difi-encoder.js';
import { decodeDifiItems, difiSampleMultiple, encodeDifiItems } from './difi-items.js';
import { type DifiContext, DifiError, type DifiPacket, type DifiTimestamp, unknownState } from './difi-packet.js';
import { type DifiEvent, DifiStream } from './difi-stream.js';
import { difiTimestampOf, instantOfDifi } from './difi-time.js';

const EXAMPLE = 'difi_example1_1Msps_8bits.pcapng';
const example = haveRadioOracle(EXAMPLE) ? udpPayloads(radioOracle(EXAMPLE)) : [];
const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');

const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });
const timestamp: fc.Arbitrary<DifiTimestamp> = fc.oneof(
  fc.record({
    kind: fc.constant('time' as const),
    scale: fc.constantFrom('utc', 'gps', 'other'),
    seconds: uint32,
    picoseconds: fc.integer({ min: 0, max: 999_999_999_999 }),
  }),
  fc.record({
    kind: fc.constant('sample-count' as const),
    scale: fc.constantFrom('utc', 'gps', 'other'),
    seconds: uint32,
    samples: fc.bigInt(0n, 2n ** 64n - 1n),
  }),
);
const prologue = { streamId: uint32, sequence: fc.nat({ max: 15 }), timestamp };
const hertz = fc.integer({ min: -(2 ** 52), max: 2 ** 52 }).map((steps) => steps / 2 ** 20);
const decibel = fc.integer({ min: -32768, max: 32767 }).map((steps) => steps / 128);
const indicator = fc.constantFrom(true, false, null);
const packet = fc.oneof(
  fc.record({
    type: fc.constant('data' as const),
    ...prologue,
    padBits: fc.nat({ max: 31 }),
    payload: fc.uint8Array({ maxLength: 20 }).map((octets) => octets.subarray(0, octets.length & ~3)),
  }),
  fc.record({
    type: fc.constant('context' as const),
    ...prologue,
    ...{ changed: fc.boolean(), referencePoint: uint32 },
    ...{ bandwidthHz: hertz.map(Math.abs), ifFrequencyHz: hertz, rfFrequencyHz: hertz, ifBandOffsetHz: hertz },
    ...{ referenceLevelDbm: decibel, scalingLevelDb: decibel, gainStage1Db: decibel, gainStage2Db: decibel },
    sampleRateHz: hertz.map(Math.abs),
    timestampAdjustmentFs: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
    timestampCalibrationS: uint32,
    state: fc.record({
      ...{ calibratedTime: indicator, validData: indicator, referenceLock: indicator, automaticGain: indicator },
      ...{ detectedSignal: indicator, spectralInversion: indicator, overRange: indicator, sampleLoss: indicator },
      userDefined: fc.nat({ max: 255 }),
    }),
    itemBits: fc.integer({ min: 4, max: 16 }),
  }),
  fc.record({
    type: fc.constant('version' as const),
    ...prologue,
    ...{ changed: fc.boolean(), year: fc.integer({ min: 2000, max: 2127 }), day: fc.integer({ min: 1, max: 366 }) },
    ...{ revision: fc.nat({ max: 63 }), deviceType: fc.nat({ max: 15 }), icdVersion: fc.nat({ max: 63 }) },
  }),
) as fc.Arbitrary<DifiPacket>;

/** Bits of the integers, one after the other, most significant first: what "link-efficient" packing means, said once more. */
function bitsOf(items: readonly number[], itemBits: number): string {
  return items.map((item) => (item & (2 ** itemBits - 1)).toString(2).padStart(itemBits, '0')).join('');
}

describe('items of DIFI payloads', () => {
  it.each([4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])('%d bits: packed as the bits say, and back', (itemBits) => {
    const [multiple, scale] = [difiSampleMultiple(itemBits), 2 ** (itemBits - 1)];
    expect((2 * multiple * itemBits) % 32).toBe(0);
    if (multiple > 1) expect((multiple * itemBits) % 32).not.toBe(0);
    const item = fc.integer({ min: -scale, max: scale - 1 });
    fc.assert(
      fc.property(
        fc.array(fc.array(item, { minLength: 2 * multiple, maxLength: 2 * multiple }), { maxLength: 4 }),
        (groups) => {
          const items = groups.flat();
          const { payload, saturated } = encodeDifiItems(
            Float32Array.from(items, (value) => value / scale),
            itemBits,
          );
          expect(saturated).toBe(0);
          expect([...payload].map((octet) => octet.toString(2).padStart(8, '0')).join('')).toBe(
            bitsOf(items, itemBits),
          );
          expect([...decodeDifiItems(payload, itemBits)]).toEqual(items.map((value) => value / scale));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('counts what is beyond full scale, and refuses samples that do not fill words and sizes that are none', () => {
    const { payload, saturated } = encodeDifiItems(Float32Array.of(1, -1, 1.5, -1.5, NaN, 0.5, 0, 0), 8);
    expect(hex(payload)).toBe('7f807f8000400000');
    expect(saturated).toBe(2);
    expect(() => encodeDifiItems(new Float32Array(6), 12)).toThrow(/samples: expected a multiple of 4, found 3/);
    for (const bits of [3, 17, 8.5]) expect(() => decodeDifiItems(new Uint8Array(4), bits)).toThrow(/4 to 16 bits/);
    expect(decodeDifiItems(new Uint8Array(8), 12, 16)).toHaveLength(4);
  });
});

describe('DIFI packets', () => {
  it('are read as they were written, in both editions', () => {
    fc.assert(
      fc.property(packet, fc.constantFrom('1.1' as const, '1.2.1' as const), (one, edition) => {
        expect(decodeDifi(encodeDifi(one, edition))).toEqual(one);
      }),
    );
  });

  (example.length > 0 ? it : it.skip)("of the consortium's capture are written as it has them, octet by octet", () => {
    expect(example).toHaveLength(112);
    for (const datagram of example) expect(hex(encodeDifi(decodeDifi(datagram)))).toBe(hex(datagram));
  });

  const good = encodeDifi(contextOf({}));
  it.each([
    ['a short one', good.subarray(0, 20), /length: expected 28 octets or more, found 20/],
    ['another size', good.subarray(0, 104), /size: expected 26 words.*found 27/],
    ['no class identifier', good.with(0, 0x41), /class identifier flag/],
    ['reserved bits', good.with(0, 0x4f), /reserved bits/],
    ['another OUI', good.with(9, 0), /OUI: expected 6a621e, found 00621e/],
    ['no time scale', good.with(1, 0x20), /time scale/],
    ['a free running count', good.with(1, 0x70), /kind of fraction/],
    ['more picoseconds than a second has', good.with(22, 0xff), /fraction of second/],
    ['another type', good.with(0, 0x69), /type and class: .*found 6: 1/],
    ['other fields', good.with(29, 0xb8), /context indicator field/],
    ['tags', good.with(101, 0x10), /payload format/],
    ['items of 3 bits', good.with(103, 0x02), /4 to 16 bits/],
    ['unused bits', good.with(103, 0x8f), /item packing field/],
  ])('refuses %s', (_, datagram, message) => {
    expect(() => decodeDifi(datagram)).toThrow(DifiError);
    expect(() => decodeDifi(datagram)).toThrow(message);
  });

  it.each([
    [{ sequence: 16 }, /sequence/],
    [{ bandwidthHz: -1 }, /bandwidth/],
    [{ rfFrequencyHz: 2 ** 43 }, /RF frequency/],
    [{ referenceLevelDbm: 256 }, /reference level: expected -256 to below 256/],
    [{ gainStage1Db: NaN }, /gain of stage 1/],
    [{ itemBits: 17 }, /4 to 16 bits/],
  ])('does not write what its fields do not hold: %o', (fields, message) => {
    expect(() => encodeDifi(contextOf(fields))).toThrow(message);
  });
});

describe('times of DIFI', () => {
  it.each([
    ['utc', '2025-02-27T20:34:31.106390999Z', 1_740_688_471, 106_390_999_500],
    ['gps', '2025-02-27T20:34:31.5Z', 1_740_688_471 - 315_964_800 + 18, 500_000_000_500],
    ['utc', '2016-12-31T23:59:60Z', 1_483_228_799, 500],
  ] as const)('%s: %s', (scale, text, seconds, picoseconds) => {
    const instant = { tai: parseUtc(text), picoseconds: 500 };
    const stamp = { kind: 'time', scale, seconds, picoseconds } as const;
    expect(difiTimestampOf(instant, scale)).toEqual(stamp);
    if (!text.endsWith('60Z')) expect(instantOfDifi(stamp)).toEqual(instant);
  });

  it('of another kind are no instants', () => {
    expect(instantOfDifi({ kind: 'time', scale: 'other', seconds: 1, picoseconds: 0 })).toBeNull();
    expect(instantOfDifi({ kind: 'sample-count', scale: 'utc', seconds: 1, samples: 0n })).toBeNull();
    const late = { tai: parseUtc('2106-02-07T06:28:16Z'), picoseconds: 0 };
    expect(() => difiTimestampOf(late, 'utc')).toThrow(/found 4294967296/);
  });
});

function contextOf(fields: Partial<DifiContext>): DifiContext {
  return {
    ...{ type: 'context', streamId: 7, sequence: 0, changed: true, referencePoint: 100 },
    timestamp: { kind: 'time', scale: 'utc', seconds: 1_740_688_471, picoseconds: 0 },
    ...{ bandwidthHz: 800_000, ifFrequencyHz: 0, rfFrequencyHz: 2.245e9, ifBandOffsetHz: 0 },
    ...{ referenceLevelDbm: -30, scalingLevelDb: 0, gainStage1Db: 0, gainStage2Db: 0, sampleRateHz: 1e6 },
    ...{ timestampAdjustmentFs: 0n, timestampCalibrationS: 0, state: unknownState, itemBits: 16 },
    ...fields,
  };
}

const SAMPLES = 100;

/** Data packet `n` of stream 7 at 1 MHz: 100 samples of n/1000. */
function dataOf(n: number, sequence = n & 15, streamId = 7): Uint8Array {
  const { payload } = encodeDifiItems(new Float32Array(2 * SAMPLES).fill(n / 1000), 16);
  const seconds = Math.floor((n * SAMPLES) / 1e6);
  const picoseconds = n * SAMPLES * 1e6 - seconds * 1e12;
  const stamp = { kind: 'time', scale: 'utc', seconds: 1_740_688_471 + seconds, picoseconds } as const;
  return encodeDifi({ type: 'data', streamId, sequence, timestamp: stamp, padBits: 0, payload });
}

const pushAll = (stream: DifiStream, datagrams: readonly Uint8Array[]): DifiEvent[] =>
  datagrams.flatMap((datagram) => [...stream.push(datagram)]);
const brief = (events: readonly DifiEvent[]): string[] =>
  events.map((event) => {
    switch (event.kind) {
      case 'samples':
        return `samples ${Math.round(event.samples[0]! * 1000)}`;
      case 'sequence-gap':
        return `${event.kind} ${event.type} ${event.expected} ${event.found} ${event.missing}`;
      case 'lost-samples':
        return `${event.kind} ${event.count}`;
      case 'late-packet':
        return `${event.kind} ${event.sequence} ${event.by}`;
      case 'context':
        return `context ${event.isNew ? 'new' : 'same'}`;
      default:
        return event.kind;
    }
  });

describe('receiver of DIFI', () => {
  (example.length > 0 ? it : it.skip)(
    'gives all 72 000 samples of the capture, whose first packet comes before its context',
    () => {
      const events = pushAll(new DifiStream(), example);
      const samples = events.flatMap((event) => (event.kind === 'samples' ? [...event.samples] : []));
      expect(samples).toHaveLength(2 * 72_000);
      const payloads = example.filter(([first]) => first! >>> 4 === 1).map((datagram) => datagram.subarray(28));
      const expected = payloads.flatMap((payload) => [...new Int8Array(Uint8Array.from(payload).buffer)]);
      expect(samples).toEqual(expected.map((item) => item / 128));
      const counts = new Map<string, number>();
      for (const { kind } of events) counts.set(kind, (counts.get(kind) ?? 0) + 1);
      expect(Object.fromEntries(counts)).toEqual({ samples: 100, context: 10, version: 2 });
      expect(events.find((event) => event.kind === 'context')).toMatchObject({
        isNew: true,
        context: { ...{ bandwidthHz: 800_000, rfFrequencyHz: 1.95e9, sampleRateHz: 1e6, itemBits: 8 }, changed: true },
      });
    },
  );

  it('says what is missing, by sequence and by time, and goes on', () => {
    const events = pushAll(new DifiStream(), [encodeDifi(contextOf({})), ...[0, 1, 5, 6].map((n) => dataOf(n))]);
    expect(brief(events)).toEqual([
      ...[
        'context new',
        'samples 0',
        'samples 1',
        'sequence-gap data 2 5 3',
        'lost-samples 300',
        'samples 5',
        'samples 6',
      ],
    ]);
  });

  it('sees sixteen packets that are missing, which no sequence shows', () => {
    const events = pushAll(new DifiStream(), [encodeDifi(contextOf({})), dataOf(0), dataOf(17)]);
    expect(brief(events)).toEqual(['context new', 'samples 0', 'lost-samples 1600', 'samples 17']);
  });

  it('drops packets that come late or twice, and says so', () => {
    const order = [0, 2, 1, 2, 3];
    const events = pushAll(new DifiStream(), [encodeDifi(contextOf({})), ...order.map((n) => dataOf(n))]);
    expect(brief(events)).toEqual([
      ...['context new', 'samples 0', 'sequence-gap data 1 2 1', 'lost-samples 100', 'samples 2'],
      ...['late-packet 1 200', 'late-packet 2 100', 'samples 3'],
    ]);
  });

  it('takes a sender that begins anew with another time, and a timestamp that is off by a sample', () => {
    const stream = new DifiStream();
    pushAll(stream, [encodeDifi(contextOf({})), dataOf(100_000, 4)]);
    expect(brief(stream.push(dataOf(3, 0)))).toEqual(['sequence-gap data 5 0 11', 'time-step', 'samples 3']);
    const next = dataOf(4, 1);
    const view = new DataView(next.buffer);
    view.setBigUint64(20, view.getBigUint64(20) - 900_000n);
    expect(brief(stream.push(next))).toEqual(['samples 4']);
  });

  it('goes on after packets that are none, and keeps streams apart', () => {
    const stream = new DifiStream({ streams: 2 });
    const other = contextOf({ streamId: 8, itemBits: 8 });
    const events = pushAll(stream, [
      ...[encodeDifi(contextOf({})), dataOf(0), new Uint8Array(3), encodeDifi(other), dataOf(1).fill(0, 9, 10)],
      ...[dataOf(1), dataOf(0, 0, 9)],
    ]);
    expect(brief(events)).toEqual([
      ...['context new', 'samples 0', 'bad-packet', 'context new', 'bad-packet', 'samples 1', 'bad-packet'],
    ]);
  });

  it('keeps copies of the data that come before a context, no more than it may', () => {
    const stream = new DifiStream({ keptBeforeContext: 3 });
    const datagrams = [0, 1, 2, 3].map((n) => Buffer.from(dataOf(n)));
    expect(brief(pushAll(stream, datagrams))).toEqual(['dropped-before-context']);
    for (const datagram of datagrams) datagram.fill(0);
    const events = stream.push(encodeDifi(contextOf({})));
    expect(brief(events)).toEqual(['context new', 'samples 1', 'samples 2', 'samples 3']);
  });

  it('compares contexts itself: the sender may forget to say that one changed', () => {
    const stream = new DifiStream();
    const contexts = [
      {},
      { sequence: 1 },
      { sequence: 2, changed: false, rfFrequencyHz: 2.2e9 },
      { sequence: 3, changed: false },
    ];
    const events = pushAll(
      stream,
      contexts.map((fields) => encodeDifi(contextOf(fields))),
    );
    expect(brief(events)).toEqual(['context new', 'context same', 'context new', 'context new']);
  });

  it('reads what a capture of its packets gives back', () => {
    const datagrams = [encodeDifi(contextOf({})), dataOf(0)];
    expect(udpPayloads(pcapOf(datagrams)).map(hex)).toEqual(datagrams.map(hex));
  });
});
