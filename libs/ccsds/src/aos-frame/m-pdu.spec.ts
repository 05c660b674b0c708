import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type ExtractionOutput } from '../packet-extraction/extraction-output.js';
import { extractPackets } from '../packet-extraction/extract-packets.js';
import { initialExtractionState } from '../packet-extraction/extraction-state.js';
import { buildSpacePacket } from '../space-packet/space-packet.js';
import { seededOctets } from '../testing/bits.js';
import { FHP_NO_PACKET_START, FHP_ONLY_IDLE_DATA } from '../tm-frame/tm-frame.js';
import { AosFrameError, type AosFrameErrorReason } from './aos-frame-error.js';
import { encodeAosFrame, parseAosFrame } from './aos-frame.js';
import {
  AOS_COUNTER_MODULO,
  AOS_CYCLE_COUNTER_MODULO,
  type AosManagedParameters,
  aosCounterModulo,
} from './aos-parameters.js';
import { encodeMPdu, extractableAosFrame, mPduPacketZoneLength, parseMPdu } from './m-pdu.js';

const ZONE = 20; // octets of packet zone
const params: AosManagedParameters = {
  frameLength: 6 + 2 + ZONE,
  fecf: false,
  ocf: 'absent',
  frameHeaderErrorControl: false,
  insertZoneLength: 0,
  frameCountCycle: 'unused',
};

function reasonOf(action: () => unknown): AosFrameErrorReason | 'nothing' {
  try {
    action();
  } catch (error) {
    if (error instanceof AosFrameError) return error.reason;
    throw error;
  }
  return 'nothing';
}

/** A frame of one virtual channel: its count in 28 bits, a pointer and the packet zone. */
interface Sent {
  readonly count: number;
  readonly pointer: number;
  readonly zone: Uint8Array;
  readonly vcid?: number;
}

function extract(sent: readonly Sent[], managed: AosManagedParameters): ExtractionOutput<number>[] {
  let state = initialExtractionState<number>(sent[0]!.vcid ?? 0, aosCounterModulo(managed));
  return sent.flatMap(({ count, pointer, zone, vcid = 0 }) => {
    const bytes = encodeAosFrame(
      {
        scid: 9,
        vcid,
        vcfc: count % AOS_COUNTER_MODULO,
        vcfcCycle: managed.frameCountCycle === 'used' ? Math.floor(count / AOS_COUNTER_MODULO) : 0,
        dataField: encodeMPdu({ firstHeaderPointer: pointer, packetZone: zone }),
      },
      managed,
    );
    const step = extractPackets(state, extractableAosFrame(parseAosFrame(bytes, managed)), count);
    state = step.state;
    return [...step.outputs];
  });
}

function summary(outputs: readonly ExtractionOutput<number>[]): string[] {
  return outputs.map((output) => {
    switch (output.kind) {
      case 'gap':
        return `lost ${output.missingFrames}, ${output.foundVcfc} found`;
      case 'space':
      case 'encapsulation':
        return `packet ${output.bytes.length} ${output.complete ? 'whole' : 'partial'}`;
      default:
        return output.kind;
    }
  });
}

describe('M_PDU (732.0-B-4)', () => {
  it('encode and parse are inverses', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 2046 }), fc.nat(), (packetZone, random) => {
        const pointer = [FHP_NO_PACKET_START, FHP_ONLY_IDLE_DATA, random % packetZone.length][random % 3]!;
        const dataField = encodeMPdu({ firstHeaderPointer: pointer, packetZone });
        expect(dataField.length).toBe(packetZone.length + 2);
        const isIdle = pointer === FHP_ONLY_IDLE_DATA;
        expect(parseMPdu(dataField)).toEqual({ firstHeaderPointer: pointer, isIdle, packetZone });
      }),
    );
  });

  it('five spare bits, then the pointer in eleven', () => {
    const packetZone = new Uint8Array(0x200);
    expect([...encodeMPdu({ firstHeaderPointer: 0x1a5, packetZone }).subarray(0, 2)]).toEqual([0x01, 0xa5]);
    expect([...encodeMPdu({ firstHeaderPointer: FHP_NO_PACKET_START, packetZone }).subarray(0, 2)]).toEqual([7, 0xff]);
    expect(reasonOf(() => parseMPdu(Uint8Array.of(0x08, 0, 1, 2, 3)))).toBe('spare');
  });

  it('trap 11: a pointer at or beyond the end of the packet zone is refused, 0x7FF and 0x7FE are not pointers', () => {
    const octets = (pointer: number) => Uint8Array.of(pointer >>> 8, pointer & 0xff, ...new Uint8Array(ZONE));
    expect(reasonOf(() => parseMPdu(octets(ZONE - 1)))).toBe('nothing');
    expect(reasonOf(() => parseMPdu(octets(ZONE)))).toBe('first-header-pointer');
    expect(reasonOf(() => parseMPdu(octets(0x7fd)))).toBe('first-header-pointer');
    expect(parseMPdu(octets(FHP_ONLY_IDLE_DATA)).isIdle).toBe(true);
    expect(parseMPdu(octets(FHP_NO_PACKET_START)).isIdle).toBe(false);
    const packetZone = new Uint8Array(ZONE);
    for (const firstHeaderPointer of [ZONE, -1, 0.5, 0x800])
      expect(reasonOf(() => encodeMPdu({ firstHeaderPointer, packetZone }))).toBe('first-header-pointer');
  });

  it('refuses a data field without room for a packet zone', () => {
    for (const length of [0, 1, 2]) expect(reasonOf(() => parseMPdu(new Uint8Array(length)))).toBe('data-field-length');
    expect(reasonOf(() => encodeMPdu({ firstHeaderPointer: 0, packetZone: new Uint8Array(0) }))).toBe(
      'data-field-length',
    );
    expect(mPduPacketZoneLength(params)).toBe(ZONE);
    expect(reasonOf(() => mPduPacketZoneLength({ ...params, frameLength: 8 }))).toBe('parameters');
  });

  it('takes random octets or refuses them with its own error', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 3, maxLength: 60 }), fc.boolean(), (random, isSmall) => {
        // Half of the pointers are small, so that some point into the packet zone.
        const dataField = random.map((octet, i) => (isSmall && i < 2 ? octet & (31 * i) : octet));
        if (reasonOf(() => parseMPdu(dataField)) === 'nothing') taken++;
      }),
      { numRuns: 1000 },
    );
    expect(taken).toBeGreaterThan(50);
  });
});

