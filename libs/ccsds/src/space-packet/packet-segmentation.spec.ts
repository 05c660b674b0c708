import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex, hexToBytes } from '../hex.js';
import {
  type PacketReassemblyEvent,
  type PacketReassemblyOptions,
  type PacketReassemblyOutput,
  initialPacketReassemblyState,
  reassemblePackets,
  segmentIntoPackets,
} from './packet-segmentation.js';
import {
  type SequenceFlags,
  SpacePacketError,
  buildIdlePacket,
  buildSpacePacket,
  parseSpacePacket,
} from './space-packet.js';

const limits: PacketReassemblyOptions = { maxUnitLength: 1000 };

function run(events: readonly PacketReassemblyEvent[], options = limits): PacketReassemblyOutput[] {
  let state = initialPacketReassemblyState;
  const outputs: PacketReassemblyOutput[] = [];
  for (const event of events) {
    const step = reassemblePackets(state, event, options);
    state = step.state;
    outputs.push(...step.outputs);
  }
  return outputs;
}

const event = (bytes: Uint8Array): PacketReassemblyEvent => ({ kind: 'packet', packet: parseSpacePacket(bytes) });
const segment = (
  apid: number,
  sequenceFlags: SequenceFlags,
  sequenceCount: number,
  hex: string,
): PacketReassemblyEvent => event(buildSpacePacket({ apid, sequenceFlags, sequenceCount, data: hexToBytes(hex) }));
const unit = (apid: number, hex: string, packets: number): PacketReassemblyOutput => ({
  kind: 'unit',
  apid,
  data: hexToBytes(hex),
  packets,
});
const dropped = (apid: number, reason: string, packets: number, octets: number): unknown => ({
  kind: 'dropped',
  ...{ apid, reason, packets, octets },
});

