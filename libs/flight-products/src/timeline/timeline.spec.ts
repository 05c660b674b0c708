import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseUtc, plusSeconds, secondsBetween } from '@app/time';
import { FlightProductError } from '../flight-product.error.js';
import { anyName } from '../testing/any-name.js';
import { parseSvg, textsOf } from '../testing/parse-svg.js';
import { end, firstOf, sample, start } from '../testing/sample-contacts.js';
import { lanesOf, overlapsOf } from './lanes.js';
import { timelineOfWindows } from './timeline-of-windows.js';
import { timelineSvg } from './timeline-svg.js';
import { type TimeSpan, type Timeline, type TimelineBar } from './timeline.js';

const spans = fc.array(
  fc
    .tuple(fc.bigInt({ min: 0n, max: 60n }), fc.bigInt({ min: 1n, max: 20n }))
    .map(([from, length]): TimeSpan => ({ from, to: from + length })),
  { maxLength: 15 },
);
const lasting = (all: readonly TimeSpan[], at: bigint): number =>
  all.filter(({ from, to }) => from <= at && at < to).length;

describe('lanes', () => {
  it('hold no two spans at once, and there are as many as most last at once (law)', () => {
    fc.assert(
      fc.property(spans, (all) => {
        const { lanes, count } = lanesOf(all);
        for (let lane = 0; lane < count; lane++) {
          const own = all.filter((_, i) => lanes[i] === lane);
          for (let at = 0n; at < 80n; at++) expect(lasting(own, at)).toBeLessThanOrEqual(1);
        }
        let most = 1;
        for (let at = 0n; at < 80n; at++) most = Math.max(most, lasting(all, at));
        expect(count).toBe(most);
      }),
    );
  });
});

describe('overlaps', () => {
  it('are the instants of a span at which another lasts, in pieces that do not touch (law)', () => {
    fc.assert(
      fc.property(spans, (all) => {
        overlapsOf(all).forEach((pieces, i) => {
          const span = all[i]!;
          for (let at = 0n; at < 80n; at++) {
            const conflict = at >= span.from && at < span.to && lasting(all, at) > 1;
            expect(lasting(pieces, at)).toBe(conflict ? 1 : 0);
          }
          pieces.forEach((piece, k) => expect(k === 0 || pieces[k - 1]!.to < piece.from).toBe(true));
        });
      }),
    );
  });
});

const bar = (changes: Partial<TimelineBar>): TimelineBar => ({
  ...{ label: 'T', series: 'TEST-1', from: start, to: end, details: ['detail'] },
  ...changes,
});
const timeline = (bars: readonly TimelineBar[], changes: Partial<Timeline> = {}): Timeline => ({
  ...{ title: 'Contacts', start, end, rows: [{ label: 'KSI-1', bars }], notes: ['model'], pixelsPerHour: 50 },
  ...changes,
});
const hours = (count: number) => plusSeconds(start, count * 3600);
const barsOf = (svg: string) =>
  parseSvg(svg).filter(({ attributes }) => attributes.class === 'fill-0' && 'x' in attributes);

