import { slantPathFactor } from './slant-path-factor.js';
import { type Air } from './specific-gas-attenuation.js';
import {
  type WaterVapourColumn,
  type ZenithGas,
  zenithGasByColumn,
  zenithGasBySurface,
} from './zenith-gas-attenuation.js';

/** An attenuation and the recommendation that it was reckoned by. */
export interface Attenuation {
  readonly attenuationDb: number;
  readonly model: string;
}

/** From the zenith to a slant path; below 5 degrees see `slantPathFactor`. */
export function slantPathGas(zenith: ZenithGas, elevationRad: number): Attenuation {
  const attenuationDb =
    zenith.oxygenDb * slantPathFactor(elevationRad, zenith.oxygenHeightKm) +
    zenith.waterVapourDb * slantPathFactor(elevationRad, zenith.waterVapourHeightKm);
  return { attenuationDb, model: zenith.model };
}

/**
 * Attenuation by gases through the whole atmosphere, dB, elevation 0 to pi/2 (below 5 degrees see `slantPathFactor`), frequency 1
 * to 350 GHz in hertz. With a water vapour column by P.676-12, without by P.676-13. Errors: LinkBudgetError.
 */
export function gasAttenuation(
  frequencyHz: number,
  elevationRad: number,
  air: Air,
  column?: WaterVapourColumn,
): Attenuation {
  const zenith =
    column === undefined ? zenithGasBySurface(frequencyHz, air) : zenithGasByColumn(frequencyHz, air, column);
  return slantPathGas(zenith, elevationRad);
}
