import { describe, expect, it } from '@jest/globals';
import { parseUtc, secondsBetween } from '@app/time';
import { sampleFiles, sampleOmm, sampleSpan } from '../contact-choice/testing/sample-inputs.js';
import { type CommandAnswer, runCommand } from '../contact-choice/testing/run-command.js';
import { type MemoryFiles } from '../testing/memory-io.js';
import { type EclipseOptions, runEclipse } from './eclipse-run.js';

const { elements, start, eop } = sampleSpan;
const end = '2026-04-25T03:15:00Z';
const run = (options: Partial<EclipseOptions> = {}, files: MemoryFiles = {}): Promise<CommandAnswer> =>
  runCommand({ ...sampleFiles, ...files }, (io) =>
    runEclipse({ elements, start, end, eop, format: 'json', ...options }, io),
  );

interface Span {
  readonly spacecraft: string;
  readonly shadow: string;
  readonly from: string;
  readonly to: string;
  readonly durationS: number;
  readonly fromOpen: boolean;
  readonly toOpen: boolean;
}
const spansOf = ({ out }: CommandAnswer): readonly Span[] => (JSON.parse(out) as { shadows: readonly Span[] }).shadows;
const apart = (a: string, b: string): number => Math.abs(secondsBetween(parseUtc(a), parseUtc(b)));

/** Rays to 721 points of the Sun's edge against the ellipsoid, Sun of python3-erfa; see sample-inputs. */
const expected = [
  ['umbra', '2026-04-25T00:00:00Z', '2026-04-25T00:06:07.429342Z'],
  ['penumbra', '2026-04-25T00:06:07.429342Z', '2026-04-25T00:06:16.811511Z'],
  ['penumbra', '2026-04-25T01:09:36.907885Z', '2026-04-25T01:09:46.403751Z'],
  ['umbra', '2026-04-25T01:09:46.403751Z', '2026-04-25T01:43:44.296957Z'],
  ['penumbra', '2026-04-25T01:43:44.296957Z', '2026-04-25T01:43:53.678214Z'],
  ['penumbra', '2026-04-25T02:47:13.726242Z', '2026-04-25T02:47:23.221269Z'],
  ['umbra', '2026-04-25T02:47:23.221269Z', '2026-04-25T03:15:00Z'],
] as const;

describe('smms eclipse', () => {
  it('umbra and penumbra are those of another program to 3 ms', async () => {
    const answer = await run();
    expect([answer.code, answer.err]).toEqual([0, '']);
    const spans = spansOf(answer);
    expect(spans.map(({ shadow }) => shadow)).toEqual(expected.map(([shadow]) => shadow));
    for (const [i, [, from, to]] of expected.entries()) {
      expect(apart(spans[i]!.from, from)).toBeLessThan(0.003);
      expect(apart(spans[i]!.to, to)).toBeLessThan(0.003);
    }
    expect(
      spans
        .map(({ fromOpen, toOpen }) => [fromOpen, toOpen])
        .flat()
        .filter(Boolean),
    ).toHaveLength(2);
    expect([spans[0]!.fromOpen, spans.at(-1)!.toOpen]).toEqual([true, true]);
  });

  it('csv and table have the same shadows', async () => {
    const spans = spansOf(await run());
    const csv = (await run({ format: 'csv' })).out.trim().split('\r\n');
    expect(csv.slice(1)).toEqual(
      spans.map((span) =>
        [span.spacecraft, span.shadow, span.from, span.to, span.durationS.toFixed(3), span.fromOpen, span.toOpen].join(
          ',',
        ),
      ),
    );
    const { out } = await run({ format: 'table' });
    expect(out).toContain('3 umbras, 4 penumbras\n');
    expect(out.split('\n').filter((line) => line.startsWith('│ TEST-1'))).toHaveLength(7);
    expect(out).toContain('shadow: WGS84 ellipsoid without air');
  });

  it('a change of elements in the midst of an umbra does not cut it', async () => {
    // 24 revolutions later, the node moved on with the Sun: the second set is nearer from 01:30:44 on.
    const later = { ...sampleOmm, EPOCH: '2026-04-25T21:01:27.917000', RA_OF_ASC_NODE: 189 };
    const answer = await run(
      { elements: ['T'], start: '2026-04-25T01:00:00Z', end: '2026-04-25T02:00:00Z' },
      { T: [sampleOmm, later] },
    );
    expect(answer.err).toContain(
      'TEST-1: from 2026-04-25T01:00:00.000000Z to 2026-04-25T01:30:44.020228Z from elements',
    );
    expect(spansOf(answer).map(({ shadow }) => shadow)).toEqual(['penumbra', 'umbra', 'penumbra']);
    expect(spansOf(answer).some(({ fromOpen, toOpen }) => fromOpen || toOpen)).toBe(false);
  });

  it('a spacecraft that decays in the span has its shadows until then, and an error', async () => {
    const { code, err, out } = await run({
      elements: ['decaying.json'],
      end: '2026-05-05T00:00:00Z',
      allowStale: true,
    });
    expect(code).toBe(0);
    expect(err).toMatch(/error: TEST-1: .*decayed.*, at 2026-0[45]-\d\dT.* or before\n/);
    expect((JSON.parse(out) as { errors: unknown[] }).errors).toHaveLength(1);
    expect(spansOf({ out } as CommandAnswer).length).toBeGreaterThan(10);
  });

  it('shadows too far from their elements are withheld and counted', async () => {
    const options = { start: '2026-05-07T00:00:00Z', end: '2026-05-09T00:00:00Z' };
    const { code, err, out } = await run(options);
    const { out: all } = await run({ ...options, allowStale: true });
    const [kept, whole] = [spansOf({ out } as CommandAnswer), spansOf({ out: all } as CommandAnswer)];
    expect(code).toBe(0);
    expect(err).toContain(`are more than 14 d away from ${whole.length - kept.length} of ${whole.length} shadows`);
    expect(kept).toEqual(whole.slice(0, kept.length));
    expect(kept.every(({ to }) => to <= '2026-05-08T06:00:00.123456Z')).toBe(true);
  });

  it('nothing but refused elements is an error', async () => {
    const { code, out, err } = await run({ elements: ['old.json'] });
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('--elements: expected motion between');
  });

  it('a wrong format is one line', async () => {
    const { code, err } = await run({ format: 'xml' });
    expect([code, err]).toEqual([1, 'error: --format: expected table or json or csv, found "xml"\n']);
  });
});
