import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex, hexToBytes } from '../hex.js';
import { type SequenceFlags } from '../space-packet/space-packet.js';
import { haveOracle, oracleJson, oracleJsonLines, oracleLines } from '../testing/oracle.js';
import {
  type MapReassemblyEvent,
  type MapReassemblyOutput,
  initialMapReassemblyState,
  reassembleMap,
  segmentForMap,
} from './map-segmentation.js';
import { TcFrameError } from './tc-frame-error.js';
import { type TcManagedParameters, encodeTcFrame, parseTcFrame } from './tc-frame.js';
import { splitTcPackets } from './tc-packets.js';

const params: TcManagedParameters = { segmentHeader: true, fecf: true, maxFrameLength: 48 };

function run(events: readonly MapReassemblyEvent[], maxUnitLength?: number): MapReassemblyOutput[] {
  let state = initialMapReassemblyState;
  const outputs: MapReassemblyOutput[] = [];
  for (const event of events) {
    const step = reassembleMap(state, event, maxUnitLength);
    state = step.state;
    outputs.push(...step.outputs);
  }
  return outputs;
}

const segment = (mapId: number, sequenceFlags: SequenceFlags, hex: string): MapReassemblyEvent => ({
  kind: 'segment',
  segmentHeader: { sequenceFlags, mapId },
  data: hexToBytes(hex),
});
const unit = (mapId: number, hex: string, segments: number): MapReassemblyOutput => ({
  kind: 'unit',
  mapId,
  data: hexToBytes(hex),
  segments,
});

describe('MAP segmentation and reassembly (232.0-B)', () => {
  it('units of any length, of several MAPs in turn, come back whole through frames that are no larger than agreed', () => {
    const units = fc.array(fc.uint8Array({ minLength: 1, maxLength: 400 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(units, (list) => {
        const queues = list.map((octets, mapId) => [...segmentForMap(octets, mapId, params)]);
        const events: MapReassemblyEvent[] = [];
        while (queues.some((queue) => queue.length > 0))
          for (const queue of queues) {
            const next = queue.shift();
            if (next === undefined) continue;
            const bytes = encodeTcFrame({ kind: 'BD', scid: 1, vcid: 0, ...next }, params);
            const { segmentHeader, data } = parseTcFrame(bytes, params);
            events.push({ kind: 'segment', segmentHeader: segmentHeader!, data });
          }
        const outputs = run(events);
        expect(outputs.length).toBe(list.length);
        for (const [mapId, octets] of list.entries())
          expect(outputs).toContainEqual({
            kind: 'unit',
            mapId,
            data: octets,
            segments: Math.ceil(octets.length / 40),
          });
      }),
    );
  });

  it('trap 29: one segment in one frame is unsegmented; more are first, middle and last', () => {
    const flags = (length: number): string[] =>
      segmentForMap(new Uint8Array(length), 0, params).map(({ segmentHeader }) => segmentHeader.sequenceFlags);
    expect(flags(1)).toEqual(['unsegmented']);
    expect(flags(40)).toEqual(['unsegmented']);
    expect(flags(41)).toEqual(['first', 'last']);
    expect(flags(120)).toEqual(['first', 'continuation', 'last']);
    expect(() => segmentForMap(new Uint8Array(0), 0, params)).toThrow(TcFrameError);
    expect(() => segmentForMap(new Uint8Array(1), 0, { ...params, segmentHeader: false })).toThrow(TcFrameError);
  });

  it('trap 29: a lost segment drops the whole unit of its MAP, and of no other', () => {
    // The last segment of MAP 1 is lost, then the first of its next unit; MAP 2 is untouched.
    const outputs = run([
      segment(1, 'first', '0a'),
      segment(2, 'first', 'b1'),
      segment(1, 'continuation', '0b0c'),
      segment(1, 'first', '1a'),
      segment(2, 'last', 'b2'),
      segment(1, 'last', '1b'),
      segment(1, 'continuation', '2b'),
      segment(1, 'last', '2c2d'),
      segment(1, 'unsegmented', '3a'),
    ]);
    expect(outputs).toEqual([
      { kind: 'dropped', mapId: 1, reason: 'interrupted', segments: 2, octets: 3 },
      unit(2, 'b1b2', 2),
      unit(1, '1a1b', 2),
      { kind: 'dropped', mapId: 1, reason: 'no-first-segment', segments: 1, octets: 1 },
      { kind: 'dropped', mapId: 1, reason: 'no-first-segment', segments: 1, octets: 2 },
      unit(1, '3a', 1),
    ]);
  });

  it('trap 29: frames known to be lost drop every open unit, and what is left of them later', () => {
    const outputs = run([
      segment(1, 'first', '0a'),
      segment(2, 'first', '0b'),
      { kind: 'lost' },
      segment(1, 'last', '0c'),
      segment(2, 'unsegmented', '0d'),
    ]);
    expect(outputs).toEqual([
      { kind: 'dropped', mapId: 1, reason: 'lost', segments: 1, octets: 1 },
      { kind: 'dropped', mapId: 2, reason: 'lost', segments: 1, octets: 1 },
      { kind: 'dropped', mapId: 1, reason: 'no-first-segment', segments: 1, octets: 1 },
      unit(2, '0d', 1),
    ]);
  });

  it('an unsegmented unit interrupts an open one, and a unit beyond the largest length is dropped', () => {
    expect(run([segment(5, 'first', '0a'), segment(5, 'unsegmented', '0b')])).toEqual([
      { kind: 'dropped', mapId: 5, reason: 'interrupted', segments: 1, octets: 1 },
      unit(5, '0b', 1),
    ]);
    const long = [segment(5, 'first', '0a0b'), segment(5, 'continuation', '0c'), segment(5, 'last', '0d')];
    expect(run(long, 4)).toEqual([unit(5, '0a0b0c0d', 3)]);
    expect(run(long, 3)).toEqual([{ kind: 'dropped', mapId: 5, reason: 'too-long', segments: 3, octets: 4 }]);
    expect(run(long, 2)[0]).toMatchObject({ reason: 'too-long', segments: 2 });
  });
});

describe('packets in a TC unit', () => {
  it('several packets follow each other; what is no packet is the rest', () => {
    const space = hexToBytes('1801c0000000aa');
    const encapsulation = hexToBytes('fd0401020304').subarray(0, 4);
    const both = Uint8Array.of(...space, ...encapsulation, ...space);
    expect(splitTcPackets(both).packets.map(({ kind, bytes }) => [kind, bytes.length])).toEqual([
      ['space', 7],
      ['encapsulation', 4],
      ['space', 7],
    ]);
    expect(splitTcPackets(both).rest).toBeUndefined();
    const broken = splitTcPackets(both.subarray(0, -1));
    expect(broken.packets.length).toBe(2);
    expect(broken.rest).toEqual({ fault: 'packet-length', bytes: space.subarray(0, -1) });
    expect(splitTcPackets(Uint8Array.of(...space, 0x55)).rest).toEqual({
      fault: 'packet-version',
      bytes: Uint8Array.of(0x55),
    });
    expect(splitTcPackets(space.subarray(0, 5)).rest?.fault).toBe('packet-length');
    // Trap 22: a packet length below the header's own would never end.
    expect(splitTcPackets(hexToBytes('fd00')).rest?.fault).toBe('packet-length');
  });

  it('packets and rest are all octets of the unit, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (octets) => {
        const { packets, rest } = splitTcPackets(octets);
        const all = [...packets.map(({ bytes }) => bytes), ...(rest === undefined ? [] : [rest.bytes])];
        expect(all.flatMap((bytes) => [...bytes])).toEqual([...octets]);
      }),
    );
  });
});

