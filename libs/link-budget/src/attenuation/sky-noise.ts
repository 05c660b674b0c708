import { requireRange } from '../link-budget.error.js';

export const SKY_NOISE_MODEL = 'ITU-R P.618 clause 3: sky noise of an absorbing medium (formula and 275 K from memory)';

/** Cosmic background, K. */
const COSMIC_K = 2.7;

export interface ReceivingSystem {
  /** System noise temperature with a clear sky, at the point where G/T is given, K. */
  readonly clearSkySystemTemperatureK: number;
  /** Loss between the antenna and that point, dB, 0 or more. */
  readonly feedLossDb: number;
  /** Mean radiating temperature of the medium, K; 275 where it is not known. */
  readonly meanRadiatingTemperatureK?: number;
}

/** Noise temperature in K of a sky seen through an absorption in dB: T_m (1 - 10^(-A/10)) + 2.7 K · 10^(-A/10). */
export function skyNoiseTemperatureK(absorptionDb: number, meanRadiatingTemperatureK = 275): number {
  const passed = 10 ** (-absorptionDb / 10);
  return meanRadiatingTemperatureK * (1 - passed) + COSMIC_K * passed;
}

/**
 * How much G/T of a ground station falls in dB when absorption grows from that of the clear sky to `absorptionDb` (scintillation does
 * not absorb and is left out of it). A spacecraft looks at the warm Earth: there is no such term uplink. Errors: LinkBudgetError.
 */
export function gOverTDegradationDb(system: ReceivingSystem, clearSkyDb: number, absorptionDb: number): number {
  const meanK = system.meanRadiatingTemperatureK ?? 275;
  requireRange('clearSkySystemTemperatureK', system.clearSkySystemTemperatureK, 1, 1e5, 'K');
  requireRange('feedLossDb', system.feedLossDb, 0, 30, 'dB');
  requireRange('meanRadiatingTemperatureK', meanK, 200, 330, 'K');
  requireRange('clearSkyDb', clearSkyDb, 0, 1e4, 'dB');
  requireRange('absorptionDb', absorptionDb, clearSkyDb, 1e4, 'dB');
  const added = skyNoiseTemperatureK(absorptionDb, meanK) - skyNoiseTemperatureK(clearSkyDb, meanK);
  return 10 * Math.log10(1 + added / 10 ** (system.feedLossDb / 10) / system.clearSkySystemTemperatureK);
}
