import { type SkySegment, type SkyTrack } from '@app/flight-products';
import { type TimeInterval, pointingProfile, topocentricFrame, trackChoice } from '@app/orbit';
import { type Tai, plusSeconds } from '@app/time';
import { type AntennaFile } from '../contact-choice/antenna-limits-file.js';
import { bodySeparations } from '../contact-choice/body-separation.js';
import { type ChosenContact } from '../contact-choice/choose-contacts.js';
import { missingText } from '../contact-choice/contact-text.js';
import { trackNotes } from '../pointing/track-programme.js';

/** Between points of a track; the profile adds more where the direction turns. */
const STEP_S = 10;

/** A contact as a sky plot draws it, and sentences on it. */
export interface DrawnContact {
  readonly track: SkyTrack;
  readonly notes: readonly string[];
  /** On Sun and Moon. */
  readonly bodyNotes: readonly string[];
}

/** The track of a contact; with the antenna also where it cannot follow and where Sun or Moon are in its beam. */
export function drawContact(contact: ChosenContact, antenna: AntennaFile | undefined): DrawnContact {
  const { path, window, station, losSeconds } = contact;
  const profile = pointingProfile(path, topocentricFrame(station), 0, losSeconds, STEP_S);
  const { curve } = profile;
  const at = (seconds: number): Tai => plusSeconds(path.start, seconds);
  const choice = antenna && trackChoice(profile, antenna.limits, antenna.settings);
  const keyhole = choice === undefined || choice.outcome === 'none' ? undefined : choice.keyhole;
  const bodies = profile.missing === undefined ? bodySeparations(contact, antenna?.beamwidthDeg) : undefined;
  const segmentOf =
    (kind: SkySegment['kind']) =>
    ({ fromSeconds, toSeconds }: Pick<TimeInterval, 'fromSeconds' | 'toSeconds'>): SkySegment => ({
      ...{ kind, from: at(fromSeconds), to: at(toSeconds) },
    });
  return {
    track: {
      label: window.spacecraft,
      points: Array.from(curve.seconds, (seconds, i) => ({
        utc: at(seconds),
        azimuthDeg: curve.azimuthDeg[i] ?? Number.NaN,
        elevationDeg: curve.elevationDeg[i] ?? Number.NaN,
      })),
      tca: { utc: window.tca, azimuthDeg: window.tcaAzimuthDeg, elevationDeg: window.maxElevationDeg },
      aosOpen: window.aosOpen,
      losOpen: window.losOpen,
      segments: [
        ...(keyhole?.intervals ?? []).map(segmentOf('keyhole')),
        ...(bodies?.interference ?? []).map(segmentOf('interference')),
      ],
    },
    notes: [...missingText(contact, profile.missing), ...(choice === undefined ? [] : trackNotes(choice, path.start))],
    bodyNotes: bodies?.notes ?? [],
  };
}
