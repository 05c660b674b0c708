import { pointingFile, type TableHead } from '@app/flight-products';
import { type TrackChoice } from '@app/orbit';
import { type Tai, formatUtc, plusSeconds } from '@app/time';

type MadeChoice = Exclude<TrackChoice, { readonly outcome: 'none' }>;

const degrees = (value: number): string => value.toFixed(3);

/** Sentences on how an antenna follows a contact and why, keyhole and lost times among them. */
export function trackNotes(track: TrackChoice, start: Tai): string[] {
  if (track.outcome === 'none') return [`no way to follow it: ${track.reason}`];
  const utc = (seconds: number): string => formatUtc(plusSeconds(start, seconds), 3);
  const { best, keyhole } = track;
  const { first, last, slewS } = best;
  const from = slewS === undefined ? '' : `, ${slewS.toFixed(1)} s from the park position`;
  const notes = [
    `track: ${track.reason}`,
    `axes: azimuth ${degrees(first.azimuthDeg)} elevation ${degrees(first.elevationDeg)} at the beginning${from}, azimuth ${degrees(last.azimuthDeg)} elevation ${degrees(last.elevationDeg)} at the end`,
  ];
  for (const { fromSeconds, toSeconds } of keyhole?.intervals ?? [])
    notes.push(`keyhole from ${utc(fromSeconds)} to ${utc(toSeconds)}`);
  if (keyhole !== undefined) {
    const over =
      keyhole.errorOverTheTopDeg === undefined
        ? 'the limits do not allow going over the top'
        : `${degrees(keyhole.errorOverTheTopDeg)} deg over the top`;
    notes.push(`largest error in the keyhole: ${degrees(keyhole.errorWithLeadDeg)} deg with lead, ${over}`);
  }
  for (const { fromSeconds, toSeconds, cause } of best.interruptions)
    notes.push(`off the spacecraft from ${utc(fromSeconds)} to ${utc(toSeconds)}: ${cause}`);
  return notes;
}

/** The pointing file of the best track; its pieces follow one another, and between two of them the antenna turns. */
export function programmeFile({ best }: MadeChoice, head: TableHead): Generator<string, void> {
  const joined = (axis: 'seconds' | 'azimuthDeg' | 'elevationDeg'): Float64Array =>
    Float64Array.from(best.track.flatMap((piece) => Array.from(piece[axis])));
  return pointingFile({
    ...head,
    programme: {
      seconds: joined('seconds'),
      azimuthDeg: joined('azimuthDeg'),
      elevationDeg: joined('elevationDeg'),
    },
  });
}
