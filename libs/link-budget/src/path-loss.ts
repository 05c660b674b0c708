/** Speed of light in vacuum, m/s. */
export const SPEED_OF_LIGHT = 299_792_458;

/** Free-space loss in decibels between isotropic antennas: 20 log10(4π R f / c). Range in metres, frequency in hertz. */
export function freeSpaceLossDb(rangeM: number, frequencyHz: number): number {
  return 20 * Math.log10((4 * Math.PI * rangeM * frequencyHz) / SPEED_OF_LIGHT);
}

/**
 * Distance in metres to a spacecraft seen at an elevation (radians, -π/2 to π/2, spherical Earth), from the distances of
 * station and spacecraft to the Earth's centre in metres.
 */
export function slantRangeM(elevationRad: number, orbitRadiusM: number, stationRadiusM: number): number {
  const across = stationRadiusM * Math.cos(elevationRad);
  return Math.sqrt(orbitRadiusM * orbitRadiusM - across * across) - stationRadiusM * Math.sin(elevationRad);
}
