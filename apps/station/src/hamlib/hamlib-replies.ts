// What replies of rotctld and rigctld have in common in their plain mode, as Hamlib 4.5.4 speaks it: LF text, one command a line. What a
// reply looks like depends on the verb alone, and nothing but its content says where it ends. Extended mode (`+`) is not used: older
// daemons do not have it.

/** The reply so far is the beginning of one. */
export const MORE = Symbol('more');

/** What a complete reply says, MORE, or what it should have been and is not. */
export type Parsed<T> =
  | typeof MORE
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'refused'; readonly code: number }
  | { readonly kind: 'malformed'; readonly expected: string; readonly found: string };
export type ReplyParser<T> = (lines: readonly string[]) => Parsed<T>;

/** A decimal number, as the daemons write them. */
export const decimalNumber = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const rprt = /^RPRT (-?\d{1,4})$/;

export const value = <T>(result: T): Parsed<T> => ({ kind: 'value', value: result });
export const malformed = (expected: string, found: string | undefined): Parsed<never> => ({
  kind: 'malformed',
  expected,
  found: found ?? '',
});

export function refusal(line: string | undefined): { kind: 'refused'; code: number } | undefined {
  const code = rprt.exec(line ?? '')?.[1];
  return code === undefined || Number(code) === 0 ? undefined : { kind: 'refused', code: Number(code) };
}

/** `RPRT 0`, or the error number. */
export const parseReport: ReplyParser<void> = ([line]) => {
  if (line === undefined) return MORE;
  if (line === 'RPRT 0') return value(undefined);
  return refusal(line) ?? malformed('RPRT and a number', line);
};

/** One line of text. */
export const parseInfo: ReplyParser<string> = ([line]) => {
  if (line === undefined) return MORE;
  return refusal(line) ?? value(line);
};

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

/** The daemon could not speak with its device just now (5, 6, 8, 14): the same command may do a moment later. */
export function isPassing(code: number): boolean {
  return [5, 6, 8, 14].includes(Math.abs(code));
}
