import { Injectable } from '@nestjs/common';
import { type ElementSetMessage, elementSetFrom, type Maneuver, type Spacecraft } from '@app/contracts';
import {
  chooseTrajectories,
  type ElementAgePolicy,
  type ElementSet,
  type OemSegment,
  type PlannedManeuver,
  type TrajectoryPiece,
  type UsableSpan,
} from '@app/orbit';
import { formatUtc, parseUtc, plusSeconds, secondsBetween, type Tai } from '@app/time';
import { ElementSetRepository } from '../element-sets/element-set.repository.js';
import { EphemerisRepository, type StoredEphemeris } from '../ephemerides/ephemeris.repository.js';
import { ManeuverRepository } from '../maneuvers/maneuver.repository.js';
import type { SearchPiece } from './contact-search.js';
import { type BasisPiece, basisPiece } from './prediction-basis.js';

/** How one spacecraft moves in a span, and what that is known from. */
export interface SpacecraftMotion {
  readonly spacecraft: Spacecraft;
  readonly pieces: readonly SearchPiece[];
  /** Fills the span. */
  readonly basis: readonly BasisPiece[];
  /** Parts of the span without windows, and why. */
  readonly problems: readonly string[];
  /** What is doubtful. */
  readonly warnings: readonly string[];
  readonly maneuvers: readonly PlannedManeuver[];
}

interface KnownElements {
  readonly message: ElementSetMessage;
  readonly elementSet: ElementSet;
  readonly epoch: Tai;
}

type Chosen = TrajectoryPiece<StoredEphemeris, KnownElements>;

/** A finite margin also where nothing is refused. */
const LONGEST_REACH_DAYS = 400;

/** Chooses for each spacecraft what its motion is predicted from: an operator's ephemeris where there is one, else the nearest elements. */
@Injectable()
export class SpacecraftMotions {
  constructor(
    private readonly elementSets: ElementSetRepository,
    private readonly ephemerides: EphemerisRepository,
    private readonly maneuvers: ManeuverRepository,
  ) {}

  /** The motions of these spacecraft in the span. */
  async in(
    spacecraft: readonly Spacecraft[],
    span: UsableSpan,
    policy: ElementAgePolicy,
  ): Promise<readonly SpacecraftMotion[]> {
    const reachS = Math.min(policy.refuseAfterDays, LONGEST_REACH_DAYS) * 86_400;
    const sets = await this.elementSets.around(
      formatUtc(plusSeconds(span.from, -reachS)),
      formatUtc(plusSeconds(span.to, reachS)),
      formatUtc(span.from),
    );
    const elements = grouped(sets.map(knownElements), ({ message }) => message.spacecraft);
    const ephemerides = grouped(
      await this.ephemerides.overlapping(formatUtc(span.from), formatUtc(span.to)),
      (one) => one.spacecraft,
    );
    const maneuvers = grouped(await this.maneuvers.all(), (one) => one.spacecraft);
    return spacecraft.map((craft) => {
      const known = {
        elementSets: elements.get(craft.id) ?? [],
        ephemerides: ephemerides.get(craft.id) ?? [],
        maneuvers: (maneuvers.get(craft.id) ?? []).map(plannedManeuver),
      };
      const chosen = chooseTrajectories(known, span, policy);
      return motionOf(craft, chosen, known.elementSets, known.maneuvers);
    });
  }
}

export function plannedManeuver({ spacecraft, start, end, note }: Maneuver): PlannedManeuver {
  return { spacecraft, start: parseUtc(start), end: parseUtc(end), note };
}

function knownElements(message: ElementSetMessage): KnownElements {
  const elementSet = elementSetFrom(message);
  return { message, elementSet, epoch: elementSet.epoch };
}

function motionOf(
  spacecraft: Spacecraft,
  chosen: readonly Chosen[],
  known: readonly KnownElements[],
  maneuvers: readonly PlannedManeuver[],
): SpacecraftMotion {
  const pieces: SearchPiece[] = [];
  const basis: BasisPiece[] = [];
  const problems = new Set<string>();
  const warnings: string[] = [];
  for (const { from, to, source, age } of chosen) {
    if (source.kind === 'elements') {
      const { elementSet, message } = source.elements;
      const key = elementsKey(message);
      const ofEpoch = `its elements of ${message.epoch}`;
      if (age?.verdict === 'stale') {
        basis.push(basisPiece(from, to, 'stale', key));
        problems.add(`${ofEpoch} are ${age.days.toFixed(1)} days from mission time; import newer ones`);
        continue;
      }
      basis.push(basisPiece(from, to, 'elements', key));
      if (age?.verdict === 'ageing')
        warnings.push(`${ofEpoch} are up to ${age.days.toFixed(1)} days from their contacts`);
      pieces.push({ from, to, kind: 'elements', elementSet });
    } else if (source.kind === 'ephemeris') {
      const { segments, created, sourceName, key } = source.ephemeris;
      const counter = nearest(known, segments);
      if (counter === undefined) {
        basis.push(basisPiece(from, to, 'none', key));
        problems.add(`its ephemeris of ${sourceName} needs an element set to count orbits with; import one of any age`);
        continue;
      }
      basis.push(basisPiece(from, to, 'ephemeris', `${key}; orbits by ${elementsKey(counter.message)}`));
      pieces.push({ from, to, kind: 'ephemeris', segments, created, sourceName, counter: counter.elementSet });
    } else {
      basis.push(basisPiece(from, to, 'none', ''));
      problems.add('no element set');
    }
  }
  return { spacecraft, pieces, basis, problems: [...problems], warnings, maneuvers };
}

/** The elements nearest to an ephemeris's beginning: a choice that stays when time goes on. */
function nearest(known: readonly KnownElements[], segments: readonly OemSegment[]): KnownElements | undefined {
  const at = segments[0]?.start;
  if (at === undefined) return undefined;
  const away = ({ epoch }: KnownElements): number => Math.abs(secondsBetween(epoch, at));
  return [...known].sort((a, b) => away(a) - away(b))[0];
}

function elementsKey({ epoch, source }: ElementSetMessage): string {
  return `${epoch} ${source}`;
}

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
