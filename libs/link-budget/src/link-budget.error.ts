/** A value given to the link budget is out of the range in which its formula says something. */
export class LinkBudgetError extends Error {
  override readonly name = 'LinkBudgetError';
  constructor(
    readonly field: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`link budget: ${field}: expected ${expected}, found ${found}`);
  }
}

/** Refuses a value outside [low, high], and one that is not a number. */
export function requireRange(field: string, value: number, low: number, high: number, unit: string): void {
  if (value >= low && value <= high) return;
  throw new LinkBudgetError(field, `${low} to ${high} ${unit}`.trimEnd(), String(value));
}

/** Refuses a value that is not finite and above 0. */
export function requirePositive(field: string, value: number, unit: string): void {
  if (value > 0 && Number.isFinite(value)) return;
  throw new LinkBudgetError(field, `a finite number above 0 ${unit}`.trimEnd(), String(value));
}

/** Refuses a value that is not a finite number. */
export function requireFinite(field: string, value: number, unit: string): void {
  if (Number.isFinite(value)) return;
  throw new LinkBudgetError(field, `a finite number ${unit}`.trimEnd(), String(value));
}
