import { elementSetFrom, type ElementSetMessage } from '@app/contracts';
import { createPropagator, EarthRotation, type ElementSet, propagateInto, type Propagator } from '@app/orbit';
import { secondsBetween, type Tai } from '@app/time';
import { SimulationSetupError } from '../simulation-errors.js';

const MU = 3.986_004_418e14; // m^3/s^2
const DAY_S = 86_400;

/** Where the simulated spacecraft really is: SGP4 on its element set. */
export class OrbitTrack {
  /** Semi-major axis of the mean motion, metres. */
  readonly meanRadiusM: number;
  /** Seconds of one revolution. */
  readonly periodS: number;
  readonly elementSet: ElementSet;
  private readonly propagator: Propagator;
  private readonly rotation: EarthRotation;
  private readonly epoch: Tai;
  private readonly state = new Float64Array(6);

  /** Throws SimulationSetupError for elements that SGP4 cannot use at their own epoch. */
  constructor(elements: ElementSetMessage) {
    this.elementSet = elementSetFrom(elements);
    this.propagator = createPropagator(this.elementSet);
    this.epoch = this.elementSet.epoch;
    this.rotation = new EarthRotation(this.epoch, 'none');
    this.periodS = DAY_S / elements.meanMotionRevPerDay;
    this.meanRadiusM = Math.cbrt(MU * (this.periodS / (2 * Math.PI)) ** 2);
    const code = propagateInto(this.propagator, 0, this.state);
    if (code !== 0)
      throw new SimulationSetupError(`elements of ${elements.spacecraft}`, 'elements for SGP4', `SGP4 error ${code}`);
  }

  /** Inertial position and velocity (TEME, m, m/s), or undefined where SGP4 has none. The array is used again by the next call. */
  inertialAt(at: Tai): Float64Array | undefined {
    const seconds = secondsBetween(this.epoch, at);
    return propagateInto(this.propagator, seconds / 60, this.state) === 0 ? this.state : undefined;
  }

  /** Earth-fixed position and velocity (m, m/s), or undefined where SGP4 has none. The array is used again by the next call. */
  earthFixedAt(at: Tai): Float64Array | undefined {
    const state = this.inertialAt(at);
    if (state !== undefined) this.rotation.rotate(secondsBetween(this.epoch, at), state);
    return state;
  }
}
