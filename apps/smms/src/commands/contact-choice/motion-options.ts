import { type Command } from 'commander';
import { type Tai } from '@app/time';
import { instantOption } from '../elements/instant-option.js';
import { OfflineInputError } from '../offline/offline-input.error.js';

/** Options that say which spacecraft move from when to when, and by what; as commander gives them. */
export interface MotionOptions {
  readonly elements: readonly string[];
  readonly start: string;
  readonly end: string;
  readonly eop?: string | undefined;
  readonly allowStale?: boolean | undefined;
  readonly spacecraft?: string | undefined;
}

/** The same, checked. */
export interface MotionRequest {
  readonly elements: readonly string[];
  readonly start: Tai;
  readonly end: Tai;
  /** A file or `none`; undefined is the shipped slice. */
  readonly eop: string | undefined;
  readonly allowStale: boolean;
  /** Name or catalogue number of the only one that is meant. */
  readonly spacecraft: string | undefined;
}

/** Checks the options. Throws OfflineInputError that names the option. */
export function motionRequest(options: MotionOptions): MotionRequest {
  const { elements, eop, allowStale = false, spacecraft } = options;
  if (elements.length === 0) throw new OfflineInputError('--elements', 'at least one file', 'none');
  const start = instantOption('--start', options.start);
  const end = instantOption('--end', options.end);
  if (end <= start)
    throw new OfflineInputError('--end', `a time after --start ${options.start}`, JSON.stringify(options.end));
  return { elements, start, end, eop, allowStale, spacecraft };
}

/** Adds the options to a command; `required` where it cannot do without. */
export function addMotionOptions(command: Command, required = true): Command {
  const needed = (flags: string, text: string): Command =>
    required ? command.requiredOption(flags, text) : command.option(flags, text);
  needed('--elements <file...>', 'element sets, OMM (JSON, XML, KVN, CSV) or TLE, and ephemerides, OEM (KVN, XML)');
  needed('--start <time>', 'start, ISO 8601 UTC with Z');
  needed('--end <time>', 'end, ISO 8601 UTC with Z');
  return command
    .option(
      '--eop <file>',
      'Earth orientation: IERS finals2000A or a JSON table; "none" is UT1 = UTC without polar motion; else the shipped slice',
    )
    .option('--allow-stale', 'use elements more than 14 days away', false)
    .option('--spacecraft <name>', 'this one only: name or catalogue number');
}
