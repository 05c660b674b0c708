import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type Antenna,
  type ContactId,
  type ContactWindow,
  type ContactWindowsMoved,
  type PredictionCause,
  predictionCauseSchema,
  stationOf,
  utcSchema,
} from '@app/contracts';
import { maneuverFlag, type PlannedManeuver, type UsableSpan } from '@app/orbit';
import { formatUtc, parseUtc, plusSeconds, type Tai } from '@app/time';
import { ContactSearchRunner } from './contact-search-runner.port.js';
import type { ContactSearchResult, EarthOrientationChoice } from './contact-search.js';
import { ContactWindowRepository } from './contact-window.repository.js';
import { type Coverage, type Difference, firstDifference, type PredictionBasis } from './prediction-basis.js';
import type { SpacecraftMotion } from './spacecraft-motion.js';
import { windowChanges } from './window-changes.js';

export interface SpacecraftPrediction {
  readonly motion: SpacecraftMotion;
  readonly antennas: readonly Antenna[];
  readonly span: UsableSpan;
  readonly earthOrientation: EarthOrientationChoice;
  /** By antenna. */
  readonly known: ReadonlyMap<string, Coverage>;
}

export interface SpacecraftOutcome {
  /** Undefined where no window changed. */
  readonly moved: ContactWindowsMoved | undefined;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

interface Renewal {
  readonly antenna: Antenna;
  readonly basis: PredictionBasis;
  readonly difference: Difference;
}

/** What a search replaces, and by what. */
interface Replacement {
  readonly replaced: readonly ContactWindow[];
  readonly result: ContactSearchResult;
}

/** A search begins this long before a window that it must not clip. */
const QUIET_S = 60;

/** Predicts one spacecraft's windows: searches again only what its motion, an antenna or time has changed, and writes only what differs. */
@Injectable()
export class PredictSpacecraft {
  constructor(
    private readonly windows: ContactWindowRepository,
    private readonly runner: ContactSearchRunner,
  ) {}

  /** Rejects where a search fails: then nothing is changed. */
  async execute(prediction: SpacecraftPrediction): Promise<SpacecraftOutcome> {
    const { motion, antennas, span, known } = prediction;
    const renewals = antennas.flatMap((antenna) => renewalOf(antenna, prediction));
    const dropped = [...known.keys()].filter((id) => antennas.every((antenna) => antenna.id !== id));
    const stored = await this.windows.ofSpacecraft(motion.spacecraft.id, utcSchema.parse(formatUtc(span.from)));
    const whole = renewals.filter(({ difference }) => difference.from <= span.from);
    const rest = renewals.filter(({ difference }) => difference.from > span.from);
    const replacements = [
      await this.search(prediction, whole, stored),
      await this.search(prediction, rest, stored),
    ].filter((one) => one !== undefined);
    const flag = (window: ContactWindow): ContactWindow => ({ ...window, maneuver: flagOf(window, motion.maneuvers) });
    const ofDropped = stored.filter(({ antenna }) => dropped.includes(antenna));
    const changes = windowChanges(
      [...ofDropped, ...replacements.flatMap(({ replaced }) => replaced)],
      replacements.flatMap(({ result }) => result.windows.map(flag)),
    );
    const old = new Map(stored.map((window) => [window.id, window]));
    const settled = new Set<ContactId>([...changes.written.map(({ id }) => id), ...changes.gone]);
    const flaggedAnew = stored
      .filter(({ id }) => !settled.has(id))
      .map(flag)
      .filter(({ id, maneuver }) => old.get(id)?.maneuver !== maneuver);
    const written = [...changes.written, ...flaggedAnew];
    const coverage = new Map(
      renewals.map(({ antenna, basis }): [string, Coverage] => [antenna.id, { ...span, basis }]),
    );
    if (coverage.size > 0 || dropped.length > 0 || written.length > 0)
      await this.windows.apply({
        spacecraft: motion.spacecraft.id,
        written,
        gone: changes.gone,
        coverage,
        dropped,
      });
    const causes: PredictionCause[] = renewals.map(({ difference }) => difference.cause);
    if (dropped.length > 0) causes.push('registry');
    if (flaggedAnew.length > 0) causes.push('maneuver');
    const isChanged = written.length > 0 || changes.gone.length > 0;
    return {
      moved: isChanged
        ? {
            spacecraft: motion.spacecraft.id,
            cause: predictionCauseSchema.options.find((cause) => causes.includes(cause)) ?? 'horizon',
            new: [...changes.added],
            gone: [...changes.gone],
            moved: changes.moved,
            flagged: written
              .filter(({ id, maneuver }) => old.has(id) && old.get(id)?.maneuver !== maneuver)
              .map(({ id }) => id),
            largestShiftS: changes.largestShiftS,
          }
        : undefined,
      problems: [...motion.problems, ...new Set(replacements.flatMap(({ result }) => result.problems))],
      warnings: [...motion.warnings, ...new Set(replacements.flatMap(({ result }) => result.warnings))],
    };
  }

