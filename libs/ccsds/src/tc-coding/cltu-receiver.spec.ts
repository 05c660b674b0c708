import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex, hexToBytes } from '../hex.js';
import { bitsOf, packBits, seededOctets } from '../testing/bits.js';
import { haveOracle, oracleJson } from '../testing/oracle.js';
import { encodeTcFrame } from '../tc-frame/tc-frame.js';
import { CltuReceiver, type CltuReceiverOutput, type CltuReceiverParameters } from './cltu-receiver.js';
import { CltuError, acquisitionSequence, encodeCltu, idleSequence } from './cltu.js';

const params = { segmentHeader: false, fecf: true, maxFrameLength: 1024 };
const frameOf = (length: number, seed: number): Uint8Array =>
  encodeTcFrame({ kind: 'BD', scid: 77, vcid: seed % 64, data: seededOctets(length - 7, seed) }, params);

const octets = (...pieces: Uint8Array[]): number[] => pieces.flatMap((piece) => bitsOf(piece));
const flip = (bits: readonly number[], ...places: number[]): number[] =>
  bits.map((bit, i) => (places.includes(i) ? 1 - bit : bit));

/** All bits in chunks of these sizes, over and over. */
function receive(
  bits: readonly number[],
  parameters: CltuReceiverParameters,
  sizes: readonly number[] = [bits.length],
): CltuReceiverOutput[] {
  const receiver = new CltuReceiver(parameters);
  const outputs: CltuReceiverOutput[] = [];
  for (let at = 0, i = 0; at < bits.length; i++) {
    const chunk = bits.slice(at, at + sizes[i % sizes.length]!);
    outputs.push(...receiver.push(packBits(chunk), chunk.length));
    at += chunk.length;
  }
  return outputs;
}

/** Frames in hexadecimal digits, and in their turn the reasons of what was abandoned. */
const summary = (outputs: readonly CltuReceiverOutput[]): string[] =>
  outputs.flatMap((output) =>
    output.type === 'cltu' ? output.delimited.frames.map(bytesToHex) : [`${output.reason} ${output.codeblocks}`],
  );

const sec: CltuReceiverParameters = { mode: 'sec', randomized: true };
const ted: CltuReceiverParameters = { mode: 'ted', randomized: true };
const START = 16;
const CODEBLOCK = 64;

