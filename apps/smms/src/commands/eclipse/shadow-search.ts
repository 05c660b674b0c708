import {
  EarthFixedPath,
  type EclipseInterval,
  type Illumination,
  PathGapError,
  eclipseIntervals,
  elementAge,
  sgp4Reason,
} from '@app/orbit';
import { type Tai, formatUtc, plusSeconds, secondsBetween } from '@app/time';
import { type MotionPlan, trajectoryOf } from '../contact-choice/motion-plan.js';
import { days } from '../contacts/search-plan.js';
import { type PlannedSubject, epochOf } from '../contacts/search-task.js';

/** A stretch of time in which a spacecraft is in one kind of shadow. */
export interface ShadowSpan {
  readonly spacecraft: string;
  readonly shadow: Exclude<Illumination, 'sunlit'>;
  readonly from: Tai;
  readonly to: Tai;
  /** The span of the search cuts it. */
  readonly fromOpen: boolean;
  readonly toOpen: boolean;
}

/** What a search for shadows gave; `failures` are spacecraft of which some or all of the span is not known. */
export interface ShadowAnswer {
  readonly spans: readonly ShadowSpan[];
  readonly failures: readonly { readonly spacecraft: string; readonly text: string }[];
}

const BISECTIONS = 50;

/** The last time with a state before a failure. */
function lastState(path: EarthFixedPath, failedSeconds: number): number | undefined {
  const state = new Float64Array(6);
  if (path.stateInto(0, state) !== 0) return undefined;
  let [good, bad] = [0, failedSeconds];
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (good + bad) / 2;
    if (path.stateInto(middle, state) === 0) good = middle;
    else bad = middle;
  }
  return good;
}

function intervalsOf(
  path: EarthFixedPath,
  seconds: number,
): { readonly intervals: readonly EclipseInterval[]; readonly gap?: PathGapError } {
  try {
    return { intervals: eclipseIntervals(path, 0, seconds) };
  } catch (gap) {
    if (!(gap instanceof PathGapError)) throw gap;
    const good = lastState(path, gap.seconds);
    return { intervals: good === undefined ? [] : eclipseIntervals(path, 0, good), gap };
  }
}

/** Puts together what only the change from one source of motion to the next has cut. */
function joined(spans: readonly ShadowSpan[]): ShadowSpan[] {
  const out: ShadowSpan[] = [];
  for (const span of spans) {
    const last = out.at(-1);
    const cut = last !== undefined && last.toOpen && span.fromOpen && last.to === span.from;
    if (cut && last.spacecraft === span.spacecraft && last.shadow === span.shadow)
      out[out.length - 1] = { ...last, to: span.to, toOpen: span.toOpen };
    else out.push(span);
  }
  return out;
}

function ageOver(subject: PlannedSubject, from: Tai, to: Tai): number {
  if (subject.kind === 'ephemeris') return 0;
  const epoch = epochOf(subject);
  return Math.max(elementAge(epoch, from).days, elementAge(epoch, to).days);
}

/** Umbra and penumbra of every spacecraft of a plan in its span, by spacecraft and time; what is too far from its elements is withheld. */
export function searchShadows(plan: MotionPlan): ShadowAnswer {
  const spans: ShadowSpan[] = [];
  const failures: { spacecraft: string; text: string }[] = [];
  for (const subject of plan.subjects) {
    const { spacecraft } = subject;
    const { from, to } = subject.piece ?? { from: plan.start, to: plan.end };
    const path = new EarthFixedPath(trajectoryOf(subject), from, plan.earthOrientation);
    const { intervals, gap } = intervalsOf(path, secondsBetween(from, to));
    const at = (seconds: number): Tai => plusSeconds(from, seconds);
    const all = intervals.map(({ shadow, fromSeconds, toSeconds, fromOpen, toOpen }) => ({
      ...{ spacecraft, shadow, from: at(fromSeconds), to: at(toSeconds), fromOpen, toOpen },
    }));
    const kept = all.filter((span) => ageOver(subject, span.from, span.to) <= plan.refuseAfterDays);
    spans.push(...kept);
    if (kept.length < all.length)
      failures.push({
        spacecraft,
        text: `elements of ${formatUtc(epochOf(subject))} are more than ${plan.refuseAfterDays} d away from ${all.length - kept.length} of ${all.length} shadows, up to ${days(ageOver(subject, from, to))}, which are refused (--allow-stale computes them)`,
      });
    if (gap !== undefined)
      failures.push({ spacecraft, text: `${sgp4Reason(gap.code)}, at ${formatUtc(at(gap.seconds))} or before` });
  }
  return { spans: joined(spans), failures };
}
