import {
  type Antenna,
  agreementIdSchema,
  elementSetFrom,
  type OperationsMode,
  requestIdSchema,
  type StationContact,
  stationContactSchema,
  stationOf,
} from '@app/contracts';
import { findManyContactWindows, shippedEarthOrientation } from '@app/orbit';
import { formatUtc, parseUtc, plusSeconds, type Tai } from '@app/time';
import { contactWindowMessage } from '../../../../flight-dynamics/src/index.js';
import type { ReceivedSpacecraft } from './station-plan.js';

export interface ContactPrediction {
  readonly mode: OperationsMode;
  readonly antennas: readonly Antenna[];
  readonly spacecraft: readonly ReceivedSpacecraft[];
  readonly from: Tai;
  readonly hours: number;
  readonly minMaxElevationDeg: number;
}

export interface PredictedContacts {
  /** In the order of their start; none overlaps another of its antenna. */
  readonly contacts: readonly StationContact[];
  /** Left out for another contact of their antenna that begins before. */
  readonly skipped: readonly { readonly contact: string; readonly for: string }[];
}

/** Passes in progress at the beginning are found whole. */
const LOOK_BACK_S = 1800;
/** What a station books for itself belongs to no request and needs no agreement. */
const request = requestIdSchema.parse('STATION');
const agreement = agreementIdSchema.parse('OWN-STATION');

/** The passes of some spacecraft over the antennas of a station, as contacts that receive only. */
export function predictedContacts(prediction: ContactPrediction): PredictedContacts {
  const { antennas, spacecraft, from, hours, minMaxElevationDeg } = prediction;
  const found = findManyContactWindows({
    spacecraft: spacecraft.map(({ id, elementSet }) => ({ spacecraft: id, elementSet: elementSetFrom(elementSet) })),
    stations: antennas.map(stationOf),
    start: plusSeconds(from, -LOOK_BACK_S),
    end: plusSeconds(from, hours * 3600),
    earthOrientation: shippedEarthOrientation,
  });
  const candidates = found.contactWindows
    .filter(({ los, aosOpen, losOpen, maxElevationDeg }) => {
      return los > from && !aosOpen && !losOpen && maxElevationDeg >= minMaxElevationDeg;
    })
    .sort((a, b) => (a.aos < b.aos ? -1 : 1))
    .flatMap((window) => {
      const antenna = antennas.find(({ id }) => id === window.station);
      const received = spacecraft.find(({ id }) => id === window.spacecraft);
      if (antenna?.bands.includes(received?.linkProfile.downlink.band ?? 'S') !== true || received === undefined)
        return [];
      return [contactOf(contactWindowMessage(window, found.model, antenna), antenna, received, prediction.mode)];
    });
  return withoutOverlaps(candidates);
}

function contactOf(
  window: StationContact['contact']['window'],
  antenna: Antenna,
  { id: spacecraft, elementSet, linkProfile }: ReceivedSpacecraft,
  mode: OperationsMode,
): StationContact {
  return stationContactSchema.parse({
    contact: {
      ...{ id: window.id, mode, state: 'booked', spacecraft, site: antenna.site, antenna: antenna.id },
      ...{ request, agreement, uplink: false, services: ['telemetry'] },
      start: formatUtc(plusSeconds(parseUtc(window.aos), -antenna.setUpS)),
      end: formatUtc(plusSeconds(parseUtc(window.los), antenna.tearDownS)),
      window,
      reason: { rule: 'served', winner: null, explanation: 'predicted by the station itself' },
    },
    ...{ antenna, elementSet, linkProfile },
    permissions: {
      ...{ receive: true, transmit: false, agreement },
      transmitFromElevationDeg: antenna.uplinkMinElevationDeg,
    },
  });
}

function withoutOverlaps(candidates: readonly StationContact[]): PredictedContacts {
  const contacts: StationContact[] = [];
  const skipped: { contact: string; for: string }[] = [];
  for (const one of candidates) {
    const { id, antenna, start } = one.contact;
    const other = contacts.find(({ contact }) => contact.antenna === antenna && contact.end > start);
    if (other === undefined) contacts.push(one);
    else skipped.push({ contact: id, for: other.contact.id });
  }
  return { contacts, skipped };
}
