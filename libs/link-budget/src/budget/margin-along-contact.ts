import { LinkBudgetError } from '../link-budget.error.js';
import { type BitRates } from '../modulation/signal-format.js';
import { preparedLinkBudget } from './link-budget.js';
import { type DirectedLink, type LinkGeometry } from './link-budget-input.js';
import { monotoneCurve, timesAtOrAbove } from './monotone-curve.js';

/** One instant of a contact; seconds from any origin, ascending. */
export interface ContactSample extends LinkGeometry {
  readonly seconds: number;
}

export interface MarginSample {
  readonly seconds: number;
  readonly cN0DbHz: number;
  readonly ebN0Db: number;
  readonly marginDb: number;
  readonly atmosphereLossDb: number;
}

/** Margin of a link along a contact. */
export interface ContactMargin {
  readonly samples: readonly MarginSample[];
  /** Samples with the least and the greatest margin; between samples the margin is taken as monotone. */
  readonly minimum: MarginSample;
  readonly maximum: MarginSample;
  /** First and last instant with a margin of 0 dB or more; undefined when there is none. */
  readonly firstClosedSeconds: number | undefined;
  readonly lastClosedSeconds: number | undefined;
  readonly thresholdDb: number;
  /** Times [from, to] with a margin at or above the threshold. */
  readonly usable: readonly (readonly [number, number])[];
  readonly usableSeconds: number;
  /** User data bits sent in that time: `rates.dataBps` (code, markers, frame overhead taken off; idle frames and acquisition not). */
  readonly usableDataVolumeBits: number;
  readonly rates: BitRates;
  /** False when some part of the atmosphere was not computed: true margins are smaller. */
  readonly complete: boolean;
  /** What the budgets note, each once. */
  readonly notes: readonly string[];
}

function requireAscending(samples: readonly ContactSample[]): void {
  if (samples.length < 2) throw new LinkBudgetError('samples', 'at least two, at different times', `${samples.length}`);
  for (const [i, { seconds }] of samples.entries()) {
    const before = samples[i - 1]?.seconds ?? Number.NEGATIVE_INFINITY;
    if (!(Number.isFinite(seconds) && seconds > before))
      throw new LinkBudgetError(`samples[${i}].seconds`, `a finite time after ${before}`, String(seconds));
  }
}

/**
 * Margin along a contact, when the link holds, and how much user data passes while the margin is at least `thresholdDb` (default 0).
 * Between samples the margin follows a monotone cubic; with samples every 10 s of a low orbit a crossing is good to about 0.1 s.
 * Errors: LinkBudgetError, as `linkBudget`, and for samples out of order or fewer than two.
 */
export function marginAlongContact(
  samples: readonly ContactSample[],
  link: DirectedLink,
  thresholdDb = 0,
): ContactMargin {
  requireAscending(samples);
  if (!Number.isFinite(thresholdDb)) throw new LinkBudgetError('thresholdDb', 'a finite number', String(thresholdDb));
  const budgetAt = preparedLinkBudget(link);
  const budgets = samples.map((sample) => budgetAt(sample));
  const [first] = budgets;
  if (first === undefined) throw new LinkBudgetError('samples', 'at least two', '0');
  const margins = budgets.map(({ cN0DbHz, ebN0Db, marginDb, atmosphereLossDb }, i) => {
    const { seconds } = samples[i] as ContactSample;
    return { seconds, cN0DbHz, ebN0Db, marginDb, atmosphereLossDb };
  });
  const curve = monotoneCurve(
    margins.map(({ seconds }) => seconds),
    margins.map(({ marginDb }) => marginDb),
  );
  const closed = timesAtOrAbove(curve, 0);
  const usable = timesAtOrAbove(curve, thresholdDb);
  const usableSeconds = usable.reduce((sum, [from, to]) => sum + (to - from), 0);
  return {
    samples: margins,
    minimum: margins.reduce((least, sample) => (sample.marginDb < least.marginDb ? sample : least)),
    maximum: margins.reduce((most, sample) => (sample.marginDb > most.marginDb ? sample : most)),
    firstClosedSeconds: closed[0]?.[0],
    lastClosedSeconds: closed.at(-1)?.[1],
    thresholdDb,
    usable,
    usableSeconds,
    usableDataVolumeBits: usableSeconds * first.rates.dataBps,
    rates: first.rates,
    complete: budgets.every(({ complete }) => complete),
    notes: [...new Set(budgets.flatMap(({ notes }) => notes))],
  };
}
