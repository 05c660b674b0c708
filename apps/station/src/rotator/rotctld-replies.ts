// rotctld in its plain mode, as Hamlib 4.5.4 speaks it: LF text, one command a line. What a reply looks like depends on the verb
// alone, and nothing but its content says where it ends. Extended mode (`+`) is not used: older daemons do not have it.
import type { AntennaPosition, RotatorLimits } from './rotator.port.js';

/** The reply so far is the beginning of one. */
export const MORE = Symbol('more');

/** What a complete reply says, MORE, or what it should have been and is not. */
export type Parsed<T> =
  | typeof MORE
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'refused'; readonly code: number }
  | { readonly kind: 'malformed'; readonly expected: string; readonly found: string };
export type ReplyParser<T> = (lines: readonly string[]) => Parsed<T>;

const number = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const rprt = /^RPRT (-?\d{1,4})$/;

const value = <T>(result: T): Parsed<T> => ({ kind: 'value', value: result });
const malformed = (expected: string, found: string | undefined): Parsed<never> => ({
  kind: 'malformed',
  expected,
  found: found ?? '',
});

function refusal(line: string | undefined): { kind: 'refused'; code: number } | undefined {
  const code = rprt.exec(line ?? '')?.[1];
  return code === undefined || Number(code) === 0 ? undefined : { kind: 'refused', code: Number(code) };
}

/** `RPRT 0`, or the error number. */
export const parseReport: ReplyParser<void> = ([line]) => {
  if (line === undefined) return MORE;
  if (line === 'RPRT 0') return value(undefined);
  return refusal(line) ?? malformed('RPRT and a number', line);
};

/** Azimuth and elevation, one a line, with no RPRT after them. */
export const parsePosition: ReplyParser<AntennaPosition> = (lines) => {
  const refused = refusal(lines[0]);
  if (refused !== undefined) return refused;
  const wrong = lines.slice(0, 2).find((line) => !number.test(line));
  if (wrong !== undefined) return malformed('azimuth and elevation, one a line', wrong);
  return lines.length < 2 ? MORE : value({ azimuthDeg: Number(lines[0]), elevationDeg: Number(lines[1]) });
};

/** One line of text. */
export const parseInfo: ReplyParser<string> = ([line]) => {
  if (line === undefined) return MORE;
  return refusal(line) ?? value(line);
};

/** Protocol 0: six bare lines. Protocol 1: version and model, then `key=value` lines to `done`. */
export const parseDumpState: ReplyParser<RotatorLimits> = (lines) => {
  const [version] = lines;
  if (version === undefined) return MORE;
  if (version === '0') return lines.length < 6 ? MORE : limitsOf(lines.slice(2, 6));
  if (version !== '1') return refusal(version) ?? malformed('protocol version 0 or 1', version);
  const done = lines.indexOf('done');
  if (done === -1) return lines.length > 64 ? malformed('"done" within 64 lines', lines.at(-1)) : MORE;
  const entries = new Map(lines.slice(2, done).map((line) => line.split('=', 2) as [string, string | undefined]));
  return limitsOf(['min_az', 'max_az', 'min_el', 'max_el'].map((key) => entries.get(key) ?? ''));
};

function limitsOf(texts: readonly string[]): Parsed<RotatorLimits> {
  const wrong = texts.find((text) => !number.test(text));
  if (wrong !== undefined) return malformed('min_az, max_az, min_el and max_el in degrees', wrong);
  const [azimuthMinDeg = 0, azimuthMaxDeg = 0, elevationMinDeg = 0, elevationMaxDeg = 0] = texts.map(Number);
  if (azimuthMinDeg >= azimuthMaxDeg || elevationMinDeg >= elevationMaxDeg)
    return malformed('minima below maxima', texts.join(' '));
  return value({ azimuthMinDeg, azimuthMaxDeg, elevationMinDeg, elevationMaxDeg });
}

// Hamlib's rig_errcode_e, negated in RPRT (from memory).
const meanings: Readonly<Record<number, string>> = {
  1: 'invalid parameter',
  2: 'invalid configuration',
  3: 'out of memory',
  4: 'not implemented',
  5: 'communication timed out',
  6: 'input or output error',
  7: 'internal error',
  8: 'protocol error',
  9: 'command rejected',
  10: 'string truncated',
  11: 'not available',
  14: 'communication bus error',
  16: 'invalid argument',
};

export function meaningOf(code: number): string {
  return meanings[Math.abs(code)] ?? 'unknown error number';
}
