import { csvRecord } from '@app/flight-products';
import {
  DEG_PER_RAD,
  EarthFixedPath,
  type Footprint,
  type GroundTrackPoint,
  RAD_PER_DEG,
  elementAge,
  footprint,
  geodeticToItrf,
  groundTrack,
} from '@app/orbit';
import { type Tai, formatUtc, plusSeconds, secondsBetween } from '@app/time';
import { type MotionOptions, motionRequest } from '../contact-choice/motion-options.js';
import { type MotionPlan, planMotion, trajectoryOf } from '../contact-choice/motion-plan.js';
import { ageWarnings, motionModel } from '../contact-choice/motion-text.js';
import { numberValue, requireRows, stepValue } from '../contact-choice/number-value.js';
import { runTool } from '../contact-choice/run-tool.js';
import { jsonWithList, writePieces } from '../contact-choice/write-pieces.js';
import { type PlannedSubject, epochOf } from '../contacts/search-task.js';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo } from '../offline/offline-io.js';
import { choice } from '../offline/run-offline.js';

export interface GroundTrackOptions extends MotionOptions {
  readonly step?: string | undefined;
  readonly footprint?: string | undefined;
  readonly format?: string | undefined;
}

export const DEFAULT_STEP_S = 60;
export const groundTrackFormats = ['json', 'csv'] as const;

/** A point of a track; `line` counts the pieces of a spacecraft's track, which end at the antimeridian. */
interface TrackPoint {
  readonly spacecraft: string;
  readonly line: number;
  readonly utc: string;
  readonly point: GroundTrackPoint;
  readonly footprint: Footprint | undefined;
}

function refuseStale(subject: PlannedSubject, from: Tai, to: Tai, refuseAfterDays: number): void {
  if (subject.kind === 'ephemeris') return;
  const epoch = epochOf(subject);
  const age = Math.max(elementAge(epoch, from).days, elementAge(epoch, to).days);
  if (age <= refuseAfterDays) return;
  throw new OfflineInputError(
    subject.spacecraft,
    `elements at most ${refuseAfterDays} d away from all of the span (--allow-stale takes any)`,
    `${formatUtc(epoch)}, ${age.toFixed(1)} d`,
  );
}

function* pointsOf(plan: MotionPlan, stepS: number, minElevationDeg: number | undefined): Generator<TrackPoint, void> {
  const lines = new Map<string, number>();
  for (const subject of plan.subjects) {
    const { spacecraft } = subject;
    const { from, to } = subject.piece ?? { from: plan.start, to: plan.end };
    const path = new EarthFixedPath(trajectoryOf(subject), from, plan.earthOrientation);
    for (const track of groundTrack(path, 0, secondsBetween(from, to), stepS)) {
      const line = (lines.get(spacecraft) ?? 0) + 1;
      lines.set(spacecraft, line);
      for (const point of track) {
        const utc = formatUtc(plusSeconds(from, point.seconds));
        const seen =
          minElevationDeg === undefined ? undefined : footprint(geodeticToItrf(point), minElevationDeg * RAD_PER_DEG);
        yield { spacecraft, line, utc, point, footprint: seen };
      }
    }
  }
}

const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

function pointJson({ spacecraft, line, utc, point, footprint: seen }: TrackPoint): object {
  return {
    ...{ spacecraft, line, utc },
    latitudeDeg: rounded(point.latitudeDeg, 6),
    longitudeDeg: rounded(point.longitudeDeg, 6),
    heightKm: rounded(point.heightM / 1000, 6),
    ...(seen !== undefined && {
      footprint: {
        radiusKm: rounded(seen.radiusM / 1000, 3),
        centralAngleDeg: rounded(seen.centralAngleRad * DEG_PER_RAD, 6),
        nadirAngleDeg: rounded(seen.nadirAngleRad * DEG_PER_RAD, 6),
        pole: seen.pole ?? null,
        rings: seen.rings.map((ring) => ring.map(([lon, lat]) => [rounded(lon, 5), rounded(lat, 5)])),
      },
    }),
  };
}

function* csv(points: Iterable<TrackPoint>, withFootprint: boolean): Generator<string, void> {
  const more = withFootprint ? ['footprintRadiusKm'] : [];
  yield csvRecord(['spacecraft', 'line', 'utc', 'latitudeDeg', 'longitudeDeg', 'heightKm', ...more]);
  for (const { spacecraft, line, utc, point, footprint: seen } of points) {
    const place = [point.latitudeDeg.toFixed(6), point.longitudeDeg.toFixed(6), (point.heightM / 1000).toFixed(6)];
    const radius = seen === undefined ? [] : [(seen.radiusM / 1000).toFixed(3)];
    yield csvRecord([spacecraft, String(line), utc, ...place, ...radius]);
  }
}

/** Runs `smms ground-track`: points under each spacecraft every step, and where it is seen from when asked for. */
export function runGroundTrack(options: GroundTrackOptions, io: OfflineIo): Promise<number> {
  return runTool(io, async () => {
    const format = choice('--format', options.format, groundTrackFormats, 'json');
    const stepS = stepValue(options.step, DEFAULT_STEP_S);
    const elevation = options.footprint;
    const minElevationDeg =
      elevation === undefined ? undefined : numberValue('--footprint', elevation, { unit: 'degrees', from: 0, to: 89 });
    const plan = await planMotion(io, motionRequest(options));
    for (const warning of ageWarnings(plan)) io.stderr(`warning: ${warning}\n`);
    for (const subject of plan.subjects) {
      const { from, to } = subject.piece ?? { from: plan.start, to: plan.end };
      refuseStale(subject, from, to, plan.refuseAfterDays);
      requireRows(stepS, secondsBetween(from, to));
    }
    const points = pointsOf(plan, stepS, minElevationDeg);
    if (format === 'csv') return writePieces(io, csv(points, minElevationDeg !== undefined));
    function* items(): Generator<object, void> {
      for (const point of points) yield pointJson(point);
    }
    return writePieces(io, jsonWithList({ model: motionModel(plan) }, 'points', items()));
  });
}
