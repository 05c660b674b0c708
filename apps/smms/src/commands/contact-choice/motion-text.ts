import { describeElements } from '@app/flight-products';
import { defaultElementAgePolicy, describeEarthOrientation, elementAge } from '@app/orbit';
import { formatUtc } from '@app/time';
import { days } from '../contacts/search-plan.js';
import { catalogNumberOf, epochOf, sourceOf } from '../contacts/search-task.js';
import { type MotionPlan } from './motion-plan.js';

/** What made a product that has no stations. */
export interface MotionModel {
  readonly propagator: string;
  readonly earthOrientation: string;
  readonly elements: readonly {
    readonly spacecraft: string;
    readonly catalogNumber: number | null;
    readonly epoch: string;
    readonly source: { readonly format: string; readonly name: string };
    readonly from?: string;
    readonly to?: string;
  }[];
}

const propagators = { elements: 'SGP4 (WGS72, improved)', ephemeris: 'interpolated ephemeris' } as const;

export function motionModel({ subjects, earthOrientation, start, end }: MotionPlan): MotionModel {
  return {
    propagator: [...new Set(subjects.map(({ kind }) => propagators[kind]))].join('; '),
    earthOrientation: describeEarthOrientation(earthOrientation, start, end),
    elements: subjects.map((subject) => ({
      spacecraft: subject.spacecraft,
      catalogNumber: catalogNumberOf(subject) ?? null,
      epoch: formatUtc(epochOf(subject)),
      source: sourceOf(subject),
      ...(subject.piece && { from: formatUtc(subject.piece.from), to: formatUtc(subject.piece.to) }),
    })),
  };
}

/** The same as lines of text. */
export function motionNotes(plan: MotionPlan): string[] {
  const { propagator, earthOrientation } = motionModel(plan);
  return [
    `${propagator}; Earth orientation ${earthOrientation}`,
    ...plan.subjects.map((subject) => {
      const catalogNumber = catalogNumberOf(subject);
      return `${subject.spacecraft}: ${describeElements({ catalogNumber, epoch: epochOf(subject), source: sourceOf(subject) })}`;
    }),
  ];
}

/** Warnings on elements that are far from an end of their part of the span. */
export function ageWarnings({ subjects, start, end, refuseAfterDays }: MotionPlan): string[] {
  return subjects.flatMap((subject) => {
    if (subject.kind === 'ephemeris') return [];
    const { from, to } = subject.piece ?? { from: start, to: end };
    const epoch = epochOf(subject);
    const age = Math.min(refuseAfterDays, Math.max(elementAge(epoch, from).days, elementAge(epoch, to).days));
    if (age <= defaultElementAgePolicy.warnAfterDays) return [];
    return [`${subject.spacecraft}: elements of ${formatUtc(epoch)} are used up to ${days(age)} away`];
  });
}
