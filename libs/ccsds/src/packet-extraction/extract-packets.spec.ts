import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex, hexToBytes } from '../hex.js';
import { buildEncapsulationPacket } from '../space-packet/encapsulation-packet.js';
import { buildIdlePacket, buildSpacePacket } from '../space-packet/space-packet.js';
import { seededOctets } from '../testing/bits.js';
import { FHP_NO_PACKET_START, FHP_ONLY_IDLE_DATA } from '../tm-frame/tm-frame.js';
import { type ExtractableFrame, type ExtractionOptions, type ExtractionOutput } from './extraction-output.js';
import { extractPackets } from './extract-packets.js';
import {
  ExtractionStateError,
  type SerialisedExtractionState,
  deserialiseExtractionState,
  initialExtractionState,
  serialiseExtractionState,
} from './extraction-state.js';

const FIELD = 20; // octets of data field
const packet = (length: number, sequenceCount = 1): Uint8Array =>
  buildSpacePacket({ apid: 42, sequenceCount, data: seededOctets(length - 6, 50 + sequenceCount) });
const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

function frame(vcfc: number, firstHeaderPointer: number, dataField: Uint8Array): ExtractableFrame {
  const isIdle = firstHeaderPointer === FHP_ONLY_IDLE_DATA;
  return { vcid: 0, vcfc, syncFlag: false, isIdle, firstHeaderPointer, dataField };
}

/** A stream cut into frames of `FIELD` octets; `starts` are the offsets of packets in it. */
function cut(stream: Uint8Array, starts: readonly number[], firstVcfc = 0): ExtractableFrame[] {
  const frames: ExtractableFrame[] = [];
  for (let at = 0; at + FIELD <= stream.length; at += FIELD) {
    const start = starts.find((offset) => offset >= at && offset < at + FIELD);
    const pointer = start === undefined ? FHP_NO_PACKET_START : start - at;
    frames.push(frame((firstVcfc + frames.length) % 256, pointer, stream.slice(at, at + FIELD)));
  }
  return frames;
}

function extract(frames: readonly ExtractableFrame[], options?: ExtractionOptions): ExtractionOutput<number>[] {
  let state = initialExtractionState<number>(0);
  return frames.flatMap((each) => {
    const step = extractPackets(state, each, each.vcfc, options);
    state = step.state;
    return [...step.outputs];
  });
}

/** What came out, in short. */
function summary(outputs: readonly ExtractionOutput<number>[]): string[] {
  return outputs.map((output) => {
    switch (output.kind) {
      case 'space':
      case 'encapsulation': {
        const gaps = output.gaps.map(({ offset, length }) => ` gap ${offset}+${length}`).join('');
        return `${output.kind} ${output.bytes.length} ${output.complete ? 'whole' : 'partial'}${gaps}`;
      }
      case 'gap':
        return `lost ${output.missingFrames}`;
      case 'skipped':
        return `skipped ${output.offset}+${output.length}`;
      case 'error':
        return `error ${output.reason} at ${output.offset}`;
      case 'idle':
        return `idle ${output.packets}`;
      case 'duplicate':
        return 'duplicate';
    }
  });
}
const packetsOf = (outputs: readonly ExtractionOutput<number>[]): Uint8Array[] =>
  outputs.flatMap((output) => (output.kind === 'space' || output.kind === 'encapsulation' ? [output.bytes] : []));

