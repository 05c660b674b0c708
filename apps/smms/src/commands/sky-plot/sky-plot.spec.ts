import { describe, expect, it } from '@jest/globals';
import { type CommandAnswer, runCommand } from '../contact-choice/testing/run-command.js';
import { sampleFiles, sampleLimits, sampleSpan } from '../contact-choice/testing/sample-inputs.js';
import { type MemoryFiles } from '../testing/memory-io.js';
import { type SkyPlotOptions, runSkyPlot } from './sky-plot-run.js';

const run = (options: Partial<SkyPlotOptions> = {}, files: MemoryFiles = {}): Promise<CommandAnswer> =>
  runCommand({ ...sampleFiles, ...files }, (io) => runSkyPlot({ ...sampleSpan, ...options }, io));

describe('smms sky-plot', () => {
  it('the first contact unless another is named; stderr says which of how many', async () => {
    const { code, out, err } = await run();
    expect(code).toBe(0);
    expect(err).toBe('contact 1 of 4: TEST-1 over KSI, orbit 70014, AOS 2026-04-25T05:19:27.811380Z\n');
    expect(out.startsWith('<svg')).toBe(true);
    expect(out).toContain('TEST-1 over Kashi');
    expect(out).toContain('05:19:27');
    expect((await run({ contact: '3' })).out).toContain('16:16:0');
  });

  it('Sun and Moon at TCA, the Sun where the almanac of another program has it', async () => {
    const { out } = await run();
    // python3-erfa: epv00 and pnm06a, seen from the station at 05:24:49.
    expect(out).toContain('Sun azimuth 136.9, elevation 57.1');
    expect(out).toContain('<title>Sun: azimuth 136.9°, elevation 57.1°</title>');
    expect(out).toMatch(/Moon (azimuth|below)/);
  });

  it('all contacts of the span on one sky: no Sun, which goes round meanwhile', async () => {
    const { out } = await run({ contact: 'all' });
    expect(out).toContain('Sky of Kashi');
    expect(out).not.toContain('<title>Sun');
    for (const time of ['05:19:28', '06:57:05', '16:16:05', '17:53:46']) expect(out).toContain(`AOS ${time}`);
  });

  it('the horizon is drawn and cuts the contact', async () => {
    const { out, err } = await run({ stations: 'masked.json' });
    expect(out).toContain('horizon mask');
    expect((await run()).out).not.toContain('horizon mask');
    expect(err).not.toContain('05:19:27');
  });

  it('with limits, where the antenna cannot follow is marked and told', async () => {
    const slow = { ...sampleLimits, azimuthRateDegPerS: 0.5 };
    const { out, err } = await run({ limits: 'slow.json' }, { 'slow.json': slow });
    expect(err).toMatch(/keyhole from 2026-04-25T05:2/);
    expect(out).toContain('keyhole');
    expect((await run({ limits: 'limits.json' })).out).not.toContain('keyhole from');
  });

  it('with a beamwidth, where the Sun is in the beam is marked and told', async () => {
    const { out, err } = await run({ limits: 'L' }, { L: { ...sampleLimits, beamwidthDeg: 40 } });
    expect(err).toContain('Sun in the beam from 2026-04-25T05:24:48.7');
    expect(out).toContain('Sun in the beam from 2026-04-25T05:24:48.7');
    expect(out).toContain('Sun or Moon in the beam');
    const plain = (await run({ limits: 'limits.json' })).out;
    expect(plain).toContain('Sun nearest at');
    expect(plain).not.toContain('Sun or Moon in the beam');
  });

  it('theme: one palette, or the one that the reader prefers', async () => {
    const auto = (await run()).out;
    expect(auto).toContain('prefers-color-scheme:dark');
    const [light, dark] = [(await run({ theme: 'light' })).out, (await run({ theme: 'dark' })).out];
    expect(light).not.toContain('prefers-color-scheme');
    expect(light).toContain('#ffffff');
    expect(dark).not.toBe(light);
  });

  it.each<[Partial<SkyPlotOptions>, string]>([
    [{ theme: 'red' }, '--theme: expected auto or light or dark, found "red"'],
    [
      { stations: 'two-stations.json', contact: 'all' },
      '--station: expected one station for a sky plot, found MYN, KSI',
    ],
    [{ contact: '9' }, '--contact: expected a number from 1 to 4, the contacts of the span, found 9'],
    [{ stations: 'hidden.json' }, '--start, --end: expected a contact between'],
  ])('a wrong option is one line and exit code 1: %j', async (options, message) => {
    const { code, out, err } = await run(options);
    expect([code, out]).toEqual([1, '']);
    expect(err.startsWith(`error: ${message}`)).toBe(true);
    expect(err.split('\n')).toHaveLength(2);
  });
});
