import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runInMemory } from '../../testing/memory-io.js';
import { codedTmProfile } from '../testing/profiles.js';
import { runFramesSynchronise } from './synchronise-run.js';

const folder = join(process.env.SMMS_ORACLES ?? '', 'radio', 'recordings');
const haveRecordings = process.env.SMMS_ORACLES !== undefined && existsSync(folder);
if (!haveRecordings) process.stderr.write('skipped: no oracle radio/recordings (set SMMS_ORACLES)\n');

const common = { ...codedTmProfile, fecf: false, ocf: 'per-frame', spacecraftId: null };
const reedSolomon = { ...codedTmProfile.reedSolomon, interleave: 1 };
const recordings = [
  // A bit is lost behind each frame.
  {
    name: 'trisat',
    frames: 5,
    profile: { ...common, frameLength: 223, reedSolomon, convolutional: { rate: '1/2', order: 'nasa-dsn' } },
  },
  // 1 216 bits between two frames.
  {
    name: 'astrocast_9k6',
    frames: 3,
    profile: { ...common, frameLength: 1115, reedSolomon: { ...reedSolomon, interleave: 5 } },
  },
] as const;

(haveRecordings ? describe : describe.skip)('soft symbols of real spacecraft', () => {
  it.each(recordings)('$name: $frames frames, octet for octet', async ({ name, frames, profile }) => {
    const F = new Uint8Array(readFileSync(join(folder, `${name}.soft.i8`)));
    const expected = readFileSync(join(folder, `${name}.frames.txt`), 'utf8')
      .trim()
      .split('\n');
    const { lines } = await runInMemory({ P: profile, F }, (io) =>
      runFramesSynchronise({ profile: 'P', input: 'F', soft: true }, io),
    );
    expect(expected).toHaveLength(frames);
    expect(lines.map(({ hex, valid }) => [hex, valid])).toEqual(expected.map((hex) => [hex, true]));
  });
});
