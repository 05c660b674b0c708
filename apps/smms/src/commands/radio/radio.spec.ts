import { describe, expect, it } from '@jest/globals';
import { demodulate, filesOf, modulate, sampleFrameLines, shortProfile } from './testing/radio-in-memory.js';

const frames = sampleFrameLines(8);
const text = `${frames.join('\n')}\n`;
const esN0Of = (err: string): number => Number(/Es\/N0 ([-\d.]+) dB measured/.exec(err)?.[1]);

describe('smms radio: frames to samples and back', () => {
  it.each([
    ['BPSK', 'X.cf32', 3, {}],
    ['BPSK', 'X.wav', 3, { rollOff: '0.5' }],
    ['QPSK', 'X.ci16', 6, {}],
    ['OQPSK', 'X.cu8', 6, {}],
    ['FSK', 'X.cf32', 10, {}],
    ['GMSK', 'X.cf32', 11, { bt: '0.5' }],
  ])('%s in %s at Es/N0 %d dB, off in frequency and clock', async (modulation, output, esN0Db, more) => {
    const impairments = { esn0: `${esN0Db}`, offset: '700', dopplerRate: '-60', clockPpm: '40', seed: '5' };
    const sent = await modulate(frames, { modulation, output, ...impairments, ...more });
    expect(sent.code).toBe(0);
    expect(Math.abs(esN0Of(sent.err) - esN0Db)).toBeLessThan(0.05);
    const sampleRate = output.endsWith('.wav') ? {} : { sampleRate: '50000' };
    const received = await demodulate(filesOf(sent), { modulation, input: output, ...sampleRate, ...more });
    expect(received.code).toBe(0);
    expect(received.out).toBe(text);
    expect(received.err).toContain('frames: 8 good, 0 uncorrectable\n');
  });

  it('GMSK of BT 0.3 at Es/N0 4 dB comes by its phase, where a discriminator finds nothing', async () => {
    const link = { modulation: 'GMSK', bt: '0.3' };
    const sent = await modulate(frames, { ...link, output: 'X.cf32', esn0: '4', offset: '700', clockPpm: '40' });
    const options = { ...link, input: 'X.cf32', sampleRate: '50000' };
    expect((await demodulate(filesOf(sent), { ...options, coherent: true })).out).toBe(text);
    expect((await demodulate(filesOf(sent), options)).out).toBe('');
  });

  it('a signal beside the middle of the band is taken from --center', async () => {
    const sent = await modulate(frames, { output: 'X.cf32', sampleRate: '200000', offset: '60000', esn0: '5' });
    const options = { input: 'X.cf32', sampleRate: '200000', center: '60000' };
    const received = await demodulate(filesOf(sent), options);
    expect(received.out).toBe(text);
    const carrier = Number(/carrier offset ([-\d.]+) Hz/.exec(received.err)?.[1]);
    expect(Math.abs(carrier - 60_000)).toBeLessThan(20);
    // The whole band is looked through otherwise only as far as decimation leaves it.
    expect((await demodulate(filesOf(sent), { ...options, center: '-60000' })).out).toBe('');
  });

  it.each([{}, { center: '12500' }])('GMSK around a real intermediate frequency, with %j', async (center) => {
    const sent = await modulate(frames, { modulation: 'GMSK', output: 'X.cf32', offset: '12500', esn0: '17' });
    const iq = new Float32Array(sent.written.get('X.cf32')!.slice().buffer);
    const real = iq.filter((_, n) => n % 2 === 0);
    const options = { modulation: 'GMSK', input: 'X.rf32', sampleRate: '50000', real: true, ...center };
    const received = await demodulate({ 'X.rf32': new Uint8Array(real.buffer) }, options);
    expect(received.out).toBe(text);
    expect(received.err).toContain('carrier offset');
  });

  it('without noise, the same seed makes the same file, and pieces of any length give the same frames', async () => {
    const options = { modulation: 'FSK', output: 'X.cf32', seed: '3', preambleSymbols: '4096' };
    const one = await modulate(frames, options);
    const two = await modulate(frames, options);
    expect(one.written.get('X.cf32')).toEqual(two.written.get('X.cf32'));
    expect(one.err).toContain('noise: no noise');
    for (const piece of [4097, 1 << 20]) {
      const from = { modulation: 'FSK', input: 'X.cf32', sampleRate: '50000' };
      const received = await demodulate(filesOf(one), from, shortProfile, piece);
      expect(received.out).toBe(text);
    }
  });

  it('SigMF says rate and type itself, and is annotated: each frame where it begins, all else left as it is', async () => {
    const sent = await modulate(frames, { output: 'X.sigmf-data', esn0: '6' });
    const meta = JSON.parse(Buffer.from(sent.written.get('X.sigmf-meta')!).toString('utf8')) as {
      global: Record<string, unknown>;
      annotations: Record<string, unknown>[];
    };
    expect(meta.global).toMatchObject({ 'core:datatype': 'cf32_le', 'core:sample_rate': 50_000 });
    meta.global['other:key'] = 7;
    meta.annotations = [{ 'core:sample_start': 3, 'core:comment': 'by hand' }];
    const files = { ...filesOf(sent), 'X.sigmf-meta': meta };
    const received = await demodulate(files, { input: 'X.sigmf-data', annotate: true });
    expect(received.out).toBe(text);
    const annotated = JSON.parse(Buffer.from(received.written.get('X.sigmf-meta')!).toString('utf8')) as typeof meta;
    expect(annotated.global['other:key']).toBe(7);
    const [byHand, ...ours] = annotated.annotations;
    expect(byHand).toEqual({ 'core:sample_start': 3, 'core:comment': 'by hand' });
    expect(ours).toHaveLength(8);
    // Sixteen symbols of nothing, the preamble, then CADUs of (4 + 160) octets at rate 1/2; five samples a symbol.
    ours.forEach((one, n) => {
      const expected = 5 * (16 + 8192 + n * 2 * 8 * 164);
      expect(Math.abs(Number(one['core:sample_start']) - expected)).toBeLessThanOrEqual(1);
      expect(one['core:sample_count']).toBe(5 * 2 * 8 * 164);
    });
  });

  it('trap: with the wrong randomizer Reed-Solomon succeeds, and no frame comes out', async () => {
    const sent = await modulate(frames, { output: 'X.cf32', esn0: '8' });
    const wrong = { ...shortProfile, randomizer: 'none' };
    const received = await demodulate(filesOf(sent), { input: 'X.cf32', sampleRate: '50000' }, wrong);
    expect(received.out).toBe('');
    expect(received.code).toBe(0);
  });

  it.each([
    ['ccsds-255', 'none', 1],
    ['none', 'ccsds-255', 2],
  ] as const)(
    'trap: sent with randomizer %s, taken with %s, no FECF: every frame passes, and its version number tells',
    async (randomizer, taken, interleave) => {
      const reedSolomon = { ...shortProfile.reedSolomon, interleave, virtualFill: 0 };
      const frameLength = 223 * interleave;
      const link = { ...shortProfile, fecf: false, frameLength, reedSolomon, convolutional: null, randomizer };
      // Version number 0, spacecraft 0x12.
      const sent = sampleFrameLines(4, frameLength).map((line) => `012${line.slice(3)}`);
      const samples = filesOf(await modulate(sent, { output: 'X.cf32', esn0: '10' }, link));
      const options = { input: 'X.cf32', sampleRate: '50000' };
      const right = await demodulate(samples, options, link);
      expect(right.out).toBe(`${sent.join('\n')}\n`);
      expect(right.err).not.toContain('version number');
      const wrong = await demodulate(samples, options, { ...link, randomizer: taken });
      expect(wrong.err).toContain('frames: 4 good, 0 uncorrectable\n');
      expect(wrong.err).toContain(
        'version number: 4 of 4 good frames have not that of TM frames; is "randomizer" as the link has it?\n',
      );
      // With a spacecraft identifier the header decides.
      const told = await demodulate(samples, options, { ...link, randomizer: taken, spacecraftId: 0x12 });
      expect(told.out).toBe('');
    },
  );

  it('noise alone gives nothing', async () => {
    const noise = Float32Array.from({ length: 200_000 }, (_, i) => Math.sin(i * i * 0.7371 + 0.1 * (i % 977) ** 2));
    const files = { 'X.cf32': new Uint8Array(noise.buffer) };
    for (const modulation of ['BPSK', 'GMSK'])
      expect((await demodulate(files, { modulation, input: 'X.cf32', sampleRate: '50000' })).out).toBe('');
  });
});

