import { plusSeconds, secondsBetween, type Tai } from '@app/time';
import type { SpacecraftView } from '../pointing/spacecraft-view.js';
import type { RotatorLimits } from '../rotator/rotator.port.js';

const LOOKS = 60;

/** At how many of the moments from `from` to `to` that were looked at an antenna within these limits can look there. Throws NoDirectionError. */
export function skyWithin(
  view: Pick<SpacecraftView, 'at'>,
  from: Tai,
  to: Tai,
  limits: RotatorLimits,
): { readonly reachable: number; readonly looked: number } {
  const { azimuthMinDeg, azimuthMaxDeg, elevationMinDeg, elevationMaxDeg } = limits;
  const azimuths = [-720, -360, 0, 360];
  let reachable = 0;
  for (let n = 0; n <= LOOKS; n++) {
    const { azimuthDeg, elevationDeg } = view.at(plusSeconds(from, (secondsBetween(from, to) * n) / LOOKS));
    // An antenna that goes over the top sees the other half of the sky upside down.
    const seen = [
      { azimuthDeg, elevationDeg },
      { azimuthDeg: azimuthDeg + 180, elevationDeg: 180 - elevationDeg },
    ];
    const isSeen = seen.some(
      (one) =>
        one.elevationDeg >= elevationMinDeg &&
        one.elevationDeg <= elevationMaxDeg &&
        azimuths.some((turn) => one.azimuthDeg + turn >= azimuthMinDeg && one.azimuthDeg + turn <= azimuthMaxDeg),
    );
    if (isSeen) reachable++;
  }
  return { reachable, looked: LOOKS + 1 };
}
