/** A number to some decimals, never -0. */
export function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale + 0;
}

/** A column as an answer has it. */
export function roundedColumn(values: Float64Array, decimals: number): number[] {
  const scale = 10 ** decimals;
  const out: number[] = [];
  for (const value of values) out.push(Math.round(value * scale) / scale + 0);
  return out;
}
