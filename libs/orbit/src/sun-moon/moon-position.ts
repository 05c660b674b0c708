import { type Tai } from '@app/time';
import { RAD_PER_DEG, type Vector3 } from '../frames/vector.js';
import { centuriesSinceJ2000 } from './dynamical-time.js';
import { eclipticToTeme } from './ecliptic-of-date.js';
import { moonLatitude, moonLongitudeAndDistance } from './moon-series.js';

const MEAN_DISTANCE_M = 385_000_560;

/**
 * The Moon as seen from the Earth's centre, in TEME (m), with its light time (0.7"). Within 0.01 degrees in direction and 1e-4 in
 * distance, of which the cut of the series is 0.004 degrees, measured for 2020 to 2035 (Meeus 1998, ch. 47, from memory). From a station it stands up to 1 degree elsewhere: take
 * `moonInItrf` and subtract the station, as `topocentricBody` does.
 */
export function moonPosition(instant: Tai): Vector3 {
  const t = centuriesSinceJ2000(instant);
  const meanLongitude = (218.316_447_7 + (481_267.881_234_21 - 0.001_578_6 * t) * t) * RAD_PER_DEG;
  const elongation = (297.850_192_1 + (445_267.111_403_4 - 0.001_881_9 * t) * t) * RAD_PER_DEG;
  const sunAnomaly = (357.529_109_2 + (35_999.050_290_9 - 0.000_153_6 * t) * t) * RAD_PER_DEG;
  const anomaly = (134.963_396_4 + (477_198.867_505_5 + 0.008_741_4 * t) * t) * RAD_PER_DEG;
  const node = (93.272_095 + (483_202.017_523_3 - 0.003_653_9 * t) * t) * RAD_PER_DEG;
  // The Earth's orbit grows rounder: terms with the Sun's anomaly shrink.
  const eccentricity = 1 - (0.002_516 + 0.000_007_4 * t) * t;
  const venus = (119.75 + 131.849 * t) * RAD_PER_DEG;
  const jupiter = (53.09 + 479_264.29 * t) * RAD_PER_DEG;
  const flattening = (313.45 + 481_266.484 * t) * RAD_PER_DEG;

  let longitude = 3958 * Math.sin(venus) + 1962 * Math.sin(meanLongitude - node) + 318 * Math.sin(jupiter);
  let distanceM = MEAN_DISTANCE_M;
  for (const [d, m, mMoon, f, inLongitude, inDistance] of moonLongitudeAndDistance) {
    const argument = d * elongation + m * sunAnomaly + mMoon * anomaly + f * node;
    const weight = eccentricity ** Math.abs(m);
    longitude += weight * inLongitude * Math.sin(argument);
    distanceM += weight * inDistance * Math.cos(argument);
  }
  let latitude =
    -2235 * Math.sin(meanLongitude) +
    382 * Math.sin(flattening) +
    175 * (Math.sin(venus - node) + Math.sin(venus + node)) +
    127 * Math.sin(meanLongitude - anomaly) -
    115 * Math.sin(meanLongitude + anomaly);
  for (const [d, m, mMoon, f, inLatitude] of moonLatitude) {
    const argument = d * elongation + m * sunAnomaly + mMoon * anomaly + f * node;
    latitude += eccentricity ** Math.abs(m) * inLatitude * Math.sin(argument);
  }
  return eclipticToTeme(
    {
      longitudeRad: meanLongitude + longitude * 1e-6 * RAD_PER_DEG,
      latitudeRad: latitude * 1e-6 * RAD_PER_DEG,
      distanceM,
    },
    t,
  );
}
