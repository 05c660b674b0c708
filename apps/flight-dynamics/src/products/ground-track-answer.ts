import { setImmediate as nextTurn } from 'node:timers/promises';
import type { GroundTrackAnswer, GroundTrackQuery, SpacecraftId } from '@app/contracts';
import {
  describeEarthOrientation,
  EarthFixedPath,
  type EarthOrientation,
  footprint,
  groundTrack,
  type GroundTrackPoint,
  RAD_PER_DEG,
} from '@app/orbit';
import { Refusal } from '@app/platform';
import { formatUtc, parseUtc, secondsBetween, type Tai } from '@app/time';
import { alongPath, utcOf } from '../profiles/contact-motion.js';
import type { AskedSpan } from '../profiles/asked-span.js';
import { rounded } from '../profiles/rounded.js';
import { slicesOf } from '../profiles/slices.js';
import type { MotionPiece } from '../profiles/trajectory.reader.js';
import { pieceAnswer } from './trajectory-piece.js';

type Line = GroundTrackAnswer['lines'][number];

/** The lines of one piece; those that a slice cuts are put together again. */
async function linesOf(path: EarthFixedPath, spacecraft: string, lengthS: number, stepS: number, offsetS: number) {
  const lines: Line[] = [];
  for (const { from, to } of slicesOf(0, lengthS, stepS)) {
    const [first = [], ...others] = alongPath(spacecraft, () => groundTrack(path, from, to, stepS)).map((line) =>
      line.map((point) => pointAnswer(point, offsetS)),
    );
    const open = lines.at(-1);
    if (open === undefined) lines.push(first);
    else open.push(...first.slice(1));
    lines.push(...others);
    await nextTurn();
  }
  return lines;
}

function pointAnswer({ seconds, longitudeDeg, latitudeDeg, heightM }: GroundTrackPoint, offsetS: number): Line[number] {
  return [rounded(offsetS + seconds, 6), rounded(longitudeDeg, 6), rounded(latitudeDeg, 6), rounded(heightM / 1000, 6)];
}

function footprintAnswer(
  piece: MotionPiece,
  spacecraft: string,
  at: Tai,
  orientation: EarthOrientation,
  minElevationDeg: number,
): GroundTrackAnswer['footprint'] {
  const state = new Float64Array(6);
  const code = new EarthFixedPath(piece.trajectory, at, orientation).stateInto(0, state);
  if (code !== 0)
    throw new Refusal(409, 'no motion', [{ path: spacecraft, message: `no state at ${formatUtc(at)} (code ${code})` }]);
  const { subsatellite, radiusM, pole, rings } = footprint(
    [state[0] ?? 0, state[1] ?? 0, state[2] ?? 0],
    minElevationDeg * RAD_PER_DEG,
  );
  return {
    at: utcOf(at),
    minElevationDeg,
    subsatellite: {
      longitudeDeg: rounded(subsatellite.longitudeDeg, 6),
      latitudeDeg: rounded(subsatellite.latitudeDeg, 6),
      heightKm: rounded(subsatellite.heightM / 1000, 6),
    },
    radiusKm: rounded(radiusM / 1000, 3),
    pole: pole ?? null,
    rings: rings.map((ring) => ring.map(([longitude, latitude]) => [rounded(longitude, 6), rounded(latitude, 6)])),
  };
}

/** The ground track over the pieces of a span, and the footprint at one instant of it. */
export async function groundTrackAnswer(
  spacecraft: SpacecraftId,
  pieces: readonly MotionPiece[],
  orientation: EarthOrientation,
  query: AskedSpan & Pick<GroundTrackQuery, 'footprintAt' | 'minElevationDeg'> & { readonly stepS: number },
): Promise<GroundTrackAnswer> {
  const { start, end } = query;
  const at = query.footprintAt === undefined ? start : parseUtc(query.footprintAt);
  const under = pieces.find(({ from, to }) => from <= at && at <= to);
  if (under === undefined)
    throw new Refusal(400, 'instant outside of the span', [
      { path: 'footprintAt', message: `expected ${formatUtc(start)} to ${formatUtc(end)}, found ${formatUtc(at)}` },
    ]);
  const lines: Line[] = [];
  for (const { from, to, trajectory } of pieces) {
    const path = new EarthFixedPath(trajectory, from, orientation);
    const offsetS = secondsBetween(start, from);
    lines.push(...(await linesOf(path, spacecraft, secondsBetween(from, to), query.stepS, offsetS)));
  }
  return {
    spacecraft,
    start: utcOf(start),
    end: utcOf(end),
    stepS: query.stepS,
    earthOrientation: describeEarthOrientation(orientation, start, end),
    pieces: pieces.map(pieceAnswer),
    lines,
    footprint: footprintAnswer(under, spacecraft, at, orientation, query.minElevationDeg),
  };
}
