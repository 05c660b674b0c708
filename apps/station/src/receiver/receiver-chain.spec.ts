import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { frameAnnotationSchema } from '@app/contracts';
import { parseUtc, secondsBetween } from '@app/time';
import {
  type BitStream,
  bitsOf,
  CADU_BITS,
  frameOfVersion2,
  messagesOf,
  sampleCodec,
  sampleFrame,
  withDoubled,
  without,
} from '../testing/bit-stream.js';
import { SAMPLE_BIT_RATE, sampleContact, sampleFrameLink } from '../testing/sample-contact.js';
import type { ReceivedFrame } from './frame-annotator.js';
import { ReceiverChain } from './receiver-chain.js';

const contact = sampleContact();
const start = parseUtc('2026-04-24T03:00:00.123456789Z');

function receive(stream: BitStream, sizes: readonly number[], bitRateBps = SAMPLE_BIT_RATE): ReceivedFrame[] {
  const chain = new ReceiverChain(contact);
  const frames = messagesOf(stream, start, bitRateBps, sizes).flatMap((message) => [...chain.push(message)].flat());
  return [...frames, ...chain.flush()];
}

const frames = Array.from({ length: 6 }, (_, n) => sampleFrame(n));
const clean = bitsOf(frames.map((frame) => sampleCodec.encode(frame)));
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');
const contents = (received: readonly ReceivedFrame[]): string[] => received.map(({ bytes }) => hex(bytes));

/** Seconds by which an annotated time differs from when the first bit of that CADU was sent. */
function timeError({ annotation }: ReceivedFrame, cadu: number, bitRateBps = SAMPLE_BIT_RATE): number {
  return secondsBetween(start, parseUtc(annotation.earthReceiveTime)) - (cadu * CADU_BITS) / bitRateBps;
}

function flipped({ bits, sentAt }: BitStream, indices: readonly number[]): BitStream {
  const copy = [...bits];
  for (const index of indices) copy[index] = 1 - (copy[index] ?? 0);
  return { bits: copy, sentAt };
}

