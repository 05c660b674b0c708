import fc from 'fast-check';
import { type ContactWindow, type Station, parseOmmJson } from '@app/orbit';
import { parseUtc, plusSeconds } from '@app/time';
import { type PlannedSubject } from '../search-task.js';
import { ommText } from './motion-texts.js';

export const tableStart = parseUtc('2026-04-25T00:00:00Z');
export const tableEnd = plusSeconds(tableStart, 86_400);

export const tableStations: readonly Station[] = ['B', 'A'].map((id) => ({
  ...{ id, name: id, latitudeDeg: 0, longitudeDeg: 0, heightM: 0, minElevationDeg: 5 },
}));

const [elementSet] = parseOmmJson(ommText([{}])).elementSets;

export const tableSubjects: readonly PlannedSubject[] = ['TWO', 'ONE', 'THREE'].flatMap((spacecraft) =>
  elementSet === undefined ? [] : [{ kind: 'elements' as const, spacecraft, elementSet, piece: undefined }],
);

const instant = fc.integer({ min: 0, max: 20 }).map((step) => plusSeconds(tableStart, step * 4320));
const float = fc.double({ noNaN: true, noDefaultInfinity: true });

/** Any window of the subjects and stations, many with the same AOS; nothing in it fits together. */
export const anyWindow: fc.Arbitrary<ContactWindow> = fc
  .record({
    subject: fc.nat(2),
    station: fc.nat(1),
    orbitNumber: fc.integer({ min: 0, max: 99_999 }),
    part: fc.integer({ min: 1, max: 9 }),
    ...{ aos: instant, tca: instant, los: instant, aosOpen: fc.boolean(), losOpen: fc.boolean() },
    ...{ maxElevationDeg: float, aosAzimuthDeg: float, tcaAzimuthDeg: float, losAzimuthDeg: float },
    ...{ aosRangeM: float, tcaRangeM: float, losRangeM: float },
  })
  .map(({ subject, station, ...rest }) => ({
    ...rest,
    spacecraft: tableSubjects[subject]?.spacecraft ?? '',
    station: tableStations[station]?.id ?? '',
    catalogNumber: elementSet?.catalogNumber,
    elementEpoch: elementSet?.epoch ?? 0n,
    source: { format: 'omm-json', name: 'OMM JSON' },
  }));

export const subjectIndex = ({ spacecraft }: ContactWindow): number =>
  tableSubjects.findIndex((subject) => subject.spacecraft === spacecraft);
export const stationIndex = ({ station }: ContactWindow): number => tableStations.findIndex(({ id }) => id === station);
