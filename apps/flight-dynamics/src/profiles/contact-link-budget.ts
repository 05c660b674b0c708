import { type DirectionBudget, downlinkOf, type LinkBudgetAnswer, type LinkOfProfile, uplinkOf } from '@app/contracts';
import {
  type BudgetLine,
  budgetLines,
  type ContactSample,
  type DirectedLink,
  LinkBudgetError,
  marginAlongContact,
  preparedLinkBudget,
} from '@app/link-budget';
import { DEG_PER_RAD, directionTo } from '@app/orbit';
import { parseUtc, secondsBetween } from '@app/time';
import { contactHead, type ContactMotion, utcAt } from './contact-motion.js';
import { rounded } from './rounded.js';

const STEP_S = 10;
const MOST_SAMPLES = 400;

/** Elevation and range every ten seconds (further apart in long contacts), where there is a state. */
function samplesOf(motion: ContactMotion): ContactSample[] {
  const { durationS } = motion;
  const steps = Math.max(1, Math.ceil(durationS / Math.max(STEP_S, durationS / MOST_SAMPLES)));
  return Array.from({ length: steps + 1 }, (_, i) => sampleAt(motion, (durationS * i) / steps)).filter(
    (sample) => sample !== undefined,
  );
}

function sampleAt({ path, frame }: ContactMotion, seconds: number): ContactSample | undefined {
  const state = new Float64Array(6);
  if (path.stateInto(seconds, state) !== 0) return undefined;
  const { elevationRad, rangeM } = directionTo(frame, state[0] ?? 0, state[1] ?? 0, state[2] ?? 0);
  // The atmosphere's models begin at the horizon.
  return { seconds, elevationRad: Math.max(0, elevationRad), rangeM };
}

type Interval = readonly [from: number, to: number];

function intersection(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  return a.flatMap(([from, to]) =>
    b.map(([start, end]): Interval => [Math.max(from, start), Math.min(to, end)]).filter(([start, end]) => end > start),
  );
}

function lineAnswer({ name, value, unit, remark }: BudgetLine) {
  return { name, value: value === undefined ? null : rounded(value, 6), unit, remark: remark ?? null };
}

/** AOS, TCA and LOS in seconds, as far as they lie in the motion. */
function eventsOf({ window, start, durationS }: ContactMotion) {
  const tca = secondsBetween(start, parseUtc(window.tca));
  return [
    { event: 'AOS' as const, seconds: 0 },
    ...(tca > 0 && tca < durationS ? [{ event: 'TCA' as const, seconds: tca }] : []),
    { event: 'LOS' as const, seconds: durationS },
  ];
}

function computed(
  motion: ContactMotion,
  link: DirectedLink,
  permitted: readonly Interval[],
  notes: readonly string[],
): DirectionBudget {
  const samples = samplesOf(motion);
  const margin = marginAlongContact(samples, link);
  const budgetAt = preparedLinkBudget(link);
  const usable = intersection(margin.usable, permitted);
  const usableSeconds = usable.reduce((sum, [from, to]) => sum + (to - from), 0);
  const { channelBps, frameBps, dataBps } = margin.rates;
  const column = (values: readonly number[], decimals: number): number[] =>
    values.map((value) => rounded(value, decimals));
  return {
    state: 'computed',
    complete: margin.complete,
    at: eventsOf(motion).flatMap(({ event, seconds }) => {
      const sample = sampleAt(motion, seconds);
      if (sample === undefined) return [];
      return { event, utc: utcAt(motion, seconds), lines: budgetLines(budgetAt(sample)).map(lineAnswer) };
    }),
    along: {
      seconds: column(
        samples.map(({ seconds }) => seconds),
        6,
      ),
      elevationDeg: column(
        samples.map(({ elevationRad }) => elevationRad * DEG_PER_RAD),
        6,
      ),
      cN0DbHz: column(
        margin.samples.map(({ cN0DbHz }) => cN0DbHz),
        4,
      ),
      ebN0Db: column(
        margin.samples.map(({ ebN0Db }) => ebN0Db),
        4,
      ),
      marginDb: column(
        margin.samples.map(({ marginDb }) => marginDb),
        4,
      ),
    },
    minimumMarginDb: rounded(margin.minimum.marginDb, 4),
    maximumMarginDb: rounded(margin.maximum.marginDb, 4),
    usable: usable.map(([from, to]) => ({ from: utcAt(motion, from), to: utcAt(motion, to) })),
    usableSeconds: rounded(usableSeconds, 3),
    usableDataVolumeBits: Math.floor(usableSeconds * dataBps),
    rates: { channelBps, frameBps, dataBps },
    notes: [...notes, ...margin.notes],
  };
}

/** One direction; a link whose registered values the budget refuses is "not computed", in the budget's words. */
function direction(motion: ContactMotion, link: LinkOfProfile, permitted: readonly Interval[]): DirectionBudget {
  if ('notComputed' in link) return { state: 'not computed', reason: link.notComputed };
  try {
    return computed(motion, link.link, permitted, link.notes);
  } catch (error) {
    if (!(error instanceof LinkBudgetError)) throw error;
    return { state: 'not computed', reason: error.message };
  }
}

/** The link budget of a contact, both ways. */
export function linkBudgetAnswer(motion: ContactMotion, availabilityPercent: number): LinkBudgetAnswer {
  const { linkProfile, antenna, site, window, start, durationS } = motion;
  const { id, version, fictional } = linkProfile;
  const permitted = window.uplink.map(({ from, to }): Interval => [
    secondsBetween(start, parseUtc(from)),
    secondsBetween(start, parseUtc(to)),
  ]);
  return {
    ...contactHead(motion),
    linkProfile: { id, version, fictional },
    availabilityPercent,
    climateSource: site.climate?.source ?? null,
    downlink: direction(motion, downlinkOf(linkProfile, antenna, site, availabilityPercent), [[0, durationS]]),
    uplink: direction(motion, uplinkOf(linkProfile, antenna, site, availabilityPercent), permitted),
  };
}