describe('receiver chain', () => {
  it('gives the frames that were sent, whatever the messages, each with the time of the first bit of its ASM', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 1, maxLength: 5 }),
        fc.double({ min: 4000, max: 2e6, noNaN: true }),
        (sizes, bitRateBps) => {
          const received = receive(
            clean,
            sizes.map((size) => Math.max(size, 97)),
            bitRateBps,
          );
          expect(contents(received)).toEqual(frames.map(hex));
          received.forEach((frame, cadu) => {
            expect(Math.abs(timeError(frame, cadu, bitRateBps))).toBeLessThanOrEqual(1e-6);
            expect(frameAnnotationSchema.parse(frame.annotation)).toMatchObject({
              quality: 'good',
              disposition: 'route',
              correctedSymbols: [0, 0, 0, 0, 0],
              asmBitErrors: 0,
              esN0Db: 10,
              contact: contact.contact.id,
              linkProfile: { id: 'LP-SAMPLE', version: 3 },
            });
          });
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  it('counts the symbols that it corrects, codeword by codeword, and the bit errors of the ASM', () => {
    // Octet 1000 + 5k of a codeblock belongs to codeword 0; two bits of one octet are one symbol.
    const errors = [2 * CADU_BITS + 3, ...[0, 8, 40, 41].map((bit) => 2 * CADU_BITS + 32 + 8 * 1000 + bit)];
    const received = receive(flipped(clean, errors), [5000]);
    expect(contents(received)).toEqual(frames.map(hex));
    expect(received[2]?.annotation).toMatchObject({
      correctedSymbols: [2, 1, 0, 0, 0],
      asmBitErrors: 1,
      quality: 'good',
    });
    expect(received[3]?.annotation).toMatchObject({ correctedSymbols: [0, 0, 0, 0, 0], asmBitErrors: 0 });
  });

  it('keeps what it cannot correct as it was received, and says which codeword', () => {
    // 17 symbols of codeword 3: one more than E.
    const errors = Array.from({ length: 17 }, (_, k) => 3 * CADU_BITS + 32 + 8 * (3 + 5 * k));
    const received = receive(flipped(clean, errors), [5000]);
    expect(received).toHaveLength(6);
    const sent = sampleCodec.encode(frames[3] as Uint8Array).subarray(4);
    for (let k = 0; k < 17; k++) sent[3 + 5 * k] = (sent[3 + 5 * k] ?? 0) ^ 0x80;
    expect(hex(received[3]?.bytes)).toBe(hex(sent));
    expect(received[3]?.annotation).toMatchObject({
      quality: 'uncorrectable',
      disposition: 'uncorrectable',
      correctedSymbols: [0, 0, 0, -1, 0],
    });
  });

  it('keeps frames that are not the contact’s, and says why they are not routed', () => {
    const spoilt = sampleFrame(2);
    spoilt[500] = (spoilt[500] ?? 0) ^ 1;
    const sent = [sampleFrame(0), sampleFrame(1, 0x2aa), spoilt, frameOfVersion2(3), sampleFrame(4)];
    const received = receive(bitsOf(sent.map((frame) => sampleCodec.encode(frame))), [7777]);
    expect(contents(received)).toEqual(sent.map(hex));
    expect(received.map(({ annotation }) => annotation.disposition)).toEqual([
      'route',
      'other-spacecraft',
      'fecf-error',
      'other-version',
      'route',
    ]);
  });

  it('turns inverted bits upright', () => {
    const received = receive({ ...clean, bits: clean.bits.map((bit) => 1 - bit) }, [4096]);
    expect(contents(received)).toEqual(frames.map(hex));
    expect(received.every(({ annotation }) => annotation.inverted)).toBe(true);
  });

  it.each([
    ['lost', without],
    ['doubled', withDoubled],
  ])(
    'does not let a %s bit shift the times of later frames, in small messages or within one',
    (_, slip) => {
      fc.assert(
        fc.property(
          // Anywhere in the codeblock of the third CADU.
          fc.integer({ min: 2 * CADU_BITS + 40, max: 3 * CADU_BITS - 8 }),
          fc.constantFrom([640], [6400], [25_000], [100_000], [9973, 311]),
          (at, sizes) => {
            const received = receive(slip(clean, at), sizes);
            // The frame that lost its bit cannot be corrected unless it lost it near its end.
            const numbers = received.map(({ bytes }) => frames.findIndex((frame) => hex(frame) === hex(bytes)));
            expect(numbers.filter((n) => n !== -1 && n !== 2)).toEqual([0, 1, 3, 4, 5]);
            received.forEach((frame, cadu) => expect(Math.abs(timeError(frame, cadu))).toBeLessThanOrEqual(1e-6));
            expect(received).toHaveLength(6);
          },
        ),
        { numRuns: 30 },
      );
    },
    60_000,
  );

  it('finds nothing in noise, and counts its bits', () => {
    let seed = 1;
    const noise = Array.from(
      { length: 100_000 },
      () => ((seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) >>> 30) & 1,
    );
    const chain = new ReceiverChain(contact);
    const stream = { bits: noise, sentAt: noise.map((_, i) => i) };
    const received = messagesOf(stream, start, SAMPLE_BIT_RATE, [6400]).flatMap((m) => [...chain.push(m)].flat());
    expect([...received, ...chain.flush()]).toEqual([]);
    expect(chain.discardedBits).toBe(100_000);
  });

  it('refuses a link that it cannot receive, naming the field', () => {
    const other = sampleContact({ frame: { ...sampleFrameLink, asm: '352ef853' } });
    expect(() => new ReceiverChain(other)).toThrow(/downlink.frame.asm: expected 1acffc1d, found 352ef853/);
    // A frame that does not fill its codewords is refused at the door already.
    expect(() => sampleContact({ frame: { ...sampleFrameLink, frameLength: 1000 } })).toThrow(
      /expected 1115, to fill the Reed-Solomon codewords/,
    );
  });
});
