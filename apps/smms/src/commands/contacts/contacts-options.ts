import { type Tai } from '@app/time';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { instantOption } from '../elements/instant-option.js';
import { choice, integerOption } from '../offline/run-offline.js';

/** The options of `smms contacts` as commander gives them. */
export interface ContactsOptions {
  readonly elements: readonly string[];
  readonly stations: string;
  readonly start: string;
  readonly end: string;
  readonly minElevation?: string | undefined;
  readonly eop?: string | undefined;
  readonly allowStale?: boolean | undefined;
  readonly refraction?: boolean | undefined;
  readonly crossings?: boolean | undefined;
  readonly workers?: string | undefined;
  readonly format?: string | undefined;
}

export const contactsFormats = ['json', 'csv', 'ics', 'table'] as const;
export type ContactsFormat = (typeof contactsFormats)[number];

/** The same, checked. */
export interface ContactsRequest {
  readonly elements: readonly string[];
  readonly stations: string;
  readonly start: Tai;
  readonly end: Tai;
  /** Undefined where the stations' own (or the default) count. */
  readonly minElevationDeg: number | undefined;
  /** A file or `none`; undefined is the shipped slice. */
  readonly eop: string | undefined;
  readonly allowStale: boolean;
  readonly refraction: boolean;
  readonly crossings: boolean;
  /** Undefined where the size of the task decides. */
  readonly workers: number | undefined;
  readonly format: ContactsFormat;
}

export const MOST_WORKERS = 256;

function elevation(text: string): number {
  const degrees = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (!(degrees >= -90 && degrees < 90))
    throw new OfflineInputError('--min-elevation', 'degrees from -90 to below 90', JSON.stringify(text));
  return degrees;
}

/** Checks the options. Throws OfflineInputError that names the option. */
export function contactsRequest(options: ContactsOptions): ContactsRequest {
  const { elements, stations, minElevation, eop, workers } = options;
  const { allowStale = false, refraction = false, crossings = false } = options;
  if (elements.length === 0) throw new OfflineInputError('--elements', 'at least one file', 'none');
  const format = choice('--format', options.format, contactsFormats, 'json');
  if (crossings && format !== 'json')
    throw new OfflineInputError('--crossings', '--format json, the one that holds them', JSON.stringify(format));
  const start = instantOption('--start', options.start);
  const end = instantOption('--end', options.end);
  if (end <= start)
    throw new OfflineInputError('--end', `a time after --start ${options.start}`, JSON.stringify(options.end));
  return {
    ...{ elements, stations, start, end, eop, allowStale, refraction, crossings, format },
    minElevationDeg: minElevation === undefined ? undefined : elevation(minElevation),
    workers: workers === undefined ? undefined : integerOption('--workers', workers, 1, MOST_WORKERS),
  };
}
