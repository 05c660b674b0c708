import { parseUtc } from '@app/time';
import { topocentricFrame } from '../../frames/topocentric.js';
import { EarthFixedPath } from '../../trajectory/earth-fixed-path.js';

export const southPole = topocentricFrame({ latitudeDeg: -90, longitudeDeg: 0, heightM: 0 });

/**
 * A straight line, Earth-fixed, 500 km above the South Pole's plane at 7500 m/s, that passes beside the zenith at 0 s. (At longitude 0
 * there, east is y and north is x.)
 */
export function overheadPath(missM: number, heightM = 500_000): EarthFixedPath {
  const epoch = parseUtc('2026-04-25T00:00:00Z');
  const z = southPole.origin[2] - heightM;
  return new EarthFixedPath(
    {
      epoch,
      frame: 'ITRF',
      usable: undefined,
      smooth: true,
      stateInto: (seconds, out) => {
        out.set([7500 * seconds, missM, z, 7500, 0, 0]);
        return 0;
      },
    },
    epoch,
    'none',
  );
}
