import { describe, expect, it } from '@jest/globals';
import { type CommandAnswer, runCommand } from '../contact-choice/testing/run-command.js';
import { sampleFiles, sampleSpan } from '../contact-choice/testing/sample-inputs.js';
import { type TimelineOptions, runTimeline } from './timeline-run.js';

const run = (options: Partial<TimelineOptions> = {}): Promise<CommandAnswer> =>
  runCommand(sampleFiles, (io) => runTimeline({ ...sampleSpan, ...options }, io));
const count = (text: string, what: RegExp): number => text.match(what)?.length ?? 0;

describe('smms timeline', () => {
  it('a bar for every contact, a row for every station', async () => {
    const { code, out, err } = await run({ stations: 'two-stations.json', elements: ['two.json'] });
    expect([code, err]).toEqual([0, '']);
    expect(out.startsWith('<svg')).toBe(true);
    const bars = count(out, /over KSI, orbit/g) + count(out, /over MYN, orbit/g);
    const [, ksi, myn] = /by row: KSI: (\d+), MYN: (\d+)\./.exec(out)!;
    expect(Number(ksi) + Number(myn)).toBe(bars);
    expect(Number(ksi)).toBeGreaterThan(4);
    expect(out).toContain('AOS 2026-04-25T05:19:27.811Z');
  });

  it('rows by spacecraft with their shadows', async () => {
    const plain = (await run({ rows: 'spacecraft' })).out;
    const { out } = await run({ rows: 'spacecraft', eclipse: true });
    expect(plain).toContain('by row: TEST-1: 4.');
    expect(plain).not.toContain('umbra</text>');
    // 14.76 revolutions a day, an eclipse each; one goes on over midnight.
    expect(count(out, /<rect[^>]*class="fill-umbra"/g) - 1).toBe(16);
    expect(out).toContain('Shadow: WGS84 ellipsoid without air');
  });

  it('one contact alone where it is named', async () => {
    expect((await run({ contact: '2' })).out).toContain('by row: KSI: 1.');
  });

  it.each<[Partial<TimelineOptions>, string]>([
    [{ rows: 'orbit' }, '--rows: expected station or spacecraft, found "orbit"'],
    [{ eclipse: true }, '--eclipse: expected --rows spacecraft: shadows belong to spacecraft, found "station"'],
    [{ stations: 'hidden.json' }, '--start, --end: expected a contact between'],
  ])('a wrong option is one line and exit code 1: %j', async (options, message) => {
    const { code, out, err } = await run(options);
    expect([code, out]).toEqual([1, '']);
    expect(err.startsWith(`error: ${message}`)).toBe(true);
    expect(err.split('\n')).toHaveLength(2);
  });
});
