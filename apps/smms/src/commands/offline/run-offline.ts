import { LinkFrameError } from '@app/contracts';
import { OfflineInputError } from './offline-input.error.js';
import { type OfflineIo } from './offline-io.js';

/**
 * Runs an offline command. Gives the exit code: 0, or 1 when an argument, a profile or the whole input is wrong: then one line on
 * stderr says what, where, what was expected and what was found.
 */
export async function runOffline(io: Pick<OfflineIo, 'stderr'>, command: () => Promise<void>): Promise<number> {
  try {
    await command();
    return 0;
  } catch (error) {
    if (!(error instanceof OfflineInputError || error instanceof LinkFrameError)) throw error;
    io.stderr(`error: ${error.message}\n`);
    return 1;
  }
}

/** One of `choices`, or the default where nothing was given. Throws OfflineInputError. */
export function choice<const Choice extends string>(
  option: string,
  text: string | undefined,
  choices: readonly Choice[],
  fallback: Choice,
): Choice {
  if (text === undefined) return fallback;
  const found = choices.find((one) => one === text);
  if (found === undefined) throw new OfflineInputError(option, choices.join(' or '), JSON.stringify(text));
  return found;
}

/** An integer from `min` to `max`. Throws OfflineInputError. */
export function integerOption(option: string, text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max))
    throw new OfflineInputError(option, `an integer from ${min} to ${max}`, JSON.stringify(text));
  return value;
}
