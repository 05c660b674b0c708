import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatUtc, parseUtc, secondsBetween } from '@app/time';
import { anyName } from '../testing/any-name.js';
import { parseSvg } from '../testing/parse-svg.js';
import { clockStepS, clockTicks } from './clock-ticks.js';
import { svgDocument } from './document.js';
import { type Box, LabelPlacer } from './label-placer.js';
import { cutText, textWidth, wrapText } from './text-size.js';
import { element, escapeXml, textElement } from './xml.js';

/** What XML 1.0 takes, less the controls of C1. */
const illegal = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]/gu;

describe('XML', () => {
  it('gives any text back from content and from attributes (law), but for what it may not carry', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const svg = element('a', { b: name }, `${escapeXml(name)} `);
        const [parsed] = parseSvg(svg);
        const legal = name.replaceAll(illegal, '\uFFFD');
        expect(parsed!.attributes.b).toBe(legal);
        expect(parsed!.text).toBe(`${legal} `);
      }),
    );
  });

  it('makes a document that names itself and fetches nothing', () => {
    fc.assert(
      fc.property(anyName, anyName, (title, description) => {
        const body = [textElement(1, 2, title)];
        const svg = svgDocument({ width: 10.2, height: 20, title, description, theme: 'auto', body });
        const [root, first, second] = parseSvg(svg);
        expect(root).toMatchObject({ name: 'svg', attributes: { viewBox: '0 0 11 20', role: 'img' } });
        expect([first!.name, second!.name]).toEqual(['title', 'desc']);
        expect(first!.text).toBe(title.replaceAll(illegal, '\uFFFD'));
      }),
      { numRuns: 30 },
    );
    const plain = svgDocument({ width: 1, height: 1, title: 't', description: 'd', theme: 'auto', body: [] });
    expect(plain).toContain('prefers-color-scheme:dark');
    expect(plain.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/<script|href|https?:|@import|@font-face/);
  });
});

describe('LabelPlacer', () => {
  const bounds: Box = { x: 0, y: 0, width: 300, height: 200 };
  const meet = (a: Box, b: Box): boolean =>
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

  it('never covers what is taken nor leaves its bounds (law)', () => {
    const anchor = fc.record({ x: fc.integer({ min: 0, max: 300 }), y: fc.integer({ min: 0, max: 200 }) });
    fc.assert(
      fc.property(fc.array(anchor, { maxLength: 40 }), (anchors) => {
        const placer = new LabelPlacer(bounds);
        const first: Box = { x: 100, y: 50, width: 60, height: 60 };
        placer.take(first);
        const placed = [first];
        for (const at of anchors) {
          const label = { anchor: at, width: 50, height: 14, distances: [5, 15, 30], over: 'lines' } as const;
          const box = placer.place(label);
          if (box === undefined) continue;
          expect(placed.some((other) => meet(box, other))).toBe(false);
          expect(box.x >= 0 && box.y >= 0 && box.x + 50 <= 300 && box.y + 14 <= 200).toBe(true);
          placed.push(box);
        }
        if (anchors.length === 1) expect(placed.length).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it('goes round a line where it can, and over it only when it may', () => {
    const label = { anchor: { x: 150, y: 100 }, width: 50, height: 14, distances: [5] };
    const placer = new LabelPlacer(bounds);
    placer.avoid({ x: 150, y: 0, width: 150, height: 200 });
    expect(placer.place({ ...label, over: 'nothing' })).toMatchObject({ x: 95 });
    const crossed = new LabelPlacer(bounds);
    crossed.avoid(bounds);
    expect(crossed.place({ ...label, over: 'nothing' })).toBeUndefined();
    expect(crossed.place({ ...label, over: 'lines' })).toMatchObject({ x: 155 });
  });
});

describe('clock ticks', () => {
  const clocks = (from: string, to: string, stepS: number): string[] =>
    clockTicks(parseUtc(from), parseUtc(to), stepS).map((tick) => formatUtc(tick, 0).slice(5, 19));

  it('stand at full steps of UTC, both ends included', () => {
    expect(clocks('2026-04-25T22:00:00Z', '2026-04-26T02:30:00Z', 7200)).toEqual([
      '04-25T22:00:00',
      '04-26T00:00:00',
      '04-26T02:00:00',
    ]);
    expect(clocks('2026-04-25T22:00:01Z', '2026-04-25T22:02:59Z', 60)).toEqual(['04-25T22:01:00', '04-25T22:02:00']);
  });

  it('stay on the clock after a leap second', () => {
    const ticks = clockTicks(parseUtc('2016-12-31T23:00:00Z'), parseUtc('2017-01-01T01:00:00Z'), 3600);
    expect(ticks.map((tick) => formatUtc(tick, 0).slice(11, 19))).toEqual(['23:00:00', '00:00:00', '01:00:00']);
    expect(secondsBetween(ticks[0]!, ticks[1]!)).toBe(3601);
  });

  it('come in steps of a clock', () => {
    expect([1, 60, 61, 700, 3601, 80_000, 1e6].map(clockStepS)).toEqual([60, 60, 120, 900, 7200, 86_400, 86_400]);
  });
});

describe('text', () => {
  it('is cut and wrapped to a width', () => {
    expect(cutText('short', 100, 10)).toBe('short');
    expect(cutText('卫星卫星卫星', 35, 10)).toBe('卫星…');
    expect(cutText('abc', 2, 10)).toBe('');
    expect(wrapText('one two three', 50, 10)).toEqual(['one two', 'three']);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 200 }), (text, width) => {
        expect(textWidth(cutText(text, width, 10), 10)).toBeLessThanOrEqual(width);
        expect(wrapText(text, width, 10).join(' ')).toBe(text.trim().split(/\s+/).join(' '));
      }),
    );
  });
});
