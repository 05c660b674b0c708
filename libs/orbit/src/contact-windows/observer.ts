import { STATION_VALUES } from '@app/kernels';
import { type Direction, type TopocentricFrame, topocentricFrame } from '../frames/topocentric.js';
import { RAD_PER_DEG } from '../frames/vector.js';
import { type HorizonMask, horizonMaskOf } from '../stations/horizon-mask.js';
import { type Station } from '../stations/station.js';
import { type SampledPath } from '../trajectory/sampled-path.js';
import { type ElevationModel } from './elevation-model.js';

/** A station made ready once for all spacecraft. */
export interface Observer {
  readonly station: Station;
  readonly frame: TopocentricFrame;
  readonly mask: HorizonMask;
  readonly elevation: ElevationModel;
}

export function observerOf(station: Station, elevation: ElevationModel): Observer {
  return { station, frame: topocentricFrame(station), mask: horizonMaskOf(station), elevation };
}

/** Where a station sees a spacecraft at a time, seconds as on the path. */
export type Look = (seconds: number) => Direction;

/** The look from a station, elevation as its model has it. */
export function lookAlong(path: SampledPath, { frame, elevation }: Observer): Look {
  return (seconds) => {
    const direction = path.lookFrom(frame, seconds);
    return { ...direction, elevationRad: elevation.apparent(direction.elevationRad) };
  };
}

/** Stations as the search kernel takes them, each with the elevation (degrees, as its model has it) that `level` names. */
export function stationValues(observers: readonly Observer[], level: (observer: Observer) => number): Float64Array {
  const values = new Float64Array(STATION_VALUES * observers.length);
  for (const [i, observer] of observers.entries()) {
    const { origin, east, north, up } = observer.frame;
    const sine = Math.sin(observer.elevation.geometric(level(observer) * RAD_PER_DEG));
    values.set([...origin, ...east, ...north, ...up, sine], i * STATION_VALUES);
  }
  return values;
}
