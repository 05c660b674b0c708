import { type ContactModel, type ContactWindow, type ModelElements, type Station, elementAge } from '@app/orbit';
import { formatUtc } from '@app/time';

/** A result states its model: the sentence that stands in every product. */
export function describeModel(model: ContactModel): string {
  return [
    model.propagator,
    `Earth orientation ${model.earthOrientation}`,
    `refraction ${model.refraction}`,
    `light time ${model.lightTime}`,
  ].join('; ');
}

/** What a motion came from: `39150, epoch 2026-04-24T06:00:00.123456Z, omm-json of catalogue.json`. */
export function describeElements({
  catalogNumber,
  epoch,
  source,
}: Pick<ModelElements, 'catalogNumber' | 'epoch' | 'source'>): string {
  const number = catalogNumber === undefined ? 'no catalogue number' : String(catalogNumber);
  return `${number}, epoch ${formatUtc(epoch)}, ${source.format} of ${source.name}`;
}

/** Finds in a model the station of a window. */
export class ModelIndex {
  private readonly stations: ReadonlyMap<string, Station>;

  constructor(model: ContactModel) {
    this.stations = new Map(model.stations.map((station) => [station.id, station]));
  }

  stationOf({ station }: ContactWindow): Station | undefined {
    return this.stations.get(station);
  }
}

/** Age of the elements at the window's AOS in days of 86 400 s, never negative. */
export function elementAgeDays({ elementEpoch, aos }: ContactWindow): number {
  return elementAge(elementEpoch, aos).days;
}
