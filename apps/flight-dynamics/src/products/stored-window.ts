import type { Antenna, ContactWindow as ContactWindowMessage, Spacecraft } from '@app/contracts';
import { stationOf } from '@app/contracts';
import type { ContactModel, ContactWindow, Station } from '@app/orbit';
import { parseUtc } from '@app/time';
import { contactModelOf } from '../profiles/contact-motion.js';

/** A stored window as products take it, with its model. */
export interface StoredWindow {
  readonly window: ContactWindow;
  readonly model: ContactModel;
}

/** Makes stored windows of messages: catalogue numbers and stations are those of the registry. */
export class StoredWindows {
  private readonly catalogNumbers: ReadonlyMap<string, number | null>;
  private readonly stations: ReadonlyMap<string, Station>;

  constructor(registry: { readonly spacecraft: readonly Spacecraft[]; readonly antennas: readonly Antenna[] }) {
    this.catalogNumbers = new Map(registry.spacecraft.map(({ id, catalogNumber }) => [id, catalogNumber]));
    this.stations = new Map(registry.antennas.map((antenna) => [antenna.id, stationOf(antenna)]));
  }

  of(message: ContactWindowMessage): StoredWindow {
    const catalogNumber = this.catalogNumbers.get(message.spacecraft) ?? null;
    const station = this.stations.get(message.antenna);
    const stations = station === undefined ? [] : [{ ...station, minElevationDeg: message.model.minElevationDeg }];
    return {
      window: windowOf(message, catalogNumber),
      model: contactModelOf(message, catalogNumber, stations),
    };
  }
}

function windowOf(message: ContactWindowMessage, catalogNumber: number | null): ContactWindow {
  const { model, aosRangeKm, tcaRangeKm, losRangeKm } = message;
  const metres = (km: number | null): number => (km === null ? Number.NaN : km * 1000);
  return {
    spacecraft: message.spacecraft,
    catalogNumber: catalogNumber ?? undefined,
    station: message.antenna,
    orbitNumber: message.orbitNumber,
    part: message.part,
    aos: parseUtc(message.aos),
    tca: parseUtc(message.tca),
    los: parseUtc(message.los),
    aosOpen: message.aosOpen,
    losOpen: message.losOpen,
    maxElevationDeg: message.maxElevationDeg,
    aosAzimuthDeg: message.aosAzimuthDeg,
    tcaAzimuthDeg: message.tcaAzimuthDeg,
    losAzimuthDeg: message.losAzimuthDeg,
    aosRangeM: metres(aosRangeKm),
    tcaRangeM: metres(tcaRangeKm),
    losRangeM: metres(losRangeKm),
    elementEpoch: parseUtc(model.elementSetEpoch),
    source: { format: model.sourceKind, name: model.elementSetSource },
  };
}

/** One model for a picture of many windows: what differs among them stands side by side. */
export function commonModel(models: readonly ContactModel[], stations: readonly Station[]): ContactModel {
  const each = (textOf: (model: ContactModel) => string): string => {
    const texts = [...new Set(models.map(textOf))];
    return texts.length === 0 ? 'not stated: no window' : texts.join(' / ');
  };
  const elements = new Map(models.flatMap((model) => model.elements.map((one) => [one.spacecraft, one] as const)));
  return {
    propagator: each(({ propagator }) => propagator),
    earthOrientation: each(({ earthOrientation }) => earthOrientation),
    refraction: each(({ refraction }) => refraction),
    lightTime: 'none',
    elements: [...elements.values()],
    stations,
  };
}
