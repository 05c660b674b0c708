import { type SkyBody } from '@app/flight-products';
import { DEG_PER_RAD, RAD_PER_DEG, moonSeparation, sunSeparation, topocentricFrame } from '@app/orbit';
import { formatUtc } from '@app/time';
import { type ChosenContact } from '../contact-choice/choose-contacts.js';

const bodies = [
  { name: 'Sun', kind: 'sun', separationOf: sunSeparation },
  { name: 'Moon', kind: 'moon', separationOf: moonSeparation },
] as const;

const degrees = (radians: number): number => radians * DEG_PER_RAD;

/** Sun and Moon at TCA: their marks, and where they are in words. */
export function bodiesAtTca({ window, station, path }: ChosenContact): {
  readonly marks: SkyBody[];
  readonly note: string;
} {
  const spacecraft = {
    azimuthRad: window.tcaAzimuthDeg * RAD_PER_DEG,
    elevationRad: window.maxElevationDeg * RAD_PER_DEG,
  };
  const frame = topocentricFrame(station);
  const found = bodies.map(({ name, kind, separationOf }) => {
    const { body, isUp, separationRad } = separationOf(frame, spacecraft, window.tca, path.orientation);
    const place = { azimuthDeg: degrees(body.azimuthRad), elevationDeg: degrees(body.elevationRad) };
    const text = isUp
      ? `azimuth ${place.azimuthDeg.toFixed(1)}, elevation ${place.elevationDeg.toFixed(1)}, ${degrees(separationRad).toFixed(1)} deg from the spacecraft`
      : 'below the horizon';
    return { mark: { kind, ...place }, text: `${name} ${text}` };
  });
  return {
    marks: found.map(({ mark }) => mark),
    note: `At TCA of ${window.spacecraft}, ${formatUtc(window.tca, 0)}: ${found.map(({ text }) => text).join('; ')}.`,
  };
}
