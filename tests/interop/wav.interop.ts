// WAV files that we write, read by scipy; and recordings of real satellites, read by both.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { SampleEncoder, WavReader, encodeWavHeader, wavSampleFormat } from '@app/radio';
import { describeWith, inFolder, runPython } from './judge.js';
import { seededOctets } from './rendered-link.js';

async function byScipy(file: string): Promise<{ form: string; samples: Float32Array }> {
  return inFolder(async (folder) => {
    const out = join(folder, 'samples.f32');
    const { code, stdout, stderr } = await runPython('peers/read_wav.py', [file, out]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return { form: stdout.trim(), samples: new Float32Array(Uint8Array.from(readFileSync(out)).buffer) };
  });
}

function byUs(octets: Uint8Array): { form: string; samples: Float32Array } {
  const reader = new WavReader();
  const samples = Array.from({ length: Math.ceil(octets.length / 10_007) }, (_, n) =>
    reader.push(octets.subarray(10_007 * n, 10_007 * (n + 1))),
  );
  const types = { u8: 'uint8', i16: 'int16', i24: '', i32: '', f32: 'float32', f64: '' };
  const { sampleRateHz, encoding, channels } = reader.header!;
  return { form: `${sampleRateHz} ${types[encoding]} ${channels}`, samples: concatenated(samples) };
}

function concatenated(pieces: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

const same = (a: Float32Array, b: Float32Array): boolean => Buffer.from(a.buffer).equals(Buffer.from(b.buffer));

describeWith(['scipy'], 'WAV files', () => {
  it.each([
    ['i16', 1],
    ['i16', 2],
    ['f32', 1],
    ['f32', 2],
  ] as const)('of ours are read by scipy: %s, %d channels', async (encoding, channels) => {
    const samples = Float32Array.from(seededOctets(channels, 2000), (octet) => (octet - 128) / 128);
    const octets = new SampleEncoder(wavSampleFormat({ channels, encoding })).encode(samples);
    await inFolder(async (folder) => {
      const file = join(folder, 'ours.wav');
      const header = encodeWavHeader({ sampleRateHz: 250_000, channels, encoding, dataOctets: octets.length });
      writeFileSync(file, Buffer.concat([header, octets]));
      const read = await byScipy(file);
      expect(read.form).toBe(`250000 ${encoding === 'i16' ? 'int16' : 'float32'} ${channels}`);
      expect(same(read.samples, samples)).toBe(true);
    });
  });

  it.each(['astrocast_9k6.wav', 'trisat.wav'])('of a real satellite are read by us as by scipy: %s', async (name) => {
    const file = join(process.env.SMMS_ORACLES ?? '', 'radio', 'recordings', name);
    const [theirs, ours] = [await byScipy(file), byUs(new Uint8Array(readFileSync(file)))];
    expect(ours.form).toBe(theirs.form);
    expect(ours.samples.length).toBeGreaterThan(10_000);
    expect(same(ours.samples, theirs.samples)).toBe(true);
  });
});
