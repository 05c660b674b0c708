import { describe, expect, it } from '@jest/globals';
import { sampleFiles, sampleLimits, sampleSpan } from '../contact-choice/testing/sample-inputs.js';
import { type CommandAnswer, runCommand } from '../contact-choice/testing/run-command.js';
import { type MemoryFiles } from '../testing/memory-io.js';
import { type PointingOptions, runPointing } from './pointing-run.js';

const run = (options: Partial<PointingOptions> = {}, files: MemoryFiles = {}): Promise<CommandAnswer> =>
  runCommand({ ...sampleFiles, ...files }, (io) => runPointing({ ...sampleSpan, step: '120', ...options }, io));
const rows = (out: string): number[][] =>
  out
    .split('\n')
    .filter((line) => /^\d/.test(line))
    .map((line) =>
      line
        .split(/[ ,\r]+/)
        .slice(1)
        .filter((cell) => cell !== '')
        .map(Number),
    );

/** Azimuth, elevation (degrees) and range (km) of the rows by another program; see sample-inputs. */
const expected = [
  [18.8344667, 5, 2436.471494],
  [25.0130109, 16.4621612, 1642.414625],
  [44.4453227, 38.8334981, 962.382467],
  [135.0027743, 50.4605731, 809.063212],
] as const;

describe('smms pointing', () => {
  it('azimuth, elevation and range are those of another program to 2e-5 degrees and a metre', async () => {
    const { code, out, err } = await run({ contact: '1' });
    expect([code, err]).toEqual([0, '']);
    for (const [i, [azimuth, elevation, range]] of expected.entries()) {
      const [az, unwrapped, el, km] = rows(out)[i] as [number, number, number, number];
      expect(Math.abs(az - azimuth)).toBeLessThan(2e-5);
      expect(unwrapped).toBe(az);
      expect(Math.abs(el - elevation)).toBeLessThan(2e-5);
      expect(Math.abs(km - range)).toBeLessThan(1e-3);
    }
    expect(rows(out)).toHaveLength(7);
  });

  it('with limits the way to go is in the comments and on stderr', async () => {
    const { code, out, err } = await run({ contact: '2', limits: 'limits.json' });
    expect(code).toBe(0);
    const name = 'TEST-1 over KSI, orbit 70015, AOS 2026-04-25T06:57:05.321602Z';
    expect(err).toContain(`${name}: track: normal; largest error 0.000 degrees\n`);
    expect(out).toContain('# track: normal; largest error 0.000 degrees\r\n');
    // Elevation is the slower way from the zenith at 3 deg/s, azimuth from north at 6 deg/s.
    expect(err).toContain(`${(341.05176 / 6).toFixed(1)} s from the park position`);
  });

  it('a contact through north is followed past 360 on the cable that reaches there', async () => {
    const { out } = await run({ contact: '1', limits: 'limits.json', format: 'programme' });
    const azimuths = rows(out).map(([azimuth]) => azimuth!);
    for (const azimuth of azimuths) expect(azimuth >= 0 && azimuth <= 450).toBe(true);
    const steps = azimuths.slice(1).map((azimuth, i) => Math.abs(azimuth - azimuths[i]!));
    expect(Math.max(...steps)).toBeLessThan(1.01);
    expect(out.startsWith('# SMMS pointing file 1: KSI at TEST-1\n')).toBe(true);
  });

  it('an antenna that is too slow has a keyhole: times, error, and what going over the top would give', async () => {
    const slow = { ...sampleLimits, azimuthRateDegPerS: 0.5, elevationRateDegPerS: 0.5 };
    const files = { 'slow.json': slow, 'over.json': { ...slow, elevationMaxDeg: 180 } };
    const { code, err } = await run({ contact: '1', limits: 'slow.json', format: 'programme' }, files);
    expect(code).toBe(0);
    expect(err).toMatch(/keyhole: azimuth turns by up to \d\.\d\d deg\/s/);
    expect(err).toMatch(/keyhole from 2026-04-25T05:2\d:\d\d\.\d{3}Z to 2026-04-25T05:2\d:\d\d\.\d{3}Z/);
    expect(err).toContain('the limits do not allow going over the top');
    const over = await run({ contact: '1', limits: 'over.json' }, files);
    expect(over.err).toMatch(/deg with lead, \d+\.\d{3} deg over the top|deg with lead, the limits/);
  });

  it('the axes stay within the antenna in the programme', async () => {
    const limits = { ...sampleLimits, azimuthMinDeg: 100, azimuthMaxDeg: 500, azimuthRateDegPerS: 2 };
    const { out } = await run({ contact: '1', limits: 'L', format: 'programme' }, { L: limits });
    const axes = rows(out);
    expect(axes.length).toBeGreaterThan(100);
    for (const [azimuth, elevation] of axes) {
      expect(azimuth! >= 100 && azimuth! <= 500).toBe(true);
      expect(elevation! >= 0 && elevation! <= 90).toBe(true);
    }
  });

  it('how near the Sun comes, and when it is in the beam: times of another program to 0.1 s', async () => {
    const { out } = await run({ contact: '1' });
    expect(out).toMatch(/Sun nearest at 2026-04-25T05:25:23\.[23]\d\dZ: 6\.4[56] deg/);
    expect(out).not.toContain('in the beam');
    const { err } = await run({ contact: '1', limits: 'L' }, { L: { ...sampleLimits, beamwidthDeg: 40 } });
    expect(err).toMatch(/Sun in the beam from 2026-04-25T05:24:48\.7\d\dZ to 2026-04-25T05:26:05\.[45]\d\dZ/);
  });

  it('where no way leads there, the programme is refused', async () => {
    const limits = { ...sampleLimits, elevationMinDeg: 60 };
    const { code, out, err } = await run({ contact: '1', limits: 'L', format: 'programme' }, { L: limits });
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(
      'error: TEST-1 over KSI, orbit 70014, AOS 2026-04-25T05:19:27.811380Z: expected a way to follow',
    );
  });

  it.each<[Partial<PointingOptions>, MemoryFiles, string]>([
    [{ format: 'programme' }, {}, "--limits: expected the antenna's limits for --format programme, found nothing"],
    [
      { format: 'programme', limits: 'limits.json', contact: 'all' },
      {},
      '--contact: expected one contact for --format programme, found "all"',
    ],
    [
      { limits: 'limits.json', stations: 'two-stations.json' },
      {},
      '--station: expected one station for --limits, found MYN, KSI',
    ],
    [{ limits: 'L' }, { L: { ...sampleLimits, speed: 3 } }, '--limits L: speed: expected no such field, found it'],
    [
      { limits: 'L' },
      { L: { ...sampleLimits, azimuthMaxDeg: '450' } },
      '--limits L: azimuthMaxDeg: expected number, found "450"',
    ],
    [
      { limits: 'L' },
      { L: { ...sampleLimits, azimuthMaxDeg: -1 } },
      'azimuthMaxDeg: expected above the minimum 0, found -1',
    ],
    [
      { limits: 'L' },
      { L: { ...sampleLimits, parkElevationDeg: undefined } },
      '--limits L: parkElevationDeg: expected both park angles or neither, found nothing',
    ],
    [{ limits: 'L' }, { L: '{' }, '--limits L: expected JSON, found'],
  ])('a wrong option or file is one line and exit code 1: %j %#', async (options, files, message) => {
    const { code, out, err } = await run(options, files);
    expect([code, out]).toEqual([1, '']);
    expect(err.startsWith(`error: ${message}`)).toBe(true);
    expect(err.split('\n')).toHaveLength(2);
  });
});
