import { type Tai } from '@app/time';
import { type ElementSet } from '../elements/element-set.js';
import { type Propagator, createPropagator } from '../propagation/propagator.js';
import { sgp4Trajectory } from '../trajectory/sgp4-trajectory.js';
import { type Trajectory, type UsableSpan } from '../trajectory/trajectory.js';

/** A spacecraft under the name that its windows shall carry. */
export interface SpacecraftElements {
  readonly spacecraft: string;
  readonly elementSet: ElementSet;
  /** Only this part of the search is predicted from these elements; the whole of it where nothing is said. */
  readonly piece?: UsableSpan | undefined;
}

/** A spacecraft whose motion an operator's ephemeris gives. */
export interface SpacecraftEphemeris {
  readonly spacecraft: string;
  readonly catalogNumber: number | undefined;
  readonly trajectory: Trajectory;
  /** When the ephemeris was made: the age of its windows counts from here. */
  readonly created: Tai;
  readonly source: ModelSource;
  /** Elements that its orbits are counted with; without them every orbit number is 0. */
  readonly counter: ElementSet | undefined;
  readonly piece?: UsableSpan | undefined;
}

export type ContactSubject = SpacecraftElements | SpacecraftEphemeris;

/** What a prediction was made from. */
export interface ModelSource {
  readonly format: string;
  readonly name: string;
}

/** A subject made ready to search. */
export interface PreparedSubject {
  readonly spacecraft: string;
  readonly catalogNumber: number | undefined;
  readonly epoch: Tai;
  readonly kind: 'elements' | 'ephemeris';
  readonly source: ModelSource;
  /** The motion within the piece. */
  readonly trajectory: Trajectory;
  /** The motion as far as it goes. */
  readonly history: Trajectory;
  readonly counter: Propagator | undefined;
  readonly piece: UsableSpan | undefined;
}

const latest = (a: Tai, b: Tai): Tai => (a > b ? a : b);
const earliest = (a: Tai, b: Tai): Tai => (a < b ? a : b);

/** The trajectory within a piece only. */
function within(trajectory: Trajectory, piece: UsableSpan | undefined): Trajectory {
  if (piece === undefined) return trajectory;
  const { usable } = trajectory;
  if (usable === undefined) return { ...trajectory, usable: piece };
  return { ...trajectory, usable: { from: latest(usable.from, piece.from), to: earliest(usable.to, piece.to) } };
}

export function prepareSubject(subject: ContactSubject): PreparedSubject {
  const { spacecraft, piece } = subject;
  if ('elementSet' in subject) {
    const { elementSet } = subject;
    const { catalogNumber, epoch, source } = elementSet;
    const propagator = createPropagator(elementSet);
    const history = sgp4Trajectory(propagator);
    return {
      ...{ spacecraft, catalogNumber, epoch, piece, kind: 'elements', counter: propagator, history },
      source: { format: source.format, name: source.name },
      trajectory: within(history, piece),
    };
  }
  const { catalogNumber, created, source, counter, trajectory } = subject;
  return {
    ...{ spacecraft, catalogNumber, epoch: created, piece, kind: 'ephemeris', source },
    counter: counter === undefined ? undefined : createPropagator(counter),
    trajectory: within(trajectory, piece),
    history: trajectory,
  };
}
