import { describe, expect, it } from '@jest/globals';
import {
  CaduCodec,
  type ExtractionState,
  FrameSynchroniser,
  type TmCodingParameters,
  type TmManagedParameters,
  VirtualChannelMultiplexer,
  buildSpacePacket,
  bytesToHex,
  extractPackets,
  initialExtractionState,
  parseTmFrame,
} from './index.js';
import { bitsOf, packBits, seededNumbers, seededOctets } from './testing/bits.js';

const params: TmManagedParameters & { scid: number } = { frameLength: 1115, fecf: true, ocf: 'present', scid: 321 };
const coding: TmCodingParameters = {
  asm: '1acffc1d',
  randomizer: 'ccsds-255',
  reedSolomon: { e: 16, interleave: 5, basis: 'dual', virtualFill: 0 },
};

describe('the way down: packets, frames, CADUs, a damaged bit stream, and back', () => {
  it.each([1, 2, 3])('seed %i: what arrives is what was sent; corrected, lost and slipped frames are said', (seed) => {
    const next = seededNumbers(seed);
    const multiplexer = new VirtualChannelMultiplexer({ frame: params, virtualChannels: [0, 1] });
    const sent: string[] = [];
    for (let i = 0; i < 120; i++) {
      const packet = buildSpacePacket({ apid: 5, sequenceCount: i, data: seededOctets(1 + (next() % 900), i + 1) });
      multiplexer.enqueue(i % 2, packet);
      sent.push(bytesToHex(packet));
    }
    const codec = new CaduCodec(params.frameLength, coding);
    const bits: number[] = bitsOf(seededOctets(100, seed)).slice(0, 101 + (next() % 100));
    let frames = 0;
    let slips = 0;
    while (multiplexer.pendingOctets(0) + multiplexer.pendingOctets(1) > 0 || frames < 30) {
      const cadu = bitsOf(codec.encode(multiplexer.nextFrame({ ocf: Uint8Array.of(1, 0, 0, 0) }).bytes));
      // Ten symbol errors in every frame; a slip in one of ten.
      for (let e = 0; e < 10; e++) cadu[next() % cadu.length]! ^= 1;
      if (frames % 10 === 7) {
        cadu.splice(5000 + (next() % 1000), 1);
        slips++;
      }
      bits.push(...cadu);
      frames++;
    }
    bits.push(...bitsOf(seededOctets(20, seed)));
    const synchroniser = new FrameSynchroniser({ codeblockLength: codec.codeblockLength });
    const outputs = [];
    for (let at = 0; at < bits.length; at += 7777)
      outputs.push(...synchroniser.push(packBits(bits.slice(at, at + 7777)), Math.min(7777, bits.length - at)));
    outputs.push(...synchroniser.flush());

    const states = new Map<number, ExtractionState<number>>();
    const whole: string[] = [];
    let corrected = 0;
    let uncorrectable = 0;
    let lost = 0;
    for (const output of outputs) {
      if (output.kind === 'discarded') continue;
      const decoded = codec.decode(output.codeblock);
      if (decoded.kind === 'uncorrectable') {
        uncorrectable++;
        continue;
      }
      corrected += decoded.correctedSymbols.reduce((a, b) => a + b, 0);
      const frame = parseTmFrame(decoded.frame, params);
      const state = states.get(frame.vcid) ?? initialExtractionState<number>(frame.vcid);
      const step = extractPackets(state, frame, output.firstBitIndex);
      states.set(frame.vcid, step.state);
      for (const each of step.outputs) {
        if (each.kind === 'space' && each.complete) whole.push(bytesToHex(each.bytes));
        if (each.kind === 'gap') lost += each.missingFrames;
      }
    }
    expect(uncorrectable).toBe(slips);
    expect(outputs.filter(({ kind }) => kind === 'frame').length).toBe(frames);
    expect(corrected).toBeGreaterThan(5 * (frames - slips));
    expect(lost).toBeLessThanOrEqual(slips);
    expect(new Set(whole).size).toBe(whole.length);
    for (const packet of whole) expect(sent).toContain(packet);
    expect(whole.length).toBeGreaterThan(sent.length / 2);
  });
});