describe('smms radio: what is refused', () => {
  it.each([
    [{ modulation: 'AM' }, '--modulation: expected BPSK, QPSK, OQPSK, FSK, GMSK, found "AM"'],
    [{ symbolRate: '0' }, '--symbol-rate: expected a number from 0.001 to 10000000000, found "0"'],
    [{ sampleRate: '12000' }, '--sample-rate: expected at least 1.5 times the symbol rate, found 12000 with 10000'],
    [{ esn0: 'loud' }, '--esn0: expected a number from -30 to 200, found "loud"'],
    [{ rollOff: '2' }, '--roll-off: expected a number from 0.1 to 1, found "2"'],
    [{ deviation: '5' }, '--deviation: expected no such option with BPSK'],
    [
      { output: 'X.mp3' },
      '--output: expected a name that ends in .cf32, .ci16, .cu8, .sigmf-data, .wav, found "X.mp3"',
    ],
    [{ output: 'X.wav', sampleRate: '50000.5' }, '--output: WAV file: sample rate: expected a whole number of hertz'],
    [{ input: 'none' }, '--input none: expected a readable file, found no such file or folder'],
    [{ profile: 'none' }, '--profile none: expected a readable file'],
    [{ preambleSymbols: '-1' }, '--preamble-symbols: expected an integer from 0'],
  ])('modulate %j', async (options, message) => {
    const { code, err, written } = await modulate(frames, { output: 'X.cf32', ...options });
    expect([code, err.startsWith(`error: ${message}`) ? message : err]).toEqual([1, message]);
    expect(written.size).toBe(0);
  });

  it('modulate: lines that are no frames, by number', async () => {
    const short = await modulate([frames[0]!, 'abcd'], { output: 'X.cf32' });
    expect(short.err).toBe('error: --input frames: line 2: expected a frame of 128 octets, found 2\n');
    const wrong = await modulate([frames[0]!, 'xy'], { output: 'X.cf32' });
    expect(wrong.err).toBe('error: --input frames: line 2: expected hexadecimal digits, found "x" at digit 1\n');
    expect((await modulate([''], { output: 'X.cf32' })).err).toContain('expected at least one frame, found none');
  });

  const silence = new Uint8Array(8000);
  it.each([
    [{ input: 'X.bin' }, '--input-format: expected one, or a name that ends in .cf32'],
    [{ input: 'X.cf32' }, '--sample-rate: expected one: the recording does not say, found none'],
    [{ input: 'X.cf32', sampleRate: '15000' }, 'signal: sample rate: expected 2 to 16 times the symbol rate'],
    [{ input: 'X.cf32', sampleRate: '50000', fmAudio: true }, '--fm-audio: expected FSK or GMSK, found BPSK'],
    [{ input: 'X.cf32', sampleRate: '50000', real: true }, '--real: expected real samples, found I and Q'],
    [{ input: 'X.cf32', sampleRate: '50000', annotate: true }, '--annotate: expected a SigMF recording, found cf32'],
    [{ input: 'X.cf32', sampleRate: '50000', center: '30000' }, '--center: expected a number from -25000 to 25000'],
    [{ input: 'none.cf32', sampleRate: '50000' }, '--input none.cf32: expected a readable file'],
    [{ input: 'none.sigmf-data' }, '--input none.sigmf-meta: expected a readable file'],
    [{ input: 'X.wav' }, '--input X.wav: WAV file: octet 0: expected RIFF, RF64 or BW64'],
    [{ input: 'bad.sigmf-data' }, '--input bad.sigmf-meta: '],
  ])('demodulate %j', async (options, message) => {
    const files = { 'X.cf32': silence, 'X.rf32': silence, 'X.wav': silence, 'bad.sigmf-meta': 'no JSON' };
    const { code, err, out } = await demodulate(files, options);
    expect([code, out, err.startsWith(`error: ${message}`) ? message : err]).toEqual([1, '', message]);
  });

  it('check symbols that are not to be looked at, and telecommand profiles', async () => {
    const files = { 'X.cf32': silence };
    const unchecked = { ...shortProfile, reedSolomon: { ...shortProfile.reedSolomon, decode: false } };
    const one = await demodulate(files, { input: 'X.cf32', sampleRate: '50000' }, unchecked);
    expect(one.err).toContain('--profile: reedSolomon.decode: expected true');
    const tc = { frameType: 'TC', frameLength: 256, fecf: true, randomizer: 'none' };
    const two = await demodulate(files, { input: 'X.cf32', sampleRate: '50000' }, tc);
    expect(two.err).toBe('error: --profile: frameType: expected TM or AOS, found TC\n');
  });
});
