import { type CommandSignificance, type ConsequenceLevel } from './command-definition.js';

const hazardousLevels: readonly ConsequenceLevel[] = ['warning', 'distress', 'critical', 'severe'];

/**
 * Whether a command needs a second person: level `warning` and above. `none` and `watch` are routine. This is our reading of
 * XTCE's levels, which names them without saying what follows.
 */
export function isHazardous({ level }: CommandSignificance): boolean {
  return hazardousLevels.includes(level);
}
