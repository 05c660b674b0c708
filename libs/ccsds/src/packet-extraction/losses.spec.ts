import { describe, expect, it } from '@jest/globals';
import { bytesToHex } from '../hex.js';
import { buildSpacePacket } from '../space-packet/space-packet.js';
import { seededOctets } from '../testing/bits.js';
import { FHP_NO_PACKET_START, FHP_ONLY_IDLE_DATA } from '../tm-frame/tm-frame.js';
import { type ExtractableFrame, type ExtractedPacket, type ExtractionOutput } from './extraction-output.js';
import { abandonPacket, extractPackets } from './extract-packets.js';
import {
  ExtractionStateError,
  type SerialisedExtractionState,
  deserialiseExtractionState,
  initialExtractionState,
  serialiseExtractionState,
} from './extraction-state.js';
import { HISTORY_LENGTH } from './frame-history.js';

const FIELD = 50;
const packet = (length: number, sequenceCount = 1): Uint8Array =>
  buildSpacePacket({ apid: 42, sequenceCount, data: seededOctets(length - 6, 90 + sequenceCount) });
const frame = (vcfc: number, firstHeaderPointer: number, dataField: Uint8Array): ExtractableFrame => ({
  vcid: 0,
  vcfc,
  syncFlag: false,
  isIdle: firstHeaderPointer === FHP_ONLY_IDLE_DATA,
  firstHeaderPointer,
  dataField,
});
const piece = (of: Uint8Array, index: number): Uint8Array => of.slice(FIELD * index, FIELD * (index + 1));
/** Two packets in each frame. */
const pair = (vcfc: number, seed: number): ExtractableFrame =>
  frame(vcfc, 0, Uint8Array.of(...packet(20, seed), ...packet(30, seed + 1)));

function extract(frames: readonly ExtractableFrame[], modulo = 256): ExtractionOutput<number>[] {
  let state = initialExtractionState<number>(0, modulo);
  return frames.flatMap((each, i) => {
    const step = extractPackets(state, each, i);
    state = step.state;
    return [...step.outputs];
  });
}

const packets = (outputs: readonly ExtractionOutput<number>[]): ExtractedPacket<number>[] =>
  outputs.flatMap((output) => (output.kind === 'space' || output.kind === 'encapsulation' ? [output] : []));
const kinds = (outputs: readonly ExtractionOutput<number>[]): string[] =>
  outputs.map((output) => (output.kind === 'error' ? output.reason : output.kind));

