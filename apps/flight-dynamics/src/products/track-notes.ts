import type { TrackChoice } from '@app/orbit';

const degrees = (value: number): string => value.toFixed(3);

/** Sentences on how an antenna follows a contact and why, keyhole and lost times among them; `utcAt` takes seconds of the contact. */
export function trackNotes(choice: TrackChoice, utcAt: (seconds: number) => string): string[] {
  if (choice.outcome === 'none') return [`no way to follow it: ${choice.reason}`];
  const { reason, best, keyhole } = choice;
  const { first, last, slewS, interruptions } = best;
  const from = slewS === undefined ? '' : `, ${slewS.toFixed(1)} s from the park position`;
  return [
    `track: ${reason}`,
    `axes: azimuth ${degrees(first.azimuthDeg)} elevation ${degrees(first.elevationDeg)} at the beginning${from}, azimuth ${degrees(last.azimuthDeg)} elevation ${degrees(last.elevationDeg)} at the end`,
    ...(keyhole?.intervals ?? []).map(
      ({ fromSeconds, toSeconds }) => `keyhole from ${utcAt(fromSeconds)} to ${utcAt(toSeconds)}`,
    ),
    ...interruptions.map(
      ({ cause, fromSeconds, toSeconds }) =>
        `off the spacecraft from ${utcAt(fromSeconds)} to ${utcAt(toSeconds)}: ${cause}`,
    ),
  ];
}