const folder = ['telemetry-command', 'frames'] as const;
const library = ['telemetry-command', 'vectors', 'spacepylibrary-testdata.json'] as const;
const here = haveOracle(...folder) && haveOracle(...library);
(here ? describe : describe.skip)('packets of the TC dumps', () => {
  it.each([
    ['tc_plain_1', 30],
    ['tc_1_encapsulation', 1],
  ])('%s: %i packets, reassembled and split', (name, count) => {
    const dump: TcManagedParameters = { segmentHeader: true, fecf: false, maxFrameLength: 1024 };
    const frames = oracleLines(...folder, `${name}.hex`).map((line) => parseTcFrame(hexToBytes(line), dump));
    const units = run(
      frames.map(({ segmentHeader, data }) => ({ kind: 'segment', segmentHeader: segmentHeader!, data })),
    );
    const found = units.flatMap((output) => {
      if (output.kind === 'dropped') return [];
      const { packets, rest } = splitTcPackets(output.data);
      expect(rest).toBeUndefined();
      return packets.map(({ kind, bytes }) => ({
        kind: kind === 'space' ? 'space' : 'encap',
        length: bytes.length,
        head: bytesToHex(bytes.subarray(0, 16)),
        sha256_128: createHash('sha256').update(bytes).digest('hex').slice(0, 32),
      }));
    });
    expect(units.every(({ kind }) => kind === 'unit')).toBe(true);
    expect(found.length).toBe(count);
    const expected = oracleJsonLines<Record<string, unknown>>(...folder, `${name}.packets.jsonl`);
    expect(found).toEqual(expected.map(({ kind, length, head, sha256_128 }) => ({ kind, length, head, sha256_128 })));
  });

  it('tc_plain_2: an octet missing in frame 4 and one too many in frame 5 spoil these two frames, and no other', () => {
    const dump: TcManagedParameters = { segmentHeader: true, fecf: false, maxFrameLength: 1024 };
    const found = oracleLines(...folder, 'tc_plain_2.hex').map((line) => {
      const { packets, rest } = splitTcPackets(parseTcFrame(hexToBytes(line), dump).data);
      return `${packets.length} ${rest?.fault ?? 'whole'}`;
    });
    const whole = '3 whole';
    expect(found).toEqual([
      whole,
      whole,
      whole,
      whole,
      '1 packet-version',
      '1 packet-length',
      whole,
      whole,
      whole,
      whole,
    ]);
  });

  it('SpacePyLibrary: the packet of 276 octets in two frames, segmented and reassembled', () => {
    const { vectors } = oracleJson<{ vectors: Record<string, string> }>(...library);
    const packet = hexToBytes(vectors.TC_PACKET_01!);
    const frames: TcManagedParameters = { segmentHeader: true, fecf: true, maxFrameLength: 256 };
    const encoded = segmentForMap(packet, 2, frames).map((piece) =>
      bytesToHex(encodeTcFrame({ kind: 'BD', scid: 758, vcid: 0, ...piece }, frames)),
    );
    expect(encoded).toEqual([vectors.TC_FRAME_01, vectors.TC_FRAME_02]);
    const segments = ['TC_FRAME_01', 'TC_FRAME_02'].map((name) => parseTcFrame(hexToBytes(vectors[name]!), frames));
    const outputs = run(
      segments.map(({ segmentHeader, data }) => ({ kind: 'segment', segmentHeader: segmentHeader!, data })),
    );
    expect(outputs).toEqual([unit(2, vectors.TC_PACKET_01!, 2)]);
  });
});
