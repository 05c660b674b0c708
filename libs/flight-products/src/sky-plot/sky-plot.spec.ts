import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plusSeconds, secondsBetween } from '@app/time';
import { FlightProductError } from '../flight-product.error.js';
import { describeModel } from '../model/model-text.js';
import { anyName } from '../testing/any-name.js';
import { parseSvg, textsOf } from '../testing/parse-svg.js';
import { firstOf, kashi, sample, skyPointsOf } from '../testing/sample-contacts.js';
import { skyPlotSvg } from './sky-plot-svg.js';
import { type SkyPlot, type SkyTrack } from './sky-plot.js';
import { CENTRE, RADIUS, pointAt, project, stretch } from './sky-projection.js';

const window = firstOf('TEST-1');
const track: SkyTrack = { label: 'TEST-1', points: skyPointsOf(window) };
const plot: SkyPlot = {
  title: 'Kashi',
  minElevationDeg: 5,
  horizonMask: kashi.horizonMask,
  tracks: [track],
  notes: [describeModel(sample.model)],
};
const clock = /\d\d:\d\d:\d\d/;

describe('projection', () => {
  it.each([
    ['north', 0, 0, 0, -RADIUS],
    ['east', 90, 0, RADIUS, 0],
    ['south', 180, 0, 0, RADIUS],
    ['west', 270, 0, -RADIUS, 0],
    ['zenith', 123, 90, 0, 0],
    ['30 degrees in the east', 90, 30, (RADIUS * 2) / 3, 0],
    ['below the horizon', -90, -10, -RADIUS, 0],
  ])('puts %s where a map with north up has it', (_name, azimuthDeg, elevationDeg, x, y) => {
    const at = project({ azimuthDeg, elevationDeg });
    expect(at.x - CENTRE.x).toBeCloseTo(x, 9);
    expect(at.y - CENTRE.y).toBeCloseTo(y, 9);
  });

  it('finds a track at an instant, and stretches of it', () => {
    const { points } = track;
    const [first, second] = [points[0]!, points[1]!];
    expect(pointAt(points, first.utc)).toEqual(project(first));
    expect(pointAt(points, first.utc - 1n)).toBeUndefined();
    expect(pointAt(points, points.at(-1)!.utc + 1n)).toBeUndefined();
    const middle = pointAt(points, plusSeconds(first.utc, secondsBetween(first.utc, second.utc) / 2))!;
    expect(middle.x).toBeCloseTo((project(first).x + project(second).x) / 2, 6);
    expect(stretch(points, first.utc - 10n, points.at(-1)!.utc + 10n)).toEqual(points.map(project));
    expect(stretch(points, plusSeconds(first.utc, 5), plusSeconds(first.utc, 25))).toHaveLength(3);
    expect(stretch(points, first.utc - 10n, first.utc)).toEqual([]);
  });
});

describe('skyPlotSvg', () => {
  it('draws the track from AOS to LOS, and says its times and its model', () => {
    const svg = skyPlotSvg(plot);
    const line = parseSvg(svg).find(({ name, attributes }) => name === 'path' && attributes.class === 'open line-0')!;
    const drawn = line.attributes
      .d!.slice(1)
      .split('L')
      .map((pair) => pair.split(' ').map(Number));
    expect(drawn).toHaveLength(track.points.length);
    track.points.forEach((point, i) => {
      expect(drawn[i]![0]).toBeCloseTo(project(point).x, 1);
      expect(drawn[i]![1]).toBeCloseTo(project(point).y, 1);
    });
    const texts = textsOf(svg, 'text');
    expect(texts).toEqual(
      expect.arrayContaining(['N', 'E', 'S', 'W', '30°', '60°', 'below minimum elevation 5°', 'horizon mask']),
    );
    for (const mark of ['AOS', 'TCA', 'LOS'])
      expect(texts.filter((text) => text.startsWith(mark) && clock.test(text))).toHaveLength(1);
    expect(texts.join(' ')).toContain('SGP4 (WGS72, improved); Earth orientation');
    expect(textsOf(svg, 'desc')[0]).toMatch(/north up, east to the right.*TEST-1: rises at azimuth/);
  });

  it('marks open ends by other words', () => {
    const texts = textsOf(skyPlotSvg({ ...plot, tracks: [{ ...track, aosOpen: true, losOpen: true }] }), 'text');
    expect(texts.some((text) => /^from \d\d:/.test(text))).toBe(true);
    expect(texts.some((text) => /^until \d\d:/.test(text))).toBe(true);
    expect(texts.some((text) => /^(AOS|LOS) \d\d:/.test(text))).toBe(false);
  });

  it('draws bodies above the horizon, the keyhole and the marked stretches', () => {
    const part = { from: plusSeconds(window.tca, -15), to: plusSeconds(window.tca, 15) };
    const svg = skyPlotSvg({
      ...plot,
      tracks: [{ ...track, segments: [{ kind: 'keyhole', ...part }] }],
      bodies: [
        { kind: 'sun', azimuthDeg: 140, elevationDeg: 50 },
        { kind: 'moon', azimuthDeg: 240, elevationDeg: -1 },
      ],
      uplinkMinElevationDeg: 10,
      keyholeElevationDeg: 85,
    });
    const texts = textsOf(svg, 'text');
    expect(texts).toEqual(
      expect.arrayContaining(['Sun', 'uplink from 10°', 'keyhole above 85°', 'too fast for the antenna']),
    );
    expect(texts).not.toContain('Moon');
  });

  it('keeps a wall of the mask upright', () => {
    const area = parseSvg(skyPlotSvg(plot)).find(({ attributes }) => attributes.class === 'fill-horizon')!;
    const points = area.attributes.d!.split(/[MLZa]/).map((pair) => pair.split(' ').map(Number));
    const at = (elevationDeg: number) => {
      const { x, y } = project({ azimuthDeg: 90, elevationDeg });
      return expect.arrayContaining([[expect.closeTo(x, 1), expect.closeTo(y, 1)]]);
    };
    expect(points).toEqual(at(12));
    expect(points).toEqual(at(2));
  });

  it('is well-formed for any names (law), in each theme', () => {
    fc.assert(
      fc.property(anyName, fc.constantFrom('auto', 'light', 'dark' as const), (name, theme) => {
        const tracks = [{ ...track, label: name }, track];
        const svg = skyPlotSvg({ ...plot, title: name, subtitle: name, tracks, notes: [name], theme: theme });
        expect(parseSvg(svg)[0]!.name).toBe('svg');
        expect(svg.includes('prefers-color-scheme')).toBe(theme === 'auto');
      }),
      { numRuns: 40 },
    );
  });

  it('refuses a track that cannot be drawn, and draws none at all', () => {
    const { points } = track;
    const of = (changed: SkyTrack['points']) => () => skyPlotSvg({ ...plot, tracks: [{ ...track, points: changed }] });
    expect(of(points.slice(0, 1))).toThrow(FlightProductError);
    expect(of([...points].reverse())).toThrow(/point 2 of TEST-1: expected a time after/);
    expect(of([points[0]!, { ...points[1]!, azimuthDeg: Number.NaN }])).toThrow(/found NaN/);
    expect(parseSvg(skyPlotSvg({ ...plot, tracks: [] })).length).toBeGreaterThan(20);
  });
});
