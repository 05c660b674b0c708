import { type EarthOrientationSeries } from '../frames/earth-orientation.js';
import { finalsName } from './earth-orientation-file.js';
import { earthOrientationSeries } from './earth-orientation-series.js';
import { decodeFinalsSlice } from './finals-slice.js';
import { finalsSlice } from './generated/finals2000a-slice.js';

const rows = decodeFinalsSlice(finalsSlice);

/** The part of IERS finals2000A that comes with the library (`tools/slice-finals2000a.js` makes it anew). */
export const shippedEarthOrientation: EarthOrientationSeries = earthOrientationSeries(rows, {
  source: `${finalsName(rows)} (shipped slice)`,
});
