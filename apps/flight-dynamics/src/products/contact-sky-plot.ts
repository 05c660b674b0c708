import type { ContactGeometry } from '@app/contracts';
import { type SkyBody, type SkyPlot, skyPlotSvg, type SkySegment } from '@app/flight-products';
import { DEG_PER_RAD, eclipseIntervals, topocentricBody } from '@app/orbit';
import { formatUtc, parseUtc } from '@app/time';
import { alongPath, type ContactMotion, utcAt } from '../profiles/contact-motion.js';
import { contactGeometry } from '../profiles/contact-geometry.js';
import { contactPointing } from '../profiles/contact-pointing.js';
import { contactNotes } from './contact-notes.js';
import { trackNotes } from './track-notes.js';

const ROWS = 60;

/** Where Sun and Moon stand at TCA. */
function bodiesOf({ window, frame, path }: ContactMotion): SkyBody[] {
  return (['sun', 'moon'] as const).map((kind) => {
    const body = kind === 'sun' ? 'Sun' : 'Moon';
    const { direction } = topocentricBody(body, frame, parseUtc(window.tca), path.orientation);
    return {
      kind,
      azimuthDeg: direction.azimuthRad * DEG_PER_RAD,
      elevationDeg: direction.elevationRad * DEG_PER_RAD,
    };
  });
}

/** When a body is nearest to the spacecraft, while it is up. */
function nearestText(body: string, { minimumSeparationDeg, at }: ContactGeometry['sun']): string[] {
  return minimumSeparationDeg === null || at === null
    ? []
    : [`${body} nearest at ${at}: ${minimumSeparationDeg.toFixed(2)} deg`];
}

/** The sky over the antenna during a contact, as SVG. */
export async function contactSkyPlot(motion: ContactMotion, theme: SkyPlot['theme']): Promise<string> {
  const { window, spacecraft, antenna, station, path, durationS } = motion;
  const { profile, choice } = await contactPointing(motion, durationS / ROWS, 'geometric');
  const { sun, moon } = await contactGeometry(motion, []);
  const { curve } = profile;
  const points = Array.from(curve.seconds, (seconds, i) => ({
    utc: path.instantAt(seconds),
    azimuthDeg: curve.azimuthDeg[i] ?? 0,
    elevationDeg: curve.elevationDeg[i] ?? 0,
  }));
  const segment = (kind: SkySegment['kind'], from: number, to: number): SkySegment => ({
    kind,
    from: path.instantAt(from),
    to: path.instantAt(to),
  });
  const keyhole = choice.outcome === 'none' ? undefined : choice.keyhole;
  const segments: SkySegment[] = [
    ...alongPath(window.id, () => eclipseIntervals(path, 0, durationS)).map((one) =>
      segment('eclipse', one.fromSeconds, one.toSeconds),
    ),
    ...[...sun.intervals, ...moon.intervals].map(({ from, to }): SkySegment => ({
      kind: 'interference',
      from: parseUtc(from),
      to: parseUtc(to),
    })),
    ...(keyhole?.intervals ?? []).map((one) => segment('keyhole', one.fromSeconds, one.toSeconds)),
  ];
  return skyPlotSvg({
    title: `${spacecraft.name} over ${antenna.name}`,
    subtitle: `${window.id}, ${formatUtc(motion.start, 0)}`,
    minElevationDeg: station.minElevationDeg,
    horizonMask: station.horizonMask,
    uplinkMinElevationDeg: station.uplinkMinElevationDeg,
    tracks: [
      {
        label: spacecraft.id,
        points,
        aosOpen: window.aosOpen || motion.start > parseUtc(window.aos),
        losOpen: window.losOpen || path.instantAt(durationS) < parseUtc(window.los),
        segments,
      },
    ],
    bodies: bodiesOf(motion),
    notes: [
      ...contactNotes(motion),
      'Sun and Moon are drawn where they stand at TCA',
      ...nearestText('Sun', sun),
      ...nearestText('Moon', moon),
      ...trackNotes(choice, (seconds) => utcAt(motion, seconds)),
    ],
    theme,
  });
}
