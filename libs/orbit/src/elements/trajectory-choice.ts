import { type Tai, plusSeconds } from '@app/time';
import { type UsableSpan } from '../trajectory/trajectory.js';
import { type ElementAge, type ElementAgePolicy, defaultElementAgePolicy, elementAge } from './element-age.js';
import { type PlannedManeuver, maneuverFlag } from './maneuver-flag.js';

/** What the choice needs to know of an operator's ephemeris: `usableSpans` of its segments, and when it was made. */
export interface EphemerisCandidate {
  readonly spans: readonly UsableSpan[];
  readonly created: Tai;
}

/** What the choice needs to know of an element set. */
export interface ElementCandidate {
  readonly epoch: Tai;
}

/** Everything known of one spacecraft's motion. Of candidates that are equal otherwise the later in the list counts. */
export interface TrajectoryCandidates<Ephemeris extends EphemerisCandidate, Elements extends ElementCandidate> {
  readonly ephemerides: readonly Ephemeris[];
  readonly elementSets: readonly Elements[];
  /** Of this spacecraft. */
  readonly maneuvers: readonly PlannedManeuver[];
}

export type TrajectorySource<Ephemeris, Elements> =
  | { readonly kind: 'ephemeris'; readonly ephemeris: Ephemeris }
  | { readonly kind: 'elements'; readonly elements: Elements }
  | { readonly kind: 'none' };

/** A stretch of time and what to predict it from. */
export interface TrajectoryPiece<Ephemeris, Elements> {
  readonly from: Tai;
  readonly to: Tai;
  readonly source: TrajectorySource<Ephemeris, Elements>;
  /**
   * Age at the piece's worst end; undefined without a source. `stale` holds for the whole piece, `ageing` for a part of it at least. An ephemeris
   * is `fresh` in its usable span, which its maker states; its days are counted from when it was made.
   */
  readonly age: ElementAge | undefined;
  /** The first manoeuvre that makes an instant of the piece doubtful; for a single instant ask `maneuverFlag`. */
  readonly maneuver: PlannedManeuver | undefined;
}

const ascending = (a: Tai, b: Tai): number => (a < b ? -1 : a > b ? 1 : 0);
const distance = (a: Tai, b: Tai): Tai => (a < b ? b - a : a - b);

/** Instants at which the choice may change, within the span, its ends among them. */
function boundaries(
  ephemerides: readonly EphemerisCandidate[],
  epochs: readonly Tai[],
  span: UsableSpan,
  policy: ElementAgePolicy,
): readonly Tai[] {
  const instants = new Set<Tai>([span.from, span.to]);
  const add = (instant: Tai): void => {
    if (instant > span.from && instant < span.to) instants.add(instant);
  };
  for (const { spans } of ephemerides) for (const { from, to } of spans) [from, to].forEach(add);
  const sorted = [...epochs].sort(ascending);
  for (const [at, epoch] of sorted.entries()) {
    const next = sorted[at + 1];
    if (next !== undefined) add((epoch + next) / 2n);
    if (!Number.isFinite(policy.refuseAfterDays)) continue;
    add(plusSeconds(epoch, -policy.refuseAfterDays * 86_400));
    add(plusSeconds(epoch, policy.refuseAfterDays * 86_400));
  }
  return [...instants].sort(ascending);
}

/** The best candidate by a measure; of equals the later. */
function best<Candidate>(
  candidates: readonly Candidate[],
  better: (a: Candidate, b: Candidate) => boolean,
): Candidate | undefined {
  return candidates.reduce<Candidate | undefined>(
    (chosen, candidate) => (chosen === undefined || !better(chosen, candidate) ? candidate : chosen),
    undefined,
  );
}

