import {
  type CelestialBody,
  DEG_PER_RAD,
  RAD_PER_DEG,
  type TimeInterval,
  interferenceIntervals,
  interferenceThresholdRad,
  minimumSeparation,
  topocentricFrame,
} from '@app/orbit';
import { formatUtc, plusSeconds } from '@app/time';
import { type ChosenContact } from './choose-contacts.js';

/** How near Sun and Moon come to a contact, in words, and when one of them is in the beam (nothing without a beamwidth). */
export interface BodySeparations {
  readonly notes: readonly string[];
  readonly interference: readonly TimeInterval[];
}

const bodies: readonly CelestialBody[] = ['Sun', 'Moon'];

/** The separations along a contact. `beamwidthDeg` is the antenna's at half power. Throws PathGapError where the motion has a gap. */
export function bodySeparations(contact: ChosenContact, beamwidthDeg: number | undefined): BodySeparations {
  const { path, station, losSeconds } = contact;
  const utc = (seconds: number): string => formatUtc(plusSeconds(path.start, seconds), 3);
  const notes: string[] = [];
  const interference: TimeInterval[] = [];
  for (const body of bodies) {
    const search = { body, path, frame: topocentricFrame(station), fromSeconds: 0, toSeconds: losSeconds };
    const nearest = minimumSeparation(search);
    if (nearest === undefined) continue;
    const degrees = (nearest.separationRad * DEG_PER_RAD).toFixed(2);
    notes.push(`${body} nearest at ${utc(nearest.seconds)}: ${degrees} deg`);
    if (beamwidthDeg === undefined) continue;
    const found = interferenceIntervals(search, interferenceThresholdRad(beamwidthDeg * RAD_PER_DEG));
    for (const { fromSeconds, toSeconds } of found)
      notes.push(`${body} in the beam from ${utc(fromSeconds)} to ${utc(toSeconds)}`);
    interference.push(...found);
  }
  return { notes, interference };
}
