import { type Oem, createPropagator, parseOmmJson, sampleEphemeris, sgp4Trajectory } from '@app/orbit';
import { parseUtc } from '@app/time';

/** A made-up sun-synchronous orbit. */
export const omm = {
  OBJECT_NAME: 'TEST-1',
  OBJECT_ID: '2030-001A',
  NORAD_CAT_ID: 799500001,
  EPOCH: '2026-04-24T06:00:00.123456',
  MEAN_MOTION: 14.76,
  ECCENTRICITY: 0.001,
  INCLINATION: 97.9,
  RA_OF_ASC_NODE: 187.4,
  ARG_OF_PERICENTER: 80,
  MEAN_ANOMALY: 280.1,
  BSTAR: 0.0001,
  REV_AT_EPOCH: 70000,
};

/** OMM JSON of that orbit with changes, a set a change. */
export const ommText = (changes: readonly object[]): string =>
  JSON.stringify(changes.map((change) => ({ ...omm, ...change })));

/** An operator's ephemeris of that orbit: states of its SGP4 at steps of a minute. */
export function sampledOem({
  objectName = omm.OBJECT_NAME,
  objectId = omm.OBJECT_ID,
  from = '2026-04-25T00:00:00Z',
  to = '2026-04-25T02:00:00Z',
  created = '2026-04-25T00:00:00Z',
}): Oem {
  const [set] = parseOmmJson(ommText([{}])).elementSets;
  if (set === undefined) throw new RangeError('the orbit is wrong');
  const segment = sampleEphemeris(sgp4Trajectory(createPropagator(set)), {
    ...{ objectName, objectId, from: parseUtc(from), to: parseUtc(to) },
    ...{ stepSeconds: 60, interpolation: 'LAGRANGE', interpolationDegree: 9 },
  });
  return {
    ...{ created: parseUtc(created), originator: 'SMMS', messageId: undefined, classification: undefined },
    ...{ comments: [], segments: [segment] },
  };
}
