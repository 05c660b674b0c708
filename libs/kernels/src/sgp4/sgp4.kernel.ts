/**
 * What a kernel knows of a near-Earth element set, in this order: the names of SGP4's published code (AIAA 2006-6753), WGS72, angles in
 * rad, times in min, lengths in Earth radii. `bstarCc4` and `bstarCc5` are B* times cc4 and cc5, `ao` is the semi-major axis
 * (xke / no)^(2/3). In an orbit of the simple drag model (`isimp`, pericentre below 220 km) d2 to d4, t3cof to t5cof, omgcof, xmcof
 * and bstarCc5 are 0.
 */
export const sgp4ConstantNames = [
  'mo',
  'mdot',
  'argpo',
  'argpdot',
  'nodeo',
  'nodedot',
  'nodecf',
  'cc1',
  'bstarCc4',
  'bstarCc5',
  'd2',
  'd3',
  'd4',
  't2cof',
  't3cof',
  't4cof',
  't5cof',
  'omgcof',
  'xmcof',
  'eta',
  'delmo',
  'sinmao',
  'no',
  'ao',
  'ecco',
  'inclo',
  'aycof',
  'xlcof',
  'con41',
  'x1mth2',
  'x7thm1',
] as const;

export type Sgp4ConstantName = (typeof sgp4ConstantNames)[number];

/**
 * Positions in TEME (m) of one near-Earth element set at the times `startMinutes` + n · `stepMinutes` since its epoch, n from 0 to
 * `count` - 1, as x, y, z to `out[3n]` on; `out` has room for all of them. Gives how many of the first times are good: `count`, or the
 * index of the first without a position, and from there `out` is as it was. Why there is none is not told: mean eccentricity not in
 * -0.001 <= e < 1, semi-latus rectum below zero, below the surface, nothing left of the orbit by drag (`tempa` <= 0), not finite.
 * `constants` are those of `sgp4ConstantNames`. Angles keep a double's accuracy to a hundred years from the epoch.
 */
export type Sgp4Kernel = (
  constants: Float64Array,
  startMinutes: number,
  stepMinutes: number,
  count: number,
  out: Float64Array,
) => number;