describe('timelineSvg', () => {
  it('draws a bar from its begin to its end in proportion', () => {
    const svg = timelineSvg(
      timeline([bar({ from: hours(6), to: hours(8) }), bar({ from: hours(12), to: hours(12.5) })]),
    );
    const [first, second] = barsOf(svg).map(({ attributes }) => [Number(attributes.x), Number(attributes.width)]);
    expect([first![1], second![1]]).toEqual([100, 25]);
    expect(second![0]! - first![0]!).toBeCloseTo(300, 6);
    expect(textsOf(svg, 'title')).toContain('detail');
  });

  it('clips to its span, leaves out what lies outside, and points where a contact goes on', () => {
    const tips = (bars: readonly TimelineBar[]): number =>
      parseSvg(timelineSvg(timeline(bars))).filter(
        ({ name, attributes }) => name === 'path' && attributes.class === 'fill-0',
      ).length;
    const wide = bar({ from: hours(-1), to: hours(25) });
    expect(Number(barsOf(timelineSvg(timeline([wide])))[0]!.attributes.width)).toBeCloseTo(24 * 50, 6);
    expect(barsOf(timelineSvg(timeline([bar({ from: hours(24), to: hours(25) })])))).toHaveLength(0);
    expect(tips([wide])).toBe(2);
    expect(tips([bar({ openEnd: true })])).toBe(1);
    expect(tips([bar({})])).toBe(0);
  });

  it('writes a label only where it fits', () => {
    const labels = (width: number): string[] =>
      textsOf(timelineSvg(timeline([bar({ label: 'GAOFEN-1', from: hours(1), to: hours(1 + width / 50) })])), 'text');
    expect(labels(80)).toContain('GAOFEN-1');
    expect(labels(40).filter((text) => text.startsWith('GAO'))).toEqual([]);
  });

  it('names days and hours of UTC', () => {
    const texts = textsOf(timelineSvg(timeline([], { start: hours(12), end: hours(36) })), 'text');
    expect(texts).toEqual(expect.arrayContaining(['Sat 2026-04-25', 'Sun 2026-04-26', '12:00', '18:00', '00:00']));
    const week = textsOf(timelineSvg(timeline([], { end: hours(168) })), 'text').filter((text) =>
      /^\w{3} 2026-/.test(text),
    );
    expect(week.map((text) => text.slice(0, 3))).toEqual(['Sat', 'Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri']);
    const leap = { start: parseUtc('2016-12-31T12:00:00Z'), end: parseUtc('2017-01-01T12:00:00Z') };
    expect(textsOf(timelineSvg(timeline([], leap)), 'text')).toEqual(
      expect.arrayContaining(['Sat 2016-12-31', 'Sun 2017-01-01']),
    );
  });

  it('hatches conflicts and draws shades, and has both in its key', () => {
    const conflicts = [{ from: hours(1), to: hours(2) }];
    const shades = [{ kind: 'umbra', from: hours(3), to: hours(4) }] as const;
    const svg = timelineSvg(timeline([], { rows: [{ label: 'R', bars: [bar({ conflicts })], shades }] }));
    const hatched = parseSvg(svg).filter(
      ({ attributes }) => attributes.fill?.startsWith('url(#') && attributes.width === '50',
    );
    expect(hatched).toHaveLength(1);
    expect(textsOf(svg, 'text')).toEqual(expect.arrayContaining(['conflict', 'umbra']));
    expect(textsOf(svg, 'title').some((text) => text.startsWith('umbra 2026-04-25T03:00:00Z'))).toBe(true);
  });

  it('is well-formed for any names (law)', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const rows = [{ label: name, bars: [bar({ label: name, series: name, details: [name] })] }];
        expect(parseSvg(timelineSvg(timeline([], { title: name, rows, notes: [name] })))[0]!.name).toBe('svg');
      }),
      { numRuns: 40 },
    );
  });

  it('refuses a span that does not run forward and a scale of nothing', () => {
    expect(() => timelineSvg(timeline([], { end: start }))).toThrow(FlightProductError);
    expect(() => timelineSvg(timeline([], { pixelsPerHour: 0 }))).toThrow(/pixelsPerHour: expected above 0/);
  });
});

describe('timelineOfWindows', () => {
  const given = { title: 'Day', windows: sample.contactWindows, model: sample.model, start, end };

  it('has a row for every station of the model, its overlaps as conflicts of two spacecraft', () => {
    const { rows, notes } = timelineOfWindows({ ...given, rows: 'station' });
    expect(rows.map(({ label }) => label)).toEqual(['KSI-1', 'SP-1']);
    expect(rows.reduce((sum, { bars }) => sum + bars.length, 0)).toBe(sample.contactWindows.length);
    // The second spacecraft flies 5 degrees of its orbit behind the first: their contacts overlap.
    const first = rows[0]!.bars.find(({ from }) => from === firstOf('TEST-1').aos)!;
    expect(first.conflicts!.length).toBeGreaterThan(0);
    expect(secondsBetween(first.conflicts![0]!.from, first.conflicts!.at(-1)!.to)).toBeGreaterThan(60);
    expect(notes[0]).toContain('SGP4');
  });

  it('has a row for every spacecraft, where two stations are no conflict; one without windows keeps its row', () => {
    const own = sample.contactWindows.filter(({ spacecraft }) => spacecraft === 'TEST-1');
    const { rows } = timelineOfWindows({ ...given, windows: own, rows: 'spacecraft' });
    expect(rows.map(({ label, bars }) => [label, bars.length])).toEqual([
      ['TEST-1', own.length],
      ['PLANNED-1', 0],
    ]);
    expect(rows[0]!.bars.every(({ conflicts }) => conflicts === undefined)).toBe(true);
  });
});