  private async search(
    prediction: SpacecraftPrediction,
    renewals: readonly Renewal[],
    stored: readonly ContactWindow[],
  ): Promise<Replacement | undefined> {
    if (renewals.length === 0) return undefined;
    const { motion, span, earthOrientation } = prediction;
    const antennas = renewals.map(({ antenna }) => antenna);
    const own = stored.filter((window) => antennas.some(({ id }) => id === window.antenna));
    const run = (start: Tai): Promise<ContactSearchResult> => {
      const pieces = motion.pieces.filter(({ to }) => to > start);
      if (pieces.length === 0) return Promise.resolve({ windows: [], problems: [], warnings: [] });
      return this.runner.run({
        ...{ spacecraft: motion.spacecraft.id, pieces, antennas, start, earthOrientation },
        end: span.to,
      });
    };
    let start = quietBefore(earliest(renewals.map(({ difference }) => difference.from)), own, span.from);
    let result = await run(start);
    // It is up when by the windows known it was not: only a search of the whole finds its beginning.
    if (start > span.from && result.windows.some(({ aosOpen }) => aosOpen)) {
      start = span.from;
      result = await run(start);
    }
    const found = new Set(result.windows.map(({ id }) => id));
    return { result, replaced: own.filter(({ id, los }) => found.has(id) || parseUtc(los) > start) };
  }
}

function renewalOf(
  antenna: Antenna,
  { motion, span, earthOrientation, known }: SpacecraftPrediction,
): readonly Renewal[] {
  const basis = {
    station: fingerprint(antenna),
    earthOrientation: earthOrientation.key,
    pieces: motion.basis,
  };
  const difference = firstDifference(known.get(antenna.id), basis, span.from, span.to);
  return difference === undefined ? [] : [{ antenna, basis, difference }];
}

/** Of all that a window says of its antenna, or depends on. */
function fingerprint(antenna: Antenna): string {
  const text = JSON.stringify([antenna.site, stationOf(antenna)]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function earliest(instants: readonly Tai[]): Tai {
  return instants.reduce((first, instant) => (instant < first ? instant : first));
}

/** An instant at or before `at`, and not before `start`, in none of the windows. */
function quietBefore(at: Tai, windows: readonly ContactWindow[], start: Tai): Tai {
  const spans = windows.map(({ aos, los }) => ({ from: parseUtc(aos), to: parseUtc(los) }));
  let quiet = at;
  while (quiet > start) {
    const instant = quiet;
    const busy = spans.filter(({ from, to }) => plusSeconds(from, -QUIET_S / 2) < instant && instant <= to);
    if (busy.length === 0) return quiet;
    quiet = plusSeconds(earliest(busy.map(({ from }) => from)), -QUIET_S);
  }
  return start;
}

function flagOf(window: ContactWindow, maneuvers: readonly PlannedManeuver[]): string | null {
  return maneuverFlag(parseUtc(window.model.elementSetEpoch), parseUtc(window.los), maneuvers)?.note ?? null;
}
