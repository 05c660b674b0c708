/** Azimuths in 0 to below 360 that stay there when printed with these decimals. */
export function wrapDegrees(azimuthsDeg: ArrayLike<number>, decimals: number): Float64Array {
  const scale = 10 ** decimals;
  return Float64Array.from(azimuthsDeg, (value) => {
    const rounded = Math.round((value - 360 * Math.floor(value / 360)) * scale) / scale;
    return rounded >= 360 ? 0 : rounded;
  });
}
