import { type Tai, plusSeconds } from '@app/time';

/** A contact window as conflicts see it. */
export interface OccupyingWindow {
  readonly spacecraft: string;
  readonly station: string;
  /** What one spacecraft at a time can use; the station where it has but one antenna. */
  readonly antenna: string;
  readonly aos: Tai;
  /** At or after `aos`. */
  readonly los: Tai;
  /** Seconds at or above 0 that the antenna is taken before AOS and after LOS. */
  readonly setUpS: number;
  readonly tearDownS: number;
}

/** Windows that hang together: each overlaps another one of the group, at least. */
export interface WindowGroup {
  /** The antenna, or the spacecraft, that all have. */
  readonly key: string;
  /** Places in the list that was given, by begin. */
  readonly members: readonly number[];
  readonly from: Tai;
  readonly to: Tai;
  /** Most windows that are open at one time, 2 or more. */
  readonly mostAtOnce: number;
}

interface Span {
  readonly index: number;
  readonly from: Tai;
  readonly to: Tai;
}

const byTime = (a: Tai, b: Tai): number => (a < b ? -1 : a > b ? 1 : 0);

/** Most spans that are open at one time; one that ends when another begins does not overlap it. `spans` by begin. */
function depthOf(spans: readonly Span[]): number {
  const ends = spans.map(({ to }) => to).sort(byTime);
  let ended = 0;
  let most = 0;
  spans.forEach(({ from }, begun) => {
    while (ended < ends.length && (ends[ended] as Tai) <= from) ended += 1;
    most = Math.max(most, begun + 1 - ended);
  });
  return most;
}

/** Groups of overlapping spans of one key, by a sweep over their begins. Empty spans overlap nothing. */
function groupsOf(key: string, spans: Span[]): WindowGroup[] {
  const groups: WindowGroup[] = [];
  let open: Span[] = [];
  let until: Tai = 0n;
  const close = (): void => {
    const first = open[0];
    if (open.length > 1 && first !== undefined)
      groups.push({
        key,
        members: open.map(({ index }) => index),
        from: first.from,
        to: until,
        mostAtOnce: depthOf(open),
      });
  };
  for (const span of spans.sort((a, b) => byTime(a.from, b.from) || a.index - b.index)) {
    if (open.length > 0 && span.from < until) {
      open.push(span);
      if (span.to > until) until = span.to;
      continue;
    }
    close();
    open = [span];
    until = span.to;
  }
  close();
  return groups;
}

function groupBy(
  windows: readonly OccupyingWindow[],
  keyOf: (window: OccupyingWindow) => string,
  spanOf: (window: OccupyingWindow) => readonly [from: Tai, to: Tai],
): WindowGroup[] {
  const spans = new Map<string, Span[]>();
  windows.forEach((window, index) => {
    const [from, to] = spanOf(window);
    if (to <= from) return;
    const key = keyOf(window);
    const known = spans.get(key);
    if (known === undefined) spans.set(key, [{ index, from, to }]);
    else known.push({ index, from, to });
  });
  const groups = [...spans].flatMap(([key, ofKey]) => groupsOf(key, ofKey));
  return groups.sort((a, b) => byTime(a.from, b.from) || (a.key < b.key ? -1 : 1));
}

/** Windows that want one antenna at the same time, set-up and tear-down included, by begin. O(n log n). */
export function antennaConflicts(windows: readonly OccupyingWindow[]): WindowGroup[] {
  return groupBy(
    windows,
    ({ antenna }) => antenna,
    ({ aos, los, setUpS, tearDownS }) => [plusSeconds(aos, -setUpS), plusSeconds(los, tearDownS)],
  );
}

/**
 * Times in which several stations see one spacecraft, AOS to LOS, by begin. Windows that only antennas of one station have at the
 * same time are no group. O(n log n).
 */
export function simultaneousViews(windows: readonly OccupyingWindow[]): WindowGroup[] {
  return groupBy(
    windows,
    ({ spacecraft }) => spacecraft,
    ({ aos, los }) => [aos, los],
  ).filter(({ members }) => new Set(members.map((index) => windows[index]?.station)).size > 1);
}