function sourceOver<Ephemeris extends EphemerisCandidate, Elements extends ElementCandidate>(
  { ephemerides, elementSets }: TrajectoryCandidates<Ephemeris, Elements>,
  from: Tai,
  to: Tai,
): TrajectorySource<Ephemeris, Elements> {
  const covering = ephemerides.filter(({ spans }) => spans.some((span) => span.from <= from && to <= span.to));
  const ephemeris = best(covering, (a, b) => a.created > b.created);
  if (ephemeris !== undefined) return { kind: 'ephemeris', ephemeris };
  const middle = (from + to) / 2n;
  const elements = best(elementSets, (a, b) => distance(a.epoch, middle) < distance(b.epoch, middle));
  return elements === undefined ? { kind: 'none' } : { kind: 'elements', elements };
}

const epochOf = <E extends EphemerisCandidate, S extends ElementCandidate>(
  source: TrajectorySource<E, S>,
): Tai | undefined =>
  source.kind === 'none' ? undefined : source.kind === 'elements' ? source.elements.epoch : source.ephemeris.created;

function ageOver<E extends EphemerisCandidate, S extends ElementCandidate>(
  source: TrajectorySource<E, S>,
  from: Tai,
  to: Tai,
  policy: ElementAgePolicy,
): ElementAge | undefined {
  const epoch = epochOf(source);
  if (epoch === undefined) return undefined;
  const { days, verdict } = elementAge(epoch, distance(epoch, from) > distance(epoch, to) ? from : to, policy);
  if (source.kind === 'ephemeris') return { days, verdict: 'fresh' };
  // A piece is stale as a whole or not at all: its ends may be the very instants of refusal.
  const stale = elementAge(epoch, (from + to) / 2n, policy).verdict === 'stale';
  return { days, verdict: stale ? 'stale' : verdict === 'stale' ? 'ageing' : verdict };
}

const same = <E, S>(a: TrajectorySource<E, S>, b: TrajectorySource<E, S>): boolean =>
  (a.kind === 'none' && b.kind === 'none') ||
  (a.kind === 'elements' && b.kind === 'elements' && a.elements === b.elements) ||
  (a.kind === 'ephemeris' && b.kind === 'ephemeris' && a.ephemeris === b.ephemeris);

/**
 * What to predict each part of a span from: an operator's ephemeris within its usable spans (the latest made, where several cover the time),
 * else the element set whose epoch is nearest, whether before or after. The pieces are in order and fill the span without a gap;
 * neighbours share their end point and differ in source or in being `stale`, so that a refusal by age refuses whole pieces.
 * An empty span (`to` not after `from`) gives no piece.
 */
export function chooseTrajectories<Ephemeris extends EphemerisCandidate, Elements extends ElementCandidate>(
  candidates: TrajectoryCandidates<Ephemeris, Elements>,
  span: UsableSpan,
  policy: ElementAgePolicy = defaultElementAgePolicy,
): readonly TrajectoryPiece<Ephemeris, Elements>[] {
  if (span.to <= span.from) return [];
  const epochs = candidates.elementSets.map(({ epoch }) => epoch);
  const instants = boundaries(candidates.ephemerides, epochs, span, policy);
  const pieces: TrajectoryPiece<Ephemeris, Elements>[] = [];
  const pieceOver = (
    source: TrajectorySource<Ephemeris, Elements>,
    from: Tai,
    to: Tai,
  ): TrajectoryPiece<Ephemeris, Elements> => {
    const epoch = epochOf(source);
    const maneuver = epoch === undefined ? undefined : maneuverFlag(epoch, to, candidates.maneuvers);
    return { from, to, source, age: ageOver(source, from, to, policy), maneuver };
  };
  for (const [at, to] of instants.slice(1).entries()) {
    const from = instants[at] ?? span.from;
    const piece = pieceOver(sourceOver(candidates, from, to), from, to);
    const last = pieces.at(-1);
    const joined =
      last !== undefined &&
      same(last.source, piece.source) &&
      (last.age?.verdict === 'stale') === (piece.age?.verdict === 'stale');
    if (joined) pieces[pieces.length - 1] = pieceOver(piece.source, last.from, to);
    else pieces.push(piece);
  }
  return pieces;
}
