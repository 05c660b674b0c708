import type { PredictionCause } from '@app/contracts';
import { formatUtc, parseUtc, type Tai } from '@app/time';

/** What one stretch of a prediction was made from; `key` tells one source from another. Instants to the nanosecond. */
export interface BasisPiece {
  readonly from: string;
  readonly to: string;
  /** `stale`: elements that are too old to be used. */
  readonly kind: 'elements' | 'ephemeris' | 'stale' | 'none';
  readonly key: string;
}

/** All that the windows of one spacecraft over one antenna depend on, but time and manoeuvres. */
export interface PredictionBasis {
  /** Fingerprint of the antenna as the search sees it. */
  readonly station: string;
  readonly earthOrientation: string;
  /** In order, without gaps. */
  readonly pieces: readonly BasisPiece[];
}

/** What is known already: windows over this time, by this basis. */
export interface Coverage {
  readonly from: Tai;
  readonly to: Tai;
  readonly basis: PredictionBasis;
}

/** From when on windows must be searched again, and why. */
export interface Difference {
  readonly from: Tai;
  readonly cause: PredictionCause;
}

/** Stretches that are shorter come from rounding. */
const NOTICEABLE_NS = 1_000_000n;

export function basisPiece(from: Tai, to: Tai, kind: BasisPiece['kind'], key: string): BasisPiece {
  return { from: formatUtc(from, 9), to: formatUtc(to, 9), kind, key };
}

/** The first instant of [start, end) that is not covered by the same basis; undefined where all of it is. */
export function firstDifference(
  known: Coverage | undefined,
  basis: PredictionBasis,
  start: Tai,
  end: Tai,
): Difference | undefined {
  if (known === undefined) return { from: start, cause: 'first-prediction' };
  if (known.basis.station !== basis.station) return { from: start, cause: 'station' };
  if (known.basis.earthOrientation !== basis.earthOrientation) return { from: start, cause: 'earth-orientation' };
  // Time that ran on beyond what is known, or a clock that was set back.
  if (known.from > start || known.to <= start) return { from: start, cause: 'horizon' };
  const until = known.to < end ? known.to : end;
  const [before, after] = [spansOf(known.basis), spansOf(basis)];
  const instants = [start, ...[...before, ...after].flatMap(({ from, to }) => [from, to]), until]
    .filter((instant) => instant >= start && instant <= until)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  for (const [index, to] of instants.entries()) {
    const from = instants[index - 1];
    if (from === undefined || to - from < NOTICEABLE_NS) continue;
    const middle = (from + to) / 2n;
    const cause = changeOf(pieceAt(before, middle), pieceAt(after, middle));
    if (cause !== undefined) return { from, cause };
  }
  return known.to < end ? { from: known.to, cause: 'horizon' } : undefined;
}

interface Span {
  readonly from: Tai;
  readonly to: Tai;
  readonly piece: BasisPiece;
}

function spansOf({ pieces }: PredictionBasis): readonly Span[] {
  return pieces.map((piece) => ({ from: parseUtc(piece.from), to: parseUtc(piece.to), piece }));
}

function pieceAt(spans: readonly Span[], at: Tai): BasisPiece | undefined {
  return spans.find(({ from, to }) => from <= at && at < to)?.piece;
}

function changeOf(before: BasisPiece | undefined, after: BasisPiece | undefined): PredictionCause | undefined {
  if (before?.kind === after?.kind && before?.key === after?.key) return undefined;
  if (before?.kind === 'ephemeris' || after?.kind === 'ephemeris') return 'ephemeris';
  return before?.key === after?.key ? 'policy' : 'elements';
}
