import { requirePositive, requireRange } from '../link-budget.error.js';
import { SPEED_OF_LIGHT } from '../path-loss.js';

/** Gain in dBi of a dish: efficiency (0 to 1) times (pi D f / c)². */
export function dishGainDbi(diameterM: number, frequencyHz: number, efficiency: number): number {
  requirePositive('diameterM', diameterM, 'm');
  requirePositive('frequencyHz', frequencyHz, 'Hz');
  requireRange('efficiency', efficiency, 1e-3, 1, '');
  return 10 * Math.log10(efficiency) + 20 * Math.log10((Math.PI * diameterM * frequencyHz) / SPEED_OF_LIGHT);
}

/** Half-power beamwidth in radians of a dish, 70 degrees times wavelength over diameter (usual taper). */
export function dishBeamwidthRad(diameterM: number, frequencyHz: number): number {
  requirePositive('diameterM', diameterM, 'm');
  requirePositive('frequencyHz', frequencyHz, 'Hz');
  return (((70 * Math.PI) / 180) * SPEED_OF_LIGHT) / (frequencyHz * diameterM);
}

/** EIRP in dBW: transmitter power in watts, antenna gain in dBi, loss between them in dB. */
export function eirpDbW(transmitPowerW: number, antennaGainDbi: number, lineLossDb: number): number {
  requirePositive('transmitPowerW', transmitPowerW, 'W');
  return 10 * Math.log10(transmitPowerW) + antennaGainDbi - lineLossDb;
}

/** G/T in dB/K: gain in dBi and system noise temperature in K, both at the same point. */
export function gOverTDbPerK(antennaGainDbi: number, systemTemperatureK: number): number {
  requirePositive('systemTemperatureK', systemTemperatureK, 'K');
  return antennaGainDbi - 10 * Math.log10(systemTemperatureK);
}
