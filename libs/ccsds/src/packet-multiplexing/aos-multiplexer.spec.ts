import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AosFrameError } from '../aos-frame/aos-frame-error.js';
import { parseAosFrame } from '../aos-frame/aos-frame.js';
import { type AosManagedParameters, aosCounterModulo, aosDataFieldLength } from '../aos-frame/aos-parameters.js';
import { extractableAosFrame, parseMPdu } from '../aos-frame/m-pdu.js';
import { bytesToHex } from '../hex.js';
import { type ExtractionOutput } from '../packet-extraction/extraction-output.js';
import { extractPackets } from '../packet-extraction/extract-packets.js';
import { type ExtractionState, initialExtractionState } from '../packet-extraction/extraction-state.js';
import { buildSpacePacket } from '../space-packet/space-packet.js';
import { seededOctets } from '../testing/bits.js';
import { FHP_ONLY_IDLE_DATA } from '../tm-frame/tm-frame.js';
import { type AosMultiplexedFrame, type AosNextFrameOptions, AosMultiplexer } from './aos-multiplexer.js';
import { MultiplexerError } from './virtual-channel-queues.js';

type Managed = AosManagedParameters & { readonly scid: number };
type Packet = Extract<ExtractionOutput<number>, { kind: 'space' | 'encapsulation' }>;

const managed: Managed = {
  frameLength: 40,
  fecf: true,
  ocf: 'present',
  frameHeaderErrorControl: false,
  insertZoneLength: 0,
  frameCountCycle: 'unused',
  scid: 99,
};
const ocf = Uint8Array.of(1, 0, 0, 7);

/** Managed parameters with each option on and off, and a packet zone of 1 to 60 octets. */
const parameters: fc.Arbitrary<Managed> = fc
  .record({
    zone: fc.integer({ min: 1, max: 60 }),
    fecf: fc.boolean(),
    ocf: fc.constantFrom('present' as const, 'absent' as const),
    frameHeaderErrorControl: fc.boolean(),
    insertZoneLength: fc.integer({ min: 0, max: 5 }),
    frameCountCycle: fc.constantFrom('used' as const, 'unused' as const),
    scid: fc.integer({ min: 0, max: 1023 }),
  })
  .map(({ zone, ...options }) => {
    const overhead = -aosDataFieldLength({ ...options, frameLength: 0 }) + 2;
    return { ...options, frameLength: overhead + zone };
  });

const actions = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ vcid: fc.constantFrom(0, 5, 62), size: fc.integer({ min: 7, max: 150 }) }),
    },
    { weight: 2, arbitrary: fc.record({ frame: fc.constantFrom(undefined, 0, 5, 62, 63) }) },
  ),
  { minLength: 1, maxLength: 25 },
);

/** Insert zone and OCF as the parameters want them. */
function services(frame: Managed): AosNextFrameOptions {
  return {
    ...(frame.ocf === 'present' ? { ocf } : {}),
    ...(frame.insertZoneLength > 0 ? { insertZone: seededOctets(frame.insertZoneLength, 7) } : {}),
  };
}

/** Plays the actions until every packet has gone: the frames, and the packets of each virtual channel in order. */
function play(frame: Managed, script: readonly ({ vcid: number; size: number } | { frame: number | undefined })[]) {
  const multiplexer = new AosMultiplexer({ frame, virtualChannels: [5, 0, 62] });
  const frames: AosMultiplexedFrame[] = [];
  const sent = new Map<number, string[]>([0, 5, 62].map((vcid) => [vcid, []]));
  let count = 0;
  for (const action of script) {
    if ('size' in action) {
      const data = seededOctets(action.size - 6, count + 1);
      const encapsulated = Uint8Array.of(0xfd, action.size, ...seededOctets(action.size - 2, count + 1));
      const isSpace = count % 5 !== 4;
      const packet = isSpace ? buildSpacePacket({ apid: 7, sequenceCount: count, data }) : encapsulated;
      count++;
      multiplexer.enqueue(action.vcid, packet);
      sent.get(action.vcid)!.push(bytesToHex(packet));
    } else {
      const wanted = action.frame === undefined ? {} : { vcid: action.frame };
      frames.push(multiplexer.nextFrame({ ...services(frame), ...wanted }));
    }
  }
  while ([0, 5, 62].some((vcid) => multiplexer.pendingOctets(vcid) > 0))
    frames.push(multiplexer.nextFrame(services(frame)));
  return { frames, sent };
}

/** The packets of the given frames, and all else that extraction said. */
function extractAll(frames: readonly AosMultiplexedFrame[], params: Managed) {
  const states = new Map<number, ExtractionState<number>>();
  const packets: Packet[] = [];
  const others: string[] = [];
  frames.forEach(({ bytes }, index) => {
    const frame = parseAosFrame(bytes, params);
    const state = states.get(frame.vcid) ?? initialExtractionState<number>(frame.vcid, aosCounterModulo(params));
    const step = extractPackets(state, extractableAosFrame(frame), index);
    states.set(frame.vcid, step.state);
    for (const output of step.outputs) {
      if (output.kind === 'space' || output.kind === 'encapsulation') packets.push(output);
      else if (output.kind !== 'idle') others.push(output.kind);
    }
  });
  return { packets, others };
}

