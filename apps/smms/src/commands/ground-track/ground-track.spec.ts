import { describe, expect, it } from '@jest/globals';
import { type CommandAnswer, runCommand } from '../contact-choice/testing/run-command.js';
import { sampleFiles, sampleSpan } from '../contact-choice/testing/sample-inputs.js';
import { type GroundTrackOptions, runGroundTrack } from './ground-track-run.js';

const { elements, start, eop } = sampleSpan;
const run = (options: Partial<GroundTrackOptions> = {}): Promise<CommandAnswer> =>
  runCommand(sampleFiles, (io) =>
    runGroundTrack({ elements, start, eop, end: '2026-04-25T03:00:00Z', step: '600', ...options }, io),
  );

interface Point {
  readonly line: number;
  readonly utc: string;
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
  readonly heightKm: number;
  readonly footprint?: { readonly radiusKm: number; readonly rings: readonly (readonly [number, number][])[] };
}
const pointsOf = ({ out }: CommandAnswer): readonly Point[] => (JSON.parse(out) as { points: readonly Point[] }).points;

/** UTC, latitude, longitude (degrees) and height (km) by another program; see sample-inputs. */
const expected = [
  ['2026-04-25T00:00:00.000000Z', 22.571294870358, -28.180274467195, 640.755996],
  ['2026-04-25T00:10:00.000000Z', 58.899544077514, -40.616788296578, 645.26904],
  ['2026-04-25T00:20:00.000000Z', 79.724851516199, -160.312773848151, 648.664584],
  ['2026-04-25T01:20:00.000000Z', -41.978441259727, -37.759062215735, 661.577818],
] as const;

describe('smms ground-track', () => {
  it('points under the spacecraft are those of another program to 2e-6 degrees and a centimetre', async () => {
    const answer = await run();
    expect([answer.code, answer.err]).toEqual([0, '']);
    const at = (utc: string): Point => pointsOf(answer).find((point) => point.utc === utc)!;
    for (const [utc, latitude, longitude, heightKm] of expected) {
      expect(Math.abs(at(utc).latitudeDeg - latitude)).toBeLessThan(2e-6);
      expect(Math.abs(at(utc).longitudeDeg - longitude)).toBeLessThan(2e-6);
      expect(Math.abs(at(utc).heightKm - heightKm)).toBeLessThan(1e-5);
    }
  });

  it('lines end at the antimeridian', async () => {
    const points = pointsOf(await run());
    const last = points.at(-1)!.line;
    expect(last).toBeGreaterThan(2);
    for (let line = 1; line < last; line++) {
      const [end, next] = [
        points.filter((point) => point.line === line).at(-1)!,
        points.find((point) => point.line === line + 1)!,
      ];
      expect(Math.abs(end.longitudeDeg)).toBe(180);
      expect(next.longitudeDeg).toBe(-end.longitudeDeg);
    }
  });

  it('csv has the points of the JSON', async () => {
    const points = pointsOf(await run({ footprint: '5' }));
    const records = (await run({ format: 'csv', footprint: '5' })).out.trim().split('\r\n');
    expect(records[0]).toBe('spacecraft,line,utc,latitudeDeg,longitudeDeg,heightKm,footprintRadiusKm');
    expect(
      records.slice(1).map((record) =>
        record
          .split(',')
          .slice(1)
          .map((cell, i) => (i === 1 ? cell : Number(cell))),
      ),
    ).toEqual(
      points.map(({ line, utc, latitudeDeg, longitudeDeg, heightKm, footprint }) => [
        ...[line, utc, latitudeDeg, longitudeDeg, heightKm, footprint!.radiusKm],
      ]),
    );
  });

  it('a footprint is as wide as a sphere has it', async () => {
    const [point] = pointsOf(await run({ footprint: '5' }));
    const e = (5 * Math.PI) / 180;
    const central = Math.acos((6371 * Math.cos(e)) / (6371 + point!.heightKm)) - e;
    expect(Math.abs(point!.footprint!.radiusKm / (6371 * central) - 1)).toBeLessThan(0.01);
    expect(point!.footprint!.rings.length).toBeGreaterThan(0);
  });

  it.each<[Partial<GroundTrackOptions>, string]>([
    [{ footprint: '90' }, '--footprint: expected a number from 0 to 89 degrees, found "90"'],
    [{ step: '0.001' }, '--step: expected about 0.0108 s or more for 10800 s (at most 1000000 rows), found 0.001'],
    [{ step: '-5' }, '--step: expected a number from 0.001 s, found "-5"'],
    [{ format: 'table' }, '--format: expected json or csv, found "table"'],
    [
      { end: '2026-06-01T00:00:00Z' },
      'TEST-1: expected elements at most 14 d away from all of the span (--allow-stale takes any), found 2026-04-24T06:00:00.123456Z, 37.7 d',
    ],
  ])('a wrong option is exit code 1, its line the last: %j', async (options, message) => {
    const { code, out, err } = await run(options);
    expect([code, out]).toEqual([1, '']);
    expect(err.trim().split('\n').at(-1)).toBe(`error: ${message}`);
  });
});
