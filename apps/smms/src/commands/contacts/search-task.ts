import { type ElementSet, type ModelSource, type OemSegment, type Station, type UsableSpan } from '@app/orbit';
import { type Tai } from '@app/time';
import { type EarthOrientationChoice } from '../eop/earth-orientation-choice.js';

// What a search needs, as data that can be handed to a thread.

export interface SearchSetup {
  readonly stations: readonly Station[];
  readonly start: Tai;
  readonly end: Tai;
  readonly earthOrientation: EarthOrientationChoice;
  readonly refraction: boolean;
  readonly crossings: boolean;
  /** Contacts farther from the epoch of their elements are withheld; infinite where all are wanted. */
  readonly refuseAfterDays: number;
}

interface PlannedPiece {
  readonly spacecraft: string;
  /** The part of the span; all of it where nothing is said. */
  readonly piece: UsableSpan | undefined;
}

export interface PlannedElements extends PlannedPiece {
  readonly kind: 'elements';
  readonly elementSet: ElementSet;
}

export interface PlannedEphemeris extends PlannedPiece {
  readonly kind: 'ephemeris';
  readonly catalogNumber: number | undefined;
  /** Of one object and one frame. */
  readonly segments: readonly OemSegment[];
  readonly created: Tai;
  readonly source: ModelSource;
  /** Elements that its orbits are counted with. */
  readonly counter: ElementSet | undefined;
}

/** A spacecraft, or a part of the span of one, and what it is predicted from. */
export type PlannedSubject = PlannedElements | PlannedEphemeris;

export const catalogNumberOf = (subject: PlannedSubject): number | undefined =>
  subject.kind === 'elements' ? subject.elementSet.catalogNumber : subject.catalogNumber;

/** The epoch of the elements, or when the ephemeris was made. */
export const epochOf = (subject: PlannedSubject): Tai =>
  subject.kind === 'elements' ? subject.elementSet.epoch : subject.created;

export const sourceOf = (subject: PlannedSubject): ModelSource =>
  subject.kind === 'elements'
    ? { format: subject.elementSet.source.format, name: subject.elementSet.source.name }
    : subject.source;