describe('packets and losses (132.0-B-3)', () => {
  it.each([2, 3, 4])(
    'trap 12: a packet of %i data fields behind a lost idle frame holds nothing out of place',
    (fields) => {
      const sent = packet(fields * FIELD);
      const pieces = Array.from({ length: fields }, (_, i) =>
        frame(i === 0 ? 0 : i + 1, i === 0 ? 0 : FHP_NO_PACKET_START, piece(sent, i)),
      );
      // Frame 1 was idle and is lost; the receiver takes it for a piece of the packet, until a pointer contradicts.
      const outputs = extract([...pieces, frame(fields + 1, 0, packet(FIELD, 2))]);
      const [partial, next] = packets(outputs);
      expect(partial).toMatchObject({ complete: false, gaps: [{ offset: FIELD, length: (fields - 1) * FIELD }] });
      expect(partial!.bytes.subarray(FIELD).every((octet) => octet === 0)).toBe(true);
      expect(next).toMatchObject({ complete: true });
      expect(kinds(outputs)).toContain(fields === 2 ? 'skipped' : 'octets-between-packets');
    },
  );

  it('where data fields differ in length, two losses leave nothing behind the first gap; one is judged by the end', () => {
    const sent = packet(5 * FIELD);
    const after = packet(FIELD, 2);
    // The first data field is four octets shorter: its frame had an OCF.
    const at = (vcfc: number, start: number, length: number): ExtractableFrame =>
      frame(vcfc, vcfc === 0 ? 0 : FHP_NO_PACKET_START, sent.slice(start, start + length));
    const last = frame(5, 4, Uint8Array.of(...sent.slice(-4), ...after.slice(0, FIELD - 4)));
    const fields = [at(0, 0, FIELD - 4), ...[1, 2, 3, 4].map((i) => at(i, FIELD * i - 4, FIELD)), last];
    const twice = packets(extract(fields.filter(({ vcfc }) => vcfc !== 1 && vcfc !== 3)));
    expect(twice[0]!.gaps).toEqual([{ offset: FIELD - 4, length: 4 * FIELD + 4 }]);
    const once = packets(extract(fields.filter(({ vcfc }) => vcfc !== 2)));
    expect(once[0]!.gaps).toEqual([{ offset: 2 * FIELD - 4, length: FIELD }]);
  });

  it('a second loss that swallows the end leaves what came between, unless an idle frame tells that lost ones may have been idle', () => {
    const sent = packet(5 * FIELD);
    const of = (vcfc: number, index: number): ExtractableFrame =>
      frame(vcfc, index === 0 ? 0 : FHP_NO_PACKET_START, piece(sent, index));
    const after = (vcfc: number): ExtractableFrame => frame(vcfc, 0, packet(FIELD, 2));
    const plain = packets(extract([of(0, 0), of(2, 2), after(5)]));
    expect(plain[0]!.gaps).toEqual([
      { offset: FIELD, length: FIELD },
      { offset: 3 * FIELD, length: 2 * FIELD },
    ]);
    const idle = frame(1, FHP_ONLY_IDLE_DATA, new Uint8Array(FIELD));
    const doubtful = packets(extract([of(0, 0), idle, of(3, 2), after(6)]));
    expect(doubtful[0]!.gaps).toEqual([{ offset: FIELD, length: 4 * FIELD }]);
  });

  it('trap 14: octets behind a packet that ended with its data field are an error, with and without a pointer', () => {
    const late = Uint8Array.of(...new Uint8Array(10), ...packet(40, 2));
    for (const [pointer, rest] of [
      [10, ['octets-between-packets', 'skipped', 'space']],
      [FHP_NO_PACKET_START, ['octets-between-packets', 'skipped']],
    ] as const) {
      const outputs = extract([frame(0, 0, packet(FIELD)), frame(1, pointer, late)]);
      expect(kinds(outputs)).toEqual(['space', ...rest]);
    }
    // Behind a loss nobody knows whether they belong to a packet.
    expect(kinds(extract([frame(0, 0, packet(FIELD)), frame(2, 10, late)]))).toEqual([
      'space',
      'gap',
      'skipped',
      'space',
    ]);
  });

  it('trap 15: 255 lost frames are told from a repetition by what the frame holds', () => {
    const [p, q] = [packet(3 * FIELD, 1), packet(3 * FIELD, 2)];
    const outputs = extract([
      frame(0, 0, piece(p, 0)),
      frame(0, 0, piece(q, 0)),
      frame(1, FHP_NO_PACKET_START, piece(q, 1)),
      frame(2, FHP_NO_PACKET_START, piece(q, 2)),
      frame(3, 0, packet(FIELD, 3)),
    ]);
    expect(outputs[0]).toMatchObject({ kind: 'gap', expectedVcfc: 1, foundVcfc: 0, missingFrames: 255 });
    const whole = packets(outputs).filter(({ complete }) => complete);
    expect(whole.map(({ bytes }) => bytesToHex(bytes))).toEqual([bytesToHex(q), bytesToHex(packet(FIELD, 3))]);
  });

  it.each([
    ['TM', 256],
    ['AOS', 2 ** 24],
  ])(
    'trap 15: %s frames that come again after a handover are repetitions, as far back as they are remembered',
    (_, modulo) => {
      const frames = Array.from({ length: 90 }, (__, i) => pair((modulo - 20 + i) % modulo, 2 * i));
      for (const back of [1, 2, 7, HISTORY_LENGTH]) {
        const outputs = extract([...frames, ...frames.slice(90 - back), pair((modulo + 70) % modulo, 300)], modulo);
        expect(kinds(outputs)).toEqual([
          ...new Array<string>(180).fill('space'),
          ...new Array<string>(back).fill('duplicate'),
          'space',
          'space',
        ]);
      }
      // The same counters with other contents are no repetition.
      const other = extract([...frames, pair((modulo + 69 - 4) % modulo, 900)], modulo);
      expect(other.at(-3)).toMatchObject({ kind: 'gap', missingFrames: modulo - 5 });
    },
  );

  it('a state knows repetitions after it was stored, and old states without a history are read', () => {
    let state = initialExtractionState<number>(0);
    for (let i = 0; i < 200; i++) state = extractPackets(state, pair(i, i), i).state;
    const stored = JSON.parse(JSON.stringify(serialiseExtractionState(state))) as SerialisedExtractionState<number>;
    expect(stored.history).toHaveLength(HISTORY_LENGTH);
    const restored = deserialiseExtractionState(stored);
    expect(kinds(extractPackets(restored, pair(197, 197), 0).outputs.slice(0))).toEqual(['duplicate']);
    const { history: _history, isBetweenPackets: _between, ...old } = stored;
    const before = deserialiseExtractionState(old as SerialisedExtractionState<number>);
    expect(kinds([...extractPackets(before, pair(199, 5), 0).outputs])).toEqual(['duplicate']);
    expect(kinds([...extractPackets(before, pair(200, 5), 0).outputs])).toEqual(['space', 'space']);
  });

  it('what is given up is believed up to its first gap', () => {
    const sent = packet(5 * FIELD);
    let state = initialExtractionState<number>(0);
    for (const index of [0, 1, 3]) {
      const pointer = index === 0 ? 0 : FHP_NO_PACKET_START;
      state = extractPackets(state, frame(index, pointer, piece(sent, index)), index).state;
    }
    const given = abandonPacket(state)!;
    expect(given).toMatchObject({ complete: false, gaps: [{ offset: 2 * FIELD, length: 3 * FIELD }], firstFrame: 0 });
    expect(bytesToHex(given.bytes.subarray(0, 2 * FIELD))).toBe(bytesToHex(sent.subarray(0, 2 * FIELD)));
    expect(abandonPacket(initialExtractionState<number>(0))).toBeUndefined();
  });

  it('stored states that do not fit together are refused with their own error', () => {
    const state = extractPackets(initialExtractionState<number>(0), frame(0, 0, piece(packet(90), 0)), 0).state;
    const good = serialiseExtractionState(state);
    const partial = good.partial!;
    expect(deserialiseExtractionState(good)).toEqual(state);
    const broken = [
      { ...partial, length: null },
      { ...partial, length: 2 ** 40 },
      { ...partial, length: 90.5 },
      { ...partial, pieces: undefined },
      { ...partial, gaps: undefined },
      { ...partial, pieces: [] },
      { ...partial, pieces: [], gaps: [{ offset: 0, length: FIELD }] },
      { ...partial, pieces: [{ offset: 0, hex: 'zz' }] },
      { ...partial, pieces: [{ offset: 0, hex: '' }] },
      { ...partial, position: 90 },
    ];
    for (const each of broken)
      expect(() => deserialiseExtractionState({ ...good, partial: each as never })).toThrow(ExtractionStateError);
    for (const each of [{ history: 5 }, { history: [-1] }, { isBetweenPackets: 'yes' }, { expectedVcfc: 256 }])
      expect(() => deserialiseExtractionState({ ...good, ...each } as never)).toThrow(ExtractionStateError);
  });
});