describe('CLTU reception (231.0-B)', () => {
  it('frames of any number and length, in CLTUs at any bit, come back however the stream is cut', () => {
    const stream = fc.record({
      cltus: fc.array(fc.array(fc.integer({ min: 8, max: 120 }), { minLength: 1, maxLength: 4 }), {
        minLength: 1,
        maxLength: 4,
      }),
      seed: fc.nat(1000),
      lead: fc.integer({ min: 0, max: 20 }),
      sizes: fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 6 }),
      mode: fc.constantFrom('sec' as const, 'ted' as const),
      randomized: fc.boolean(),
    });
    fc.assert(
      fc.property(stream, ({ cltus, seed, lead, sizes, mode, randomized }) => {
        const frames = cltus.map((lengths, c) => lengths.map((length, f) => frameOf(length, seed + 10 * c + f)));
        const bits = [
          ...octets(acquisitionSequence()).slice(lead),
          ...frames.flatMap((list) => octets(encodeCltu(list, { randomize: randomized }), idleSequence(2))),
        ];
        const whole = receive(bits, { mode, randomized });
        expect(summary(whole)).toEqual(frames.flat().map(bytesToHex));
        expect(receive(bits, { mode, randomized }, sizes)).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  it('tells where a CLTU began, what it cost and how it ended', () => {
    const cltu = encodeCltu(frameOf(20, 1), { randomize: true });
    const outputs = receive([1, 0, 1, ...octets(cltu)], sec, [1]);
    expect(outputs).toEqual([
      {
        type: 'cltu',
        data: expect.objectContaining({ length: 21 }),
        codeblocks: 3,
        correctedBits: 0,
        delimited: { frames: [frameOf(20, 1)], rest: 'fill', restLength: 1 },
        startErrors: 0,
        firstBitIndex: 3,
        end: 'tail',
      },
    ]);
  });

  it('SEC takes a start sequence with any one bit wrong, TED none; two wrong bits are too many', () => {
    const frame = frameOf(30, 2);
    const bits = octets(acquisitionSequence(), encodeCltu(frame, { randomize: true }), idleSequence(4));
    const from = 8 * 16;
    for (let bit = 0; bit < START; bit++) {
      const wrong = flip(bits, from + bit);
      expect(receive(wrong, sec)).toMatchObject([{ type: 'cltu', startErrors: 1, firstBitIndex: from }]);
      expect(summary(receive(wrong, ted))).not.toContain(bytesToHex(frame));
    }
    const twice = flip(bits, from + 2, from + 9);
    expect(summary(receive(twice, sec))).not.toContain(bytesToHex(frame));
  });

  it('SEC corrects one bit in every codeblock and counts them; TED ends at the first', () => {
    const frame = frameOf(35, 3);
    const bits = octets(encodeCltu(frame, { randomize: true }), idleSequence(4));
    const places = [0, 1, 2, 3, 4].map((i) => START + CODEBLOCK * i + 13 * i);
    expect(receive(flip(bits, ...places), sec)).toMatchObject([
      { codeblocks: 5, correctedBits: 5, end: 'tail', delimited: { frames: [frame], restLength: 0 } },
    ]);
    expect(receive(flip(bits, places[3]!), ted)[0]).toMatchObject({
      codeblocks: 3,
      correctedBits: 0,
      end: 'undecodable',
      delimited: { frames: [], rest: 'cut-short', restLength: 21 },
    });
  });

  it('two wrong bits in a codeblock end the CLTU there: earlier frames are kept, the next CLTU is received', () => {
    const [first, second, third] = [frameOf(21, 4), frameOf(40, 5), frameOf(9, 6)];
    const broken = octets(encodeCltu([first, second], { randomize: true }));
    const next = octets(idleSequence(2), encodeCltu(third, { randomize: true }));
    const place = START + 5 * CODEBLOCK;
    const outputs = receive([...flip(broken, place + 1, place + 40), ...next], ted);
    expect(outputs[0]).toMatchObject({
      codeblocks: 5,
      end: 'undecodable',
      delimited: { frames: [first], rest: 'cut-short', restLength: 14 },
    });
    expect(summary(outputs)).toEqual([first, third].map(bytesToHex));
  });

  it('a start sequence without a codeblock is abandoned, and hides no true one that overlaps what follows it', () => {
    const frame = frameOf(12, 7);
    const cltu = octets(encodeCltu(frame, { randomize: true }), idleSequence(2));
    const bits = [...octets(hexToBytes('eb90')), 1, 0, 1, 1, 0, ...cltu];
    const outputs = receive(bits, ted, [7]);
    expect(summary(outputs)).toEqual(['first-codeblock 0', bytesToHex(frame)]);
    expect(outputs[1]).toMatchObject({ firstBitIndex: 21 });
  });

  it('a start sequence with a wrong bit does not hide the true one that begins in it, wherever the window of bits is moved', () => {
    // The first 15 bits of a start sequence and the first of the true one are a start sequence with one bit wrong. With this
    // frame no codeblock stands behind it.
    const frame = frameOf(12, 9);
    const bits = [...octets(hexToBytes('eb90')).slice(0, 15), ...octets(encodeCltu(frame, { randomize: true }))];
    for (let lead = 4076; lead <= 4100; lead++) {
      const receiver = new CltuReceiver(sec);
      const outputs = receiver.push(idleSequence(lead));
      for (let at = 0; at < bits.length; at += 8)
        outputs.push(...receiver.push(packBits(bits.slice(at, at + 8)), Math.min(8, bits.length - at)));
      expect(summary(outputs)).toEqual(['first-codeblock 0', bytesToHex(frame)]);
      expect(outputs.map(({ firstBitIndex }) => firstBitIndex)).toEqual([8 * lead, 8 * lead + 15]);
    }
  });

  it('a lost tail does not hide the next CLTU: the rejected codeblock is searched', () => {
    const [first, second] = [frameOf(14, 8), frameOf(14, 9)];
    const withoutTail = octets(encodeCltu(first, { randomize: true })).slice(0, -CODEBLOCK);
    const bits = [...withoutTail, ...octets(encodeCltu(second, { randomize: true }))];
    expect(summary(receive(bits, ted))).toEqual([first, second].map(bytesToHex));
  });

  it.each(['ccsds', 'legacy'] as const)('a tail (%s) may have one wrong bit, not two', (tail) => {
    const bits = octets(encodeCltu(frameOf(21, 13), { randomize: true, tail }));
    const endOf = (...wrong: number[]): unknown =>
      receive(flip(bits, ...wrong.map((bit) => bits.length - CODEBLOCK + bit)), ted).map((output) =>
        output.type === 'cltu' ? output.end : output.reason,
      );
    for (let bit = 0; bit < CODEBLOCK; bit++) {
      expect(endOf(bit)).toEqual(['tail']);
      // With some it is a codeblock.
      if (bit !== 20) expect(endOf(20, bit)).not.toContain('tail');
      if (bit !== 20 && bit !== 22) expect(endOf(20, 22, bit)).not.toContain('tail');
    }
  });

  it('loss of bit lock abandons the open CLTU; the next one is received', () => {
    const frame = frameOf(50, 10);
    const cltu = encodeCltu(frame, { randomize: true });
    const receiver = new CltuReceiver(sec);
    expect(receiver.push(cltu.subarray(0, 30))).toEqual([]);
    expect(receiver.state).toBe('decode');
    expect(receiver.reset()).toEqual([{ type: 'abandoned', reason: 'reset', codeblocks: 3, firstBitIndex: 0 }]);
    expect(receiver.state).toBe('search');
    expect(receiver.reset()).toEqual([]);
    // The rest of the broken CLTU is searched in vain.
    const outputs = [...receiver.push(cltu.subarray(30)), ...receiver.push(idleSequence(9))];
    outputs.push(...receiver.push(cltu));
    expect(summary(outputs).filter((line) => !line.startsWith('first-codeblock'))).toEqual([bytesToHex(frame)]);
    expect(receiver.bitCount).toBe(8 * (2 * cltu.length + 9));
    // Half a start sequence before the loss and half behind it are none.
    const halves = new CltuReceiver(ted);
    halves.push(cltu.subarray(0, 1));
    halves.reset();
    expect(halves.push(cltu.subarray(1))).toEqual([]);
  });

  it('a CLTU of too many codeblocks is abandoned, and costs only itself', () => {
    const [long, short] = [frameOf(29, 11), frameOf(28, 12)];
    const bits = octets(encodeCltu(long, { randomize: true }), encodeCltu(short, { randomize: true }));
    const outputs = receive(bits, { ...ted, maxCodeblocks: 4 });
    expect(outputs[0]).toEqual({ type: 'abandoned', reason: 'too-long', codeblocks: 4, firstBitIndex: 0 });
    expect(summary(outputs)).toEqual(['too-long 4', bytesToHex(short)]);
  });

  it('a chunk of more than a mebioctet, which is taken in slices, gives what its pieces give', () => {
    const cltu = encodeCltu(frameOf(200, 14), { randomize: true });
    // One CLTU lies across the end of the first slice, one behind it.
    const stream = idleSequence(1_048_576 + 2 * cltu.length);
    for (const at of [5, 1_048_576 - 29, 1_048_576 - 29 + cltu.length]) stream.set(cltu, at);
    const last = 1_048_576 - 29 + 2 * cltu.length;
    for (const bitCount of [8 * stream.length, 8 * last - 3, 8 * 1_048_576 + 1]) {
      const whole = new CltuReceiver(ted);
      const outputs = whole.push(stream, bitCount);
      const cut = new CltuReceiver(ted);
      const pieces: CltuReceiverOutput[] = [];
      for (let at = 0; 8 * at < bitCount; at += 99_999)
        pieces.push(...cut.push(stream.subarray(at, at + 99_999), Math.min(8 * 99_999, bitCount - 8 * at)));
      expect([whole.bitCount, whole.state]).toEqual([bitCount, cut.state]);
      expect(outputs.length).toBe(bitCount >= 8 * last ? 3 : bitCount > 8 * 1_048_576 + 1 ? 2 : 1);
      expect(outputs).toEqual(pieces);
    }
  });

  it('noise gives no error, and the same outputs however it is cut', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.constantFrom(sec, ted),
        fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }),
        (seed, parameters, sizes) => {
          const bits = octets(seededOctets(1500, seed));
          expect(receive(bits, parameters, sizes)).toEqual(receive(bits, parameters));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('refuses parameters and chunks that make no sense', () => {
    expect(() => new CltuReceiver({ ...sec, maxCodeblocks: 0 })).toThrow(CltuError);
    expect(() => new CltuReceiver(sec).push(new Uint8Array(1), 9)).toThrow(CltuError);
    expect(() => new CltuReceiver(sec).push(new Uint8Array(1), 0.5)).toThrow(CltuError);
  });
});

const folder = ['telemetry-command', 'vectors', 'tc-cltu.json'] as const;
(haveOracle(...folder) ? describe : describe.skip)('CLTU vectors, received', () => {
  it.each(['sec', 'ted'] as const)('all seven, at all eight places of the octet, %s', (mode) => {
    const { cltu } = oracleJson<{ cltu: { randomized: boolean; frame: string; cltu: string }[] }>(...folder);
    expect(cltu.length).toBe(7);
    for (const vector of cltu)
      for (let lead = 0; lead < 8; lead++) {
        const bits = [...bitsOf(acquisitionSequence()).slice(lead), ...bitsOf(hexToBytes(vector.cltu))];
        const outputs = receive(bits, { mode, randomized: vector.randomized }, [32, 5]);
        expect(outputs).toMatchObject([{ type: 'cltu', correctedBits: 0, startErrors: 0, end: 'tail' }]);
        expect(summary(outputs)).toEqual([vector.frame]);
      }
  });
});
