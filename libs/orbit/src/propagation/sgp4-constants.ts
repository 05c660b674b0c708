import { type Sgp4ConstantName, sgp4ConstantNames } from '@app/kernels';
import { constants as wgs72 } from 'satellite.js';
import { type Propagator } from './propagator.js';

/**
 * What `sgp4Positions` takes of an initialised near-Earth orbit; undefined for a deep-space one (period from 225 min on), and where
 * the mean motion is not above zero, which SGP4 answers with an error at any time.
 */
export function sgp4Constants({ satrec }: Propagator): Float64Array | undefined {
  if (satrec.method !== 'n' || !(satrec.no > 0)) return undefined;
  const { bstar, cc4, cc5, no } = satrec;
  // The simple drag model leaves these out, though they were computed.
  const simple = satrec.isimp === 1 ? { omgcof: 0, xmcof: 0, bstarCc5: 0 } : {};
  const derived = { bstarCc4: bstar * cc4, bstarCc5: bstar * cc5, ao: (wgs72.xke / no) ** wgs72.x2o3 };
  const values: Readonly<Record<Sgp4ConstantName, number>> = { ...satrec, ...derived, ...simple };
  return Float64Array.from(sgp4ConstantNames, (name) => values[name]);
}