describe('packets of AOS frames, extracted as those of TM frames are', () => {
  const packet = (length: number, sequenceCount: number): Uint8Array =>
    buildSpacePacket({ apid: 42, sequenceCount, data: seededOctets(length - 6, sequenceCount + 1) });

  it.each([
    ['2^24', 'unused' as const, AOS_COUNTER_MODULO],
    ['2^24, with the cycle', 'used' as const, AOS_COUNTER_MODULO],
    ['2^28, with the cycle', 'used' as const, AOS_CYCLE_COUNTER_MODULO],
  ])('trap 15: the count goes on over the wrap at %s, and gaps across it are counted', (_, frameCountCycle, wrap) => {
    const managed = { ...params, frameCountCycle };
    const modulo = aosCounterModulo(managed);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 30 }), (before, missing) => {
        const at = (offset: number): number => (wrap - before + offset) % modulo;
        const frame = (offset: number): Sent => ({ count: at(offset), pointer: 0, zone: packet(ZONE, offset) });
        const found = summary(extract([frame(0), frame(0), frame(1), frame(2 + missing)], managed));
        const gap = missing === 0 ? [] : [`lost ${missing}, ${at(2 + missing)} found`];
        expect(found).toEqual(['packet 20 whole', 'duplicate', 'packet 20 whole', ...gap, 'packet 20 whole']);
      }),
    );
  });

  it('trap 15: with the cycle, a whole turn of 2^24 lost frames is noticed; without, it cannot be', () => {
    const frames = [
      { count: 5, pointer: 0, zone: packet(ZONE, 1) },
      { count: 6 + AOS_COUNTER_MODULO, pointer: 0, zone: packet(ZONE, 2) },
    ];
    expect(summary(extract(frames, { ...params, frameCountCycle: 'used' }))).toContain('lost 16777216, 16777222 found');
    expect(summary(extract(frames, params))).toEqual(['packet 20 whole', 'packet 20 whole']);
  });

  it('trap 12: an M_PDU with only idle data counts, and a frame lost before it is noticed', () => {
    const [first, second] = [packet(2 * ZONE, 1).subarray(0, ZONE), packet(2 * ZONE, 1).subarray(ZONE)];
    const idle = { pointer: FHP_ONLY_IDLE_DATA, zone: new Uint8Array(ZONE) };
    const whole = extract(
      [
        { count: 0, pointer: 0, zone: first },
        { count: 1, ...idle },
        { count: 2, pointer: FHP_NO_PACKET_START, zone: second },
      ],
      params,
    );
    expect(summary(whole)).toEqual(['packet 40 whole']);
    const lost = extract(
      [
        { count: 0, pointer: 0, zone: first },
        { count: 2, ...idle },
        { count: 3, pointer: FHP_NO_PACKET_START, zone: second },
      ],
      params,
    );
    expect(summary(lost)).toEqual(['lost 1, 2 found', 'packet 40 partial', 'skipped']);
  });

  it('trap 18: a frame of virtual channel 63 is not read as an M_PDU, only its count goes on', () => {
    // 0x5555 would be spare bits and a pointer beyond the zone.
    const idleFrame = (vcfc: number) =>
      parseAosFrame(
        encodeAosFrame({ scid: 9, vcid: 63, vcfc, dataField: new Uint8Array(22).fill(0x55) }, params),
        params,
      );
    expect(reasonOf(() => parseMPdu(idleFrame(0).dataField))).toBe('spare');
    let state = initialExtractionState<number>(63, AOS_COUNTER_MODULO);
    const kinds: string[] = [];
    for (const vcfc of [0, 1, 1, 4]) {
      const step = extractPackets(state, extractableAosFrame(idleFrame(vcfc)), vcfc);
      state = step.state;
      kinds.push(...summary(step.outputs));
    }
    expect(kinds).toEqual(['duplicate', 'lost 2, 4 found']);
  });
});