describe('packet extraction (132.0-B-3)', () => {
  it('the first frame of a pass reports no gap; what precedes its first packet is skipped', () => {
    const stream = join(packet(30, 1), packet(10, 2));
    const [, second] = cut(stream, [0, 30], 76);
    expect(summary(extract([second!]))).toEqual(['skipped 0+10', 'space 10 whole']);
  });

  it('trap 13: a packet header may span two frames at any octet', () => {
    for (let inFirst = 1; inFirst <= 5; inFirst++) {
      const first = packet(FIELD - inFirst, 1);
      const second = packet(FIELD + inFirst, 2);
      const outputs = extract(cut(join(first, second), [0, first.length]));
      expect(summary(outputs)).toEqual([`space ${first.length} whole`, `space ${second.length} whole`]);
      expect(packetsOf(outputs).map(bytesToHex)).toEqual([first, second].map(bytesToHex));
      expect(outputs[1]).toMatchObject({ firstFrame: 0, lastFrame: 1 });
    }
  });

  it('trap 13: a packet may span many frames, and end exactly at the end of one', () => {
    const outputs = extract(cut(join(packet(5 * FIELD, 1), packet(FIELD, 2)), [0, 5 * FIELD]));
    expect(summary(outputs)).toEqual([`space ${5 * FIELD} whole`, `space ${FIELD} whole`]);
    expect(outputs[0]).toMatchObject({ firstFrame: 0, lastFrame: 4 });
    expect(bytesToHex(packetsOf(outputs)[0]!)).toBe(bytesToHex(packet(5 * FIELD, 1)));
  });

  it('trap 13: a header may even span frames with one octet of data each', () => {
    const sent = packet(9, 1);
    const frames = [...sent].map((octet, i) => frame(i, i === 0 ? 0 : FHP_NO_PACKET_START, Uint8Array.of(octet)));
    const outputs = extract(frames);
    expect(summary(outputs)).toEqual(['space 9 whole']);
    expect(packetsOf(outputs)).toEqual([sent]);
  });

  it('a packet in thousands of frames is whole, with a loss in it partial, and its state survives storage', () => {
    const long = packet(60_000);
    const frames = cut(join(long, packet(FIELD, 2)), [0, 60_000]);
    expect(summary(extract(frames))).toEqual(['space 60000 whole', 'space 20 whole']);
    const lost = frames.filter((_, i) => i !== 1000);
    const [, partial] = extract(lost);
    if (partial?.kind !== 'space') throw new Error('expected a packet');
    expect(partial.gaps).toEqual([{ offset: 20_000, length: 20 }]);
    const expected = long.slice().fill(0, 20_000, 20_020);
    expect(bytesToHex(partial.bytes)).toBe(bytesToHex(expected));
    let state = initialExtractionState<number>(0);
    for (const each of frames.slice(0, 2900)) state = extractPackets(state, each, 0).state;
    const stored = serialiseExtractionState(state);
    expect(stored.partial?.position).toBe(2900 * FIELD);
    expect(serialiseExtractionState(deserialiseExtractionState(stored))).toEqual(stored);
  });

  it('trap 13: a loss inside a packet of known length is a gap in it, and the rest is where it belongs', () => {
    const sent = packet(5 * FIELD, 1);
    const frames = cut(join(sent, packet(FIELD, 2)), [0, 5 * FIELD]);
    const outputs = extract(frames.filter((_, i) => i !== 1 && i !== 3));
    expect(summary(outputs)).toEqual([
      'lost 1',
      'lost 1',
      `space ${5 * FIELD} partial gap ${FIELD}+${FIELD} gap ${3 * FIELD}+${FIELD}`,
      `space ${FIELD} whole`,
    ]);
    const expected = sent.slice();
    expected.fill(0, FIELD, 2 * FIELD).fill(0, 3 * FIELD, 4 * FIELD);
    expect(bytesToHex(packetsOf(outputs)[0]!)).toBe(bytesToHex(expected));
  });

  it('trap 13: a loss that swallows the end of a packet ends it with a gap; extraction resumes at the next pointer', () => {
    const frames = cut(join(packet(30, 1), packet(25, 2), packet(25, 3)), [0, 30, 55]);
    expect(summary(extract(frames.filter((_, i) => i !== 1)))).toEqual([
      'lost 1',
      'space 30 partial gap 20+10',
      'skipped 0+15',
      'space 25 whole',
    ]);
  });

  it('a loss before the header was complete leaves no packet', () => {
    const frames = cut(join(packet(FIELD - 3, 1), packet(FIELD + 3, 2), packet(FIELD, 3)), [0, 17, 40]);
    expect(summary(extract(frames.filter((_, i) => i !== 1)))).toEqual([
      'space 17 whole',
      'lost 1',
      'error header-incomplete at 0',
      'space 20 whole',
    ]);
  });

  it('trap 12: a frame lost before an idle frame is noticed, and nothing is stitched', () => {
    const sent = packet(3 * FIELD, 1);
    const [a, b, c] = cut(sent, [0]);
    const idle = (vcfc: number) => frame(vcfc, FHP_ONLY_IDLE_DATA, new Uint8Array(FIELD));
    // The packet ends with its data field: the next pointer confirms that what was received is where it belongs.
    const after = frame(5, 0, packet(FIELD, 2));
    const outputs = extract([a!, idle(2), { ...c!, vcfc: 3 }, idle(4), after]);
    expect(summary(outputs)).toEqual(['lost 1', `space 60 partial gap ${FIELD}+${FIELD}`, 'space 20 whole']);
    expect(bytesToHex(packetsOf(outputs)[0]!)).toBe(
      bytesToHex(sent.map((octet, i) => (i >= FIELD && i < 2 * FIELD ? 0 : octet))),
    );
    // Idle frames between the frames of a packet do no harm.
    const whole = extract([a!, idle(1), { ...b!, vcfc: 2 }, idle(3), { ...c!, vcfc: 4 }]);
    expect(summary(whole)).toEqual(['space 60 whole']);
    expect(bytesToHex(packetsOf(whole)[0]!)).toBe(bytesToHex(sent));
  });

  it('trap 12: where a lost frame was idle and the octets behind the gap are out of place, they are not delivered', () => {
    const sent = packet(3 * FIELD + 10, 1);
    const next = packet(10, 2);
    const frames = cut(join(sent, next), [0, sent.length]);
    // Sent: 0, idle (1, lost), 2, 3, 4: the receiver takes frame 1 for a piece of the packet.
    const outputs = extract([frames[0]!, ...frames.slice(1).map((each) => ({ ...each, vcfc: each.vcfc + 1 }))]);
    expect(summary(outputs)).toEqual([
      'lost 1',
      'error octets-between-packets at 10',
      `space ${sent.length} partial gap 20+50`,
      'skipped 10+10',
      'skipped 0+10',
      'space 10 whole',
    ]);
    expect(bytesToHex(packetsOf(outputs)[0]!.subarray(0, 20))).toBe(bytesToHex(sent.subarray(0, 20)));
    expect(
      packetsOf(outputs)[0]!
        .subarray(20)
        .every((octet) => octet === 0),
    ).toBe(true);
  });

  it('trap 14: a packet that ends before the next one starts is an error, and not called whole', () => {
    const first = packet(25, 1);
    const frames = cut(join(first, new Uint8Array(5), packet(10, 2)), [0, 30]);
    expect(summary(extract(frames))).toEqual([
      'error octets-between-packets at 5',
      'space 25 partial',
      'skipped 5+5',
      'space 10 whole',
    ]);
    const toTheEnd = cut(join(first, new Uint8Array(15)), [0]);
    expect(summary(extract(toTheEnd))).toEqual([
      'error octets-between-packets at 5',
      'space 25 partial',
      'skipped 5+15',
    ]);
  });

  it('trap 14: a packet that overlaps the next one is bad, and the next one is not lost', () => {
    const first = packet(35, 1);
    const outputs = extract(cut(join(first.subarray(0, 30), packet(10, 2)), [0, 30]));
    expect(summary(outputs)).toEqual([
      'error packet-overruns-next at 10',
      'space 35 partial gap 30+5',
      'space 10 whole',
    ]);
  });

  it('trap 15: the same frame again is a duplicate and changes nothing, also within a packet and at 255', () => {
    const sent = packet(3 * FIELD, 1);
    const [a, b, c] = cut(sent, [0], 254);
    const outputs = extract([a!, a!, b!, b!, b!, c!, c!]);
    expect(summary(outputs)).toEqual(['duplicate', 'duplicate', 'duplicate', 'space 60 whole', 'duplicate']);
    expect(bytesToHex(packetsOf(outputs)[0]!)).toBe(bytesToHex(sent));
  });

  it('trap 20: idle packets are counted and not delivered, unless asked for', () => {
    const idle = buildIdlePacket(13);
    const frames = cut(join(packet(7, 1), idle, buildIdlePacket(20)), [0, 7, 20]);
    expect(summary(extract(frames))).toEqual(['space 7 whole', 'idle 1', 'idle 1']);
    expect(extract(frames)[1]).toMatchObject({ octets: 13, frame: 0 });
    const delivered = extract(frames, { deliverIdle: true });
    expect(summary(delivered)).toEqual(['space 7 whole', 'space 13 whole', 'space 20 whole']);
    expect(delivered.map((output) => 'isIdle' in output && output.isIdle)).toEqual([false, true, true]);
  });

  it('trap 22: both packet kinds may share a virtual channel, with encapsulation idle packets of one octet between', () => {
    const encapsulation = join(hexToBytes('fd09'), seededOctets(7, 3));
    const long = join(hexToBytes('ff001234'), hexToBytes('0000000e'), seededOctets(6, 4));
    const stream = join(Uint8Array.of(0xe0), encapsulation, packet(8, 1), Uint8Array.of(0xe0), long, packet(7, 2));
    const outputs = extract(cut(stream, [0, 33]), { deliverIdle: true });
    expect(summary(outputs)).toEqual([
      'encapsulation 1 whole',
      'encapsulation 9 whole',
      'space 8 whole',
      'encapsulation 1 whole',
      'encapsulation 14 whole',
      'space 7 whole',
    ]);
    expect(bytesToHex(packetsOf(outputs)[4]!)).toBe(bytesToHex(long));
  });

  it('trap 22: a version that is neither 0 nor 7 is skipped until the next pointer', () => {
    const stream = join(packet(8, 1), Uint8Array.of(0x40), new Uint8Array(16), packet(7, 2), packet(8, 3));
    expect(summary(extract(cut(stream, [0, 25, 32])))).toEqual([
      'space 8 whole',
      'error packet-version at 8',
      'skipped 8+12',
      'skipped 0+5',
      'space 7 whole',
      'space 8 whole',
    ]);
  });

  it('trap 23: lengths beyond the cap, and encapsulation lengths below the header, are errors until the next pointer', () => {
    const huge = join(hexToBytes('ff000000ffffffff'), new Uint8Array(12));
    const tiny = join(hexToBytes('fd01'), new Uint8Array(18));
    const stream = join(huge, tiny, packet(FIELD, 1));
    expect(summary(extract(cut(stream, [0, 20, 40])))).toEqual([
      'error packet-length at 0',
      'skipped 0+20',
      'error packet-length at 0',
      'skipped 0+20',
      'space 20 whole',
    ]);
    const spread = join(packet(14, 1), hexToBytes('ff000000ffffffff'), new Uint8Array(8), packet(10, 2));
    expect(summary(extract(cut(spread, [0, 14, 30])))).toEqual([
      'space 14 whole',
      'error packet-length at 0',
      'skipped 0+10',
      'space 10 whole',
    ]);
    expect(summary(extract(cut(packet(40, 1), [0]), { maxPacketLength: 39 }))[0]).toBe('error packet-length at 0');
  });

  it('trap 22: an encapsulation packet may be longer than any space packet', () => {
    const long = buildEncapsulationPacket({ protocolId: 2, data: seededOctets(69_992, 4), lengthOctets: 4 });
    expect(long.length).toBe(70_000);
    const outputs = extract(cut(join(long, packet(FIELD, 2)), [0, 70_000]));
    expect(summary(outputs)).toEqual(['encapsulation 70000 whole', 'space 20 whole']);
    expect(bytesToHex(packetsOf(outputs)[0]!)).toBe(bytesToHex(long));
  });

  it('trap 11: a pointer beyond the data field gives the packet in hand up, and the frame is skipped', () => {
    const [a, b, c] = cut(join(packet(50, 1), packet(10, 2)), [0, 50]);
    expect(summary(extract([a!, { ...b!, firstHeaderPointer: FIELD }, c!]))).toEqual([
      'error first-header-pointer at 0',
      'space 50 partial gap 20+30',
      'skipped 0+20',
      'skipped 0+10',
      'space 10 whole',
    ]);
  });

  it('refuses frames of another virtual channel and frames without packets', () => {
    const [a] = cut(packet(FIELD, 1), [0]);
    expect(summary(extract([{ ...a!, vcid: 1 }]))).toEqual(['error virtual-channel at 0']);
    expect(summary(extract([{ ...a!, syncFlag: true }]))).toEqual(['error not-packets at 0']);
  });

  const randomFrames = fc.array(
    fc.record({
      vcid: fc.constant(0),
      vcfc: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 255 })),
      syncFlag: fc.constant(false),
      isIdle: fc.constant(false),
      firstHeaderPointer: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.constant(FHP_NO_PACKET_START)),
      dataField: fc.uint8Array({ minLength: 1, maxLength: 30 }).map((octets) => {
        // Mostly short packets of version 0 or 7.
        const bytes = octets.slice();
        for (let i = 0; i < bytes.length; i += 3) bytes[i] = bytes[i]! % 3 === 0 ? 0 : 0xe0 | (bytes[i]! & 0x1f);
        return bytes;
      }),
    }),
    { maxLength: 30 },
  );

  it('random frames: never throws, changes nothing in place, and a state stored as JSON resumes exactly', () => {
    fc.assert(
      fc.property(randomFrames, (frames) => {
        let state = initialExtractionState<number>(0);
        for (const each of frames) {
          const stored = JSON.stringify(serialiseExtractionState(state));
          const dataBefore = bytesToHex(each.dataField);
          const step = extractPackets(state, each, each.vcfc);
          expect(JSON.stringify(serialiseExtractionState(state))).toBe(stored);
          expect(bytesToHex(each.dataField)).toBe(dataBefore);
          const restored = deserialiseExtractionState(JSON.parse(stored) as SerialisedExtractionState<number>);
          expect(restored).toEqual(state);
          expect(extractPackets(restored, each, each.vcfc)).toEqual(step);
          for (const output of step.outputs) {
            if (output.kind !== 'space' && output.kind !== 'encapsulation') continue;
            expect(output.complete && output.gaps.length > 0).toBe(false);
            for (const { offset, length } of output.gaps)
              expect(output.bytes.subarray(offset, offset + length).every((octet) => octet === 0)).toBe(true);
          }
          state = step.state;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('a stored state that does not fit together is refused', () => {
    const [a] = cut(packet(50, 1), [0]);
    const good = serialiseExtractionState(extractPackets(initialExtractionState<number>(0), a!, 0).state);
    expect(good.partial).not.toBeNull();
    const broken: SerialisedExtractionState<number>[] = [
      { ...good, vcid: -1 },
      { ...good, expectedVcfc: 256 },
      { ...good, counterModulo: 0 },
      { ...good, partial: { ...good.partial!, position: 19 } },
      { ...good, partial: { ...good.partial!, length: 20 } },
      { ...good, partial: { ...good.partial!, gaps: [{ offset: 0, length: 1 }] } },
    ];
    for (const state of broken) expect(() => deserialiseExtractionState(state)).toThrow(ExtractionStateError);
  });
});
