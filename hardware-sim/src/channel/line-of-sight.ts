import { type Antenna } from '@app/contracts';
import { SPEED_OF_LIGHT } from '@app/link-budget';
import {
  directionTo,
  geodeticToItrf,
  type HorizonMask,
  horizonMaskOf,
  topocentricFrame,
  type TopocentricFrame,
} from '@app/orbit';
import { taiFromSeconds, type Tai } from '@app/time';
import { type OrbitTrack } from '../spacecraft/orbit-track.js';

const DEG_PER_RAD = 180 / Math.PI;

/** What one antenna sees of one spacecraft when it emits, by geometry alone. */
export interface Sight {
  readonly azimuthRad: number;
  readonly elevationRad: number;
  readonly rangeM: number;
  /** Above the horizon: 0 degrees, or the antenna's horizon mask where that is higher. */
  readonly visible: boolean;
  /** Above the antenna's own minimum elevation as well. */
  readonly aboveMask: boolean;
  /** When what is emitted now arrives. */
  readonly received: Tai;
}

const nowhere = { azimuthRad: 0, elevationRad: -Math.PI / 2, rangeM: 0, visible: false, aboveMask: false };

/** The straight line from a spacecraft to an antenna. */
export class LineOfSight {
  /** Distance of the antenna to the Earth's centre, metres. */
  readonly stationRadiusM: number;
  private readonly frame: TopocentricFrame;
  private readonly horizon: HorizonMask;
  private readonly minElevationRad: number;

  constructor(
    readonly antenna: Antenna,
    private readonly track: OrbitTrack,
  ) {
    this.frame = topocentricFrame(antenna);
    this.stationRadiusM = Math.hypot(...geodeticToItrf(antenna));
    this.horizon = horizonMaskOf({ minElevationDeg: 0, horizonMask: antenna.horizonMask });
    this.minElevationRad = antenna.minElevationDeg / DEG_PER_RAD;
  }

  /** At an instant of emission. A spacecraft whose orbit has no position any more is below every horizon. */
  at(emitted: Tai): Sight {
    const position = this.track.earthFixedAt(emitted);
    if (position === undefined) return { ...nowhere, received: emitted };
    const { azimuthRad, elevationRad, rangeM } = directionTo(
      this.frame,
      position[0] ?? 0,
      position[1] ?? 0,
      position[2] ?? 0,
    );
    const visible = elevationRad * DEG_PER_RAD > this.horizon.elevationDegAt(azimuthRad * DEG_PER_RAD);
    return {
      azimuthRad,
      elevationRad,
      rangeM,
      visible,
      aboveMask: visible && elevationRad >= this.minElevationRad,
      received: emitted + taiFromSeconds(rangeM / SPEED_OF_LIGHT),
    };
  }
}
