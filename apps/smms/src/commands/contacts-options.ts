import { TimeFormatError, parseUtc, type Tai } from '@app/time';
import { ContactsInputError } from './contacts-input.error.js';

/** The options of `smms contacts` as commander gives them. */
export interface ContactsOptions {
  readonly elements: readonly string[];
  readonly stations: string;
  readonly start: string;
  readonly end: string;
  readonly minElevation?: string | undefined;
  readonly eop?: string | undefined;
  readonly allowStale?: boolean | undefined;
  readonly format?: string | undefined;
}

/** The same, checked. `minElevationDeg` is undefined where the stations' own (or the default) count. */
export interface ContactsRequest {
  readonly elements: readonly string[];
  readonly stations: string;
  readonly start: Tai;
  readonly end: Tai;
  readonly minElevationDeg: number | undefined;
  readonly allowStale: boolean;
  readonly format: 'json' | 'table';
}

function instant(option: string, text: string): Tai {
  try {
    return parseUtc(text);
  } catch (error) {
    if (!(error instanceof TimeFormatError)) throw error;
    throw new ContactsInputError(option, error.expected, JSON.stringify(text));
  }
}

function elevation(text: string): number {
  const degrees = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (!(degrees >= -90 && degrees < 90))
    throw new ContactsInputError('--min-elevation', 'degrees from -90 to below 90', JSON.stringify(text));
  return degrees;
}

/** Checks the options. Throws ContactsInputError that names the option. */
export function contactsRequest(options: ContactsOptions): ContactsRequest {
  const { elements, stations, minElevation, eop = 'none', allowStale = false, format = 'json' } = options;
  if (elements.length === 0) throw new ContactsInputError('--elements', 'at least one file', 'none');
  if (format !== 'json' && format !== 'table')
    throw new ContactsInputError('--format', 'json or table', JSON.stringify(format));
  if (eop !== 'none')
    throw new ContactsInputError('--eop', '"none" (files of Earth orientation are not read yet)', JSON.stringify(eop));
  const start = instant('--start', options.start);
  const end = instant('--end', options.end);
  if (end <= start)
    throw new ContactsInputError('--end', `a time after --start ${options.start}`, JSON.stringify(options.end));
  const minElevationDeg = minElevation === undefined ? undefined : elevation(minElevation);
  return { elements, stations, start, end, minElevationDeg, allowStale, format };
}