describe('AOS multiplexer', () => {
  it('trap 13: what is multiplexed is extracted, whole and in order, with insert zone, header error control, cycle, OCF, FECF on and off', () => {
    fc.assert(
      fc.property(parameters, actions, (frame, script) => {
        const { frames, sent } = play(frame, script);
        const { packets, others } = extractAll(frames, frame);
        expect(others).toEqual([]);
        expect(packets.every(({ complete }) => complete)).toBe(true);
        for (const [vcid, expected] of sent)
          expect(packets.filter((packet) => packet.vcid === vcid).map(({ bytes }) => bytesToHex(bytes))).toEqual(
            expected,
          );
      }),
      { numRuns: 300 },
    );
  });

  it('every frame has the managed length, insert zone and OCF, idle frames too (trap 16)', () => {
    fc.assert(
      fc.property(parameters, actions, (frame, script) => {
        for (const { bytes, ...made } of play(frame, script).frames) {
          const { insertZone, ocf: found, ...parsed } = parseAosFrame(bytes, frame);
          expect({ insertZone, ocf: found }).toEqual({ insertZone: undefined, ocf: undefined, ...services(frame) });
          expect(parsed).toMatchObject({ scid: frame.scid, vcid: made.vcid, vcfc: made.vcfc, vcfcCycle: 0 });
        }
      }),
    );
  });

  it('trap 18: without packets a frame of virtual channel 63 goes, without M_PDU; on others an M_PDU with only idle data', () => {
    const multiplexer = new AosMultiplexer({ frame: managed, virtualChannels: [0], idlePattern: 0xa5 });
    const idle = parseAosFrame(multiplexer.nextFrame({ ocf }).bytes, managed);
    expect(idle).toMatchObject({ vcid: 63, vcfc: 0, isIdle: true, dataField: new Uint8Array(28).fill(0xa5) });
    const made = multiplexer.nextFrame({ ocf, vcid: 0 });
    expect(made).toMatchObject({ vcid: 0, vcfc: 0, isIdle: true });
    const forced = parseAosFrame(made.bytes, managed);
    expect(forced.isIdle).toBe(false);
    expect(parseMPdu(forced.dataField)).toEqual({
      firstHeaderPointer: FHP_ONLY_IDLE_DATA,
      isIdle: true,
      packetZone: new Uint8Array(26).fill(0xa5),
    });
    expect(multiplexer.nextFrame({ ocf })).toMatchObject({ vcid: 63, vcfc: 1 });
  });

  it('takes virtual channels in the order of their priority, idle last, and counts each for itself', () => {
    const multiplexer = new AosMultiplexer({ frame: managed, virtualChannels: [9, 0] });
    for (const vcid of [0, 0, 9])
      multiplexer.enqueue(vcid, buildSpacePacket({ apid: 1, sequenceCount: 0, data: new Uint8Array(20) }));
    const order = [1, 2, 3, 4].map(() => multiplexer.nextFrame({ ocf, replayFlag: true }));
    expect(order.map(({ vcid, vcfc, isIdle }) => [vcid, vcfc, isIdle])).toEqual([
      [9, 0, false],
      [0, 0, false],
      [0, 1, false],
      [63, 0, true],
    ]);
    expect(order.every(({ bytes }) => parseAosFrame(bytes, managed).replayFlag)).toBe(true);
    // Trap 15: not 256, as in TM.
    const counts = Array.from({ length: 300 }, () => multiplexer.nextFrame({ ocf }).vcfc);
    expect(counts).toEqual(counts.map((_, i) => i + 1));
  });

  it('a frame that is refused for its OCF or insert zone takes no octet from the packets and no count', () => {
    const multiplexer = new AosMultiplexer({ frame: managed, virtualChannels: [0] });
    const packet = buildSpacePacket({ apid: 1, sequenceCount: 0, data: new Uint8Array(20) });
    multiplexer.enqueue(0, packet);
    expect(() => multiplexer.nextFrame()).toThrow(AosFrameError);
    expect(() => multiplexer.nextFrame({ ocf, insertZone: new Uint8Array(1) })).toThrow(AosFrameError);
    expect(multiplexer.pendingOctets(0)).toBe(26);
    const made = multiplexer.nextFrame({ ocf });
    expect(made.vcfc).toBe(0);
    expect(extractAll([made], managed).packets.map(({ bytes }) => bytesToHex(bytes))).toEqual([bytesToHex(packet)]);
  });

  it('refuses virtual channel 63 for packets, unknown ones, octets that are not one packet, and frames without room', () => {
    const multiplexer = new AosMultiplexer({ frame: managed, virtualChannels: [0] });
    const packet = buildSpacePacket({ apid: 1, sequenceCount: 0, data: new Uint8Array(20) });
    expect(() => new AosMultiplexer({ frame: managed, virtualChannels: [63] })).toThrow(/expected 0 to 62, found 63/);
    expect(() => multiplexer.enqueue(63, packet)).toThrow(MultiplexerError);
    expect(() => multiplexer.enqueue(1, packet)).toThrow(MultiplexerError);
    expect(() => multiplexer.nextFrame({ vcid: 1, ocf })).toThrow(MultiplexerError);
    expect(() => multiplexer.enqueue(0, packet.subarray(0, 25))).toThrow(/expected 26 octets, found 25/);
    const short = { ...managed, frameLength: 14 };
    expect(() => new AosMultiplexer({ frame: short, virtualChannels: [0] })).toThrow(AosFrameError);
  });
});
