/** A number with a fixed count of decimals; no `-0.00`; nothing for what is not finite. */
export function fixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return '';
  const text = value.toFixed(decimals);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}

/** Degrees brought into 0 to below 360 after rounding: what would print as 360.00 prints as 0.00. */
export function turnFixed(degrees: number, decimals: number): string {
  const text = fixed(degrees - 360 * Math.floor(degrees / 360), decimals);
  return Number(text) === 360 ? fixed(0, decimals) : text;
}