describe('segmentation by sequence flags (133.0-B-2)', () => {
  it('trap 21: 01 first, 00 continuation, 10 last, 11 whole, with counts that follow each other modulo 16 384', () => {
    const cut = (octets: number): string[] =>
      segmentIntoPackets(new Uint8Array(octets), { apid: 3, sequenceCount: 16_382, maxPacketLength: 10 }).map((bytes) =>
        bytesToHex(bytes.subarray(0, 6)),
      );
    expect(cut(4)).toEqual(['0003fffe0003']);
    expect(cut(5)).toEqual(['00037ffe0003', '0003bfff0000']);
    expect(cut(12)).toEqual(['00037ffe0003', '00033fff0003', '000380000003']);
  });

  it('units of any length, of several APIDs in turn, come back whole through packets no longer than agreed', () => {
    const cases = fc.record({
      units: fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 4 }),
      maxPacketLength: fc.integer({ min: 11, max: 60 }),
      sequenceCount: fc.nat(16_383),
      secondaryHeader: fc.option(fc.uint8Array({ minLength: 4, maxLength: 4 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(cases, ({ units, secondaryHeader, ...rest }) => {
        const fields = secondaryHeader === undefined ? rest : { ...rest, secondaryHeader };
        const queues = units.map((octets, apid) => [...segmentIntoPackets(octets, { ...fields, apid })]);
        const counts = queues.map(({ length }) => length);
        const packets: Uint8Array[] = [];
        while (queues.some(({ length }) => length > 0))
          for (const queue of queues) {
            const next = queue.shift();
            if (next !== undefined) packets.push(next);
          }
        expect(packets.every(({ length }) => length <= rest.maxPacketLength)).toBe(true);
        const outputs = run(packets.map(event), { ...limits, secondaryHeaderLength: 4 });
        expect(outputs.length).toBe(units.length);
        for (const [apid, data] of units.entries())
          expect(outputs).toContainEqual({ kind: 'unit', apid, data, packets: counts[apid] });
      }),
    );
  });

  it('says what it refuses to cut', () => {
    const cut = (octets: number, fields: object) => (): unknown =>
      segmentIntoPackets(new Uint8Array(octets), { apid: 3, sequenceCount: 0, maxPacketLength: 10, ...fields });
    expect(cut(0, {})).toThrow(/unit: expected 1 octet or more/);
    expect(cut(1, { maxPacketLength: 6 })).toThrow(/maxPacketLength: expected 7 to 65542/);
    expect(cut(1, { maxPacketLength: 65_543 })).toThrow(SpacePacketError);
    expect(cut(1, { secondaryHeader: new Uint8Array(4) })).toThrow(/expected 11 to 65542, found 10/);
    expect(cut(1, { sequenceCount: 16_384 })).toThrow(/sequence count/);
    expect(cut(20, { apid: 2048 })).toThrow(/APID/);
    expect(cut(16_384, { maxPacketLength: 7 })).toThrow(/fewer than 16384/);
    expect(cut(16_383, { maxPacketLength: 7 })).not.toThrow();
  });
});

describe('reassembly by sequence flags (133.0-B-2)', () => {
  it('trap 20: a lost packet drops the unit of its APID and of no other, and says how many are missing', () => {
    const outputs = run([
      segment(1, 'first', 16_382, '0a'),
      segment(2, 'first', 7, 'b1'),
      segment(1, 'continuation', 16_383, '0b0c'),
      segment(1, 'last', 2, '0d'), // 0 and 1 are missing
      segment(2, 'last', 8, 'b2'),
      segment(1, 'first', 3, '1a'),
      segment(1, 'last', 4, '1b'),
    ]);
    expect(outputs).toEqual([
      { kind: 'gap', apid: 1, missing: 2, beforeCount: 2 },
      dropped(1, 'lost', 2, 3),
      dropped(1, 'no-first-segment', 1, 1),
      unit(2, 'b1b2', 2),
      unit(1, '1a1b', 2),
    ]);
  });

  it('a first segment after a gap begins anew; one without a gap interrupts', () => {
    expect(run([segment(1, 'first', 0, '0a'), segment(1, 'first', 2, '1a'), segment(1, 'last', 3, '1b')])).toEqual([
      { kind: 'gap', apid: 1, missing: 1, beforeCount: 2 },
      dropped(1, 'lost', 1, 1),
      unit(1, '1a1b', 2),
    ]);
    expect(run([segment(1, 'first', 0, '0a'), segment(1, 'first', 1, '1a'), segment(1, 'last', 2, '1b')])).toEqual([
      dropped(1, 'interrupted', 1, 1),
      unit(1, '1a1b', 2),
    ]);
  });

  it('a segment that comes twice is a duplicate and spoils nothing', () => {
    const first = segment(1, 'first', 5, '0a');
    const last = segment(1, 'last', 6, '0b');
    const twice = (sequenceCount: number): unknown => ({ kind: 'duplicate', apid: 1, sequenceCount });
    expect(run([first, first, last, last])).toEqual([twice(5), unit(1, '0a0b', 2), twice(6)]);
  });

  it('unsegmented packets pass through whatever their count, and end an open unit; idle packets do neither', () => {
    const whole = segment(1, 'unsegmented', 0, '0c');
    const idle = event(buildIdlePacket(9));
    expect(run([idle, whole, whole, segment(1, 'first', 1, '0a'), idle, whole, idle])).toEqual([
      unit(1, '0c', 1),
      unit(1, '0c', 1),
      dropped(1, 'interrupted', 1, 1),
      unit(1, '0c', 1),
    ]);
  });

  it('an interrupted stream drops every open unit', () => {
    expect(
      run([segment(1, 'first', 0, '0a'), segment(2, 'first', 0, '0b'), { kind: 'lost' }, segment(1, 'last', 1, '0c')]),
    ).toEqual([dropped(1, 'lost', 1, 1), dropped(2, 'lost', 1, 1), dropped(1, 'no-first-segment', 1, 1)]);
  });

  it('trap 23: a unit beyond the largest length is dropped as soon as it is known to be', () => {
    const long = [segment(1, 'first', 0, '0a0b'), segment(1, 'continuation', 1, '0c'), segment(1, 'last', 2, '0d')];
    expect(run(long, { maxUnitLength: 4 })).toEqual([unit(1, '0a0b0c0d', 3)]);
    expect(run(long, { maxUnitLength: 3 })).toEqual([dropped(1, 'too-long', 3, 4)]);
    expect(run(long, { maxUnitLength: 2 })).toEqual([
      dropped(1, 'too-long', 2, 3),
      dropped(1, 'no-first-segment', 1, 1),
    ]);
    expect(run([segment(1, 'unsegmented', 0, '0a0b')], { maxUnitLength: 1 })).toEqual([dropped(1, 'too-long', 1, 2)]);
  });

  it('a count that begins anew on board is no repetition: nothing of two units is put together', () => {
    const [old, fresh] = [segment(1, 'first', 0, '0101'), segment(1, 'first', 0, '0202')];
    expect(run([old, fresh, segment(1, 'last', 1, '0202')])).toEqual([
      { kind: 'gap', apid: 1, missing: 16_383, beforeCount: 0 },
      dropped(1, 'lost', 1, 2),
      unit(1, '02020202', 2),
    ]);
    // Behind a unit that is complete, too.
    expect(
      run([segment(1, 'first', 16_383, '01'), segment(1, 'last', 0, '01'), fresh, segment(1, 'last', 1, '02')]),
    ).toEqual([unit(1, '0101', 2), unit(1, '020202', 2)]);
  });

  it('what is kept of an open unit is a copy: the octets that were given may be used anew', () => {
    const octets = buildSpacePacket({ apid: 1, sequenceFlags: 'first', sequenceCount: 0, data: Uint8Array.of(1, 2) });
    const begun = reassemblePackets(initialPacketReassemblyState, event(octets), limits);
    octets.fill(9);
    const { outputs } = reassemblePackets(begun.state, segment(1, 'last', 1, '03'), limits);
    expect(outputs).toEqual([unit(1, '010203', 2)]);
  });

  it('refuses a unit of more packets than there are counts before it cuts it', () => {
    const much = { apid: 1, sequenceCount: 0, maxPacketLength: 7 };
    expect(() => segmentIntoPackets(new Uint8Array(100_000_000), much)).toThrow(/fewer than 16384, found 100000000/);
    expect(segmentIntoPackets(new Uint8Array(16_383), much)).toHaveLength(16_383);
  });

  it('leaves secondary headers out, and drops a packet that is too short for its own', () => {
    const withHeader = (
      sequenceFlags: SequenceFlags,
      sequenceCount: number,
      header: string,
      hex: string,
    ): PacketReassemblyEvent =>
      event(
        buildSpacePacket({
          apid: 1,
          sequenceFlags,
          sequenceCount,
          secondaryHeader: hexToBytes(header),
          data: hexToBytes(hex),
        }),
      );
    const options = { ...limits, secondaryHeaderLength: 2 };
    const whole = [
      withHeader('first', 0, 'ffff', '0a'),
      withHeader('continuation', 1, 'ffff', ''),
      withHeader('last', 2, 'eeee', '0b'),
    ];
    expect(run(whole, options)).toEqual([unit(1, '0a0b', 3)]);
    expect(run([whole[0]!, withHeader('last', 1, 'ff', '')], options)).toEqual([
      dropped(1, 'lost', 1, 1),
      dropped(1, 'secondary-header', 1, 1),
    ]);
  });

  it('whatever is lost or repeated of any stream, a unit comes out as it went in or not at all', () => {
    const streams = fc.array(
      fc.record({
        data: fc.uint8Array({ minLength: 1, maxLength: 60 }),
        fates: fc.array(fc.constantFrom(0, 1, 1, 1, 2), { minLength: 60, maxLength: 60 }),
      }),
      { minLength: 1, maxLength: 6 },
    );
    let spoiled = 0;
    fc.assert(
      fc.property(streams, fc.integer({ min: 7, max: 30 }), fc.nat(16_383), (list, maxPacketLength, start) => {
        let sequenceCount = start;
        const expected: string[] = [];
        const events = list.flatMap(({ data, fates }) => {
          const packets = segmentIntoPackets(data, { apid: 1, sequenceCount, maxPacketLength });
          sequenceCount = (sequenceCount + packets.length) % 16_384;
          if (packets.every((_, i) => fates[i]! > 0))
            // An unsegmented packet that comes twice is given twice.
            expected.push(...Array.from({ length: packets.length === 1 ? fates[0]! : 1 }, () => bytesToHex(data)));
          else spoiled += 1;
          return packets.flatMap((bytes, i) => Array.from({ length: fates[i]! }, () => event(bytes)));
        });
        const units = run(events).flatMap((output) => (output.kind === 'unit' ? [bytesToHex(output.data)] : []));
        expect(units).toEqual(expected);
      }),
      { numRuns: 300 },
    );
    expect(spoiled).toBeGreaterThan(0);
  });
});
