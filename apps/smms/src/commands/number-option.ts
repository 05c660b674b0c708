import { InvalidArgumentError } from 'commander';

/** Commander's reader of a number from `min` to `max`. */
export function numberOption(min = -Infinity, max = Infinity): (text: string) => number {
  const range = Number.isFinite(min) && Number.isFinite(max) ? ` from ${min} to ${max}` : '';
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= min && value <= max) || !Number.isFinite(value))
      throw new InvalidArgumentError(`expected a number${range}.`);
    return value;
  };
}

/** Mission seconds in a second; the bounds are those of the mission clock. */
export const rateOption = numberOption(0.01, 1000);
