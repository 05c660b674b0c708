import { CaduCodec, encodeTmFrame, tmDataFieldLength, type TmManagedParameters } from '@app/ccsds';
import type { TelemetryBits } from '@app/radio';
import { plusSeconds, type Tai } from '@app/time';
import { SAMPLE_SCID, sampleFrameLink } from './sample-contact.js';

const frameParameters: TmManagedParameters = { frameLength: 1115, fecf: true, ocf: 'present' };
export const sampleCodec = new CaduCodec(1115, sampleFrameLink);
/** Bits from one ASM to the next. */
export const CADU_BITS = 8 * (4 + 1275);

/** Frame number `n` of virtual channel 0, filled with octets that tell it from every other, its OCF zeros unless it is given. */
export function sampleFrame(n: number, scid = SAMPLE_SCID, ocf: Uint8Array = new Uint8Array(4)): Uint8Array {
  let seed = (n + 1) * 2654435761;
  const dataField = Uint8Array.from({ length: tmDataFieldLength(frameParameters, { ocf: true }) }, () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed >>> 24;
  });
  return encodeTmFrame(
    {
      scid,
      vcid: 0,
      mcfc: n & 0xff,
      vcfc: n & 0xff,
      firstHeaderPointer: 0,
      dataField,
      ocf,
    },
    frameParameters,
  );
}

/** A frame that says version 2, its frame error control right. */
export function frameOfVersion2(n: number): Uint8Array {
  const frame = sampleFrame(n);
  frame[0] = (frame[0] ?? 0) | 0x40;
  return withFecf(frame);
}

function withFecf(frame: Uint8Array): Uint8Array {
  // The CRC of 131.0-B over all but the last two octets, bit by bit: not the one that is under test.
  let crc = 0xffff;
  for (const octet of frame.subarray(0, -2))
    for (let bit = 7; bit >= 0; bit--) {
      const out = (crc >>> 15) ^ ((octet >>> bit) & 1);
      crc = ((crc << 1) & 0xffff) ^ (out === 1 ? 0x1021 : 0);
    }
  frame.set([crc >>> 8, crc & 0xff], frame.length - 2);
  return frame;
}

/** Bits one an element, each with the bit period in which it was sent: after a slip the two no longer go together. */
export interface BitStream {
  readonly bits: readonly number[];
  readonly sentAt: readonly number[];
}

export function bitsOf(cadus: readonly Uint8Array[]): BitStream {
  const bits = cadus.flatMap((cadu) =>
    [...cadu].flatMap((octet) => [7, 6, 5, 4, 3, 2, 1, 0].map((b) => (octet >>> b) & 1)),
  );
  return { bits, sentAt: bits.map((_, i) => i) };
}

export function without({ bits, sentAt }: BitStream, index: number): BitStream {
  return { bits: bits.toSpliced(index, 1), sentAt: sentAt.toSpliced(index, 1) };
}

export function withDoubled({ bits, sentAt }: BitStream, index: number): BitStream {
  return {
    bits: bits.toSpliced(index, 0, bits[index] ?? 0),
    sentAt: sentAt.toSpliced(index, 0, sentAt[index] ?? 0),
  };
}

/** Messages of a baseband unit: each tells when its own first bit was received. `sizes` are taken in turn. */
export function messagesOf(
  stream: BitStream,
  start: Tai,
  bitRateBps: number,
  sizes: readonly number[],
): TelemetryBits[] {
  const messages: TelemetryBits[] = [];
  for (let from = 0, turn = 0; from < stream.bits.length; turn++) {
    const bits = stream.bits.slice(from, from + (sizes[turn % sizes.length] ?? 1));
    const octets = new Uint8Array(Math.ceil(bits.length / 8));
    bits.forEach((bit, i) => (octets[i >>> 3] = (octets[i >>> 3] ?? 0) | (bit << (7 - (i & 7)))));
    messages.push({
      type: 'telemetry-bits',
      sequence: turn,
      firstBitTime: plusSeconds(start, (stream.sentAt[from] ?? 0) / bitRateBps),
      bitRateBps,
      bitCount: bits.length,
      carrierLock: true,
      bitLock: true,
      esN0Db: 10,
      bits: octets,
    });
    from += bits.length;
  }
  return messages;
}
