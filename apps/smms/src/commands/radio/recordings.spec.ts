import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { demodulate, shortProfile } from './testing/radio-in-memory.js';

const folder = join(process.env.SMMS_ORACLES ?? '', 'radio', 'recordings');
const haveRecordings = process.env.SMMS_ORACLES !== undefined && existsSync(folder);
if (!haveRecordings) process.stderr.write('skipped: no oracle radio/recordings (set SMMS_ORACLES)\n');

const common = { ...shortProfile, fecf: false };
const reedSolomon = { ...shortProfile.reedSolomon, virtualFill: 0 };
const recordings = [
  {
    name: 'trisat',
    symbolRate: '9766',
    frames: 5,
    profile: { ...common, frameLength: 223, reedSolomon, convolutional: { rate: '1/2', order: 'nasa-dsn' } },
  },
  // Its clock is 0.8 % fast.
  {
    name: 'astrocast_9k6',
    symbolRate: '9600',
    frames: 3,
    profile: { ...common, frameLength: 1115, reedSolomon: { ...reedSolomon, interleave: 5 }, convolutional: null },
  },
] as const;

(haveRecordings ? describe : describe.skip)('recordings of real spacecraft', () => {
  it.each(recordings)('$name: $frames frames, octet for octet, from audio and from soft symbols', async (recording) => {
    const { name, symbolRate, frames, profile } = recording;
    const files = {
      'X.wav': new Uint8Array(readFileSync(join(folder, `${name}.wav`))),
      'X.soft.i8': new Uint8Array(readFileSync(join(folder, `${name}.soft.i8`))),
    };
    const expected = readFileSync(join(folder, `${name}.frames.txt`), 'utf8').trim();
    expect(expected.split('\n')).toHaveLength(frames);
    const link = { modulation: 'FSK', symbolRate };
    const audio = await demodulate(files, { ...link, input: 'X.wav', fmAudio: true }, profile);
    expect(audio.out.trim()).toBe(expected);
    // Real samples of FSK are supposed to be an FM discriminator's, whatever else is said of them.
    for (const said of [{}, { real: true }, { real: true, fmAudio: true }])
      expect((await demodulate(files, { ...link, ...said, input: 'X.wav' }, profile)).out.trim()).toBe(expected);
    // Reed-Solomon carries inverted codewords through; markers tell.
    const inverted = await demodulate(files, { ...link, input: 'X.wav', fmAudio: true, invert: true }, profile);
    expect(inverted.out.trim()).toBe(expected);
    const soft = await demodulate(files, { ...link, input: 'X.soft.i8' }, profile);
    expect(soft.out.trim()).toBe(expected);
  });
});
