// What rotctld and rigctld have in common: one command a line, short or `\long` names, answers in plain or extended form (prefix `+`, or
// `;` `|` `,` for another separator), `RPRT` and hamlib's error number.

/** What to send back, and whether the connection is closed after it. */
export interface HamlibReply {
  readonly text: string;
  readonly closes: boolean;
}

export interface HamlibCommand {
  /** The name as it came, a long one with its backslash. */
  readonly word: string;
  readonly args: readonly string[];
  /** Undefined in plain mode. */
  readonly separator: string | undefined;
}

export interface HamlibAnswer {
  /** Lines in plain form; none: the return code stands alone. */
  readonly plain?: readonly string[];
  /** Lines in extended form, before the return code. */
  readonly extended?: readonly string[];
  readonly code: number;
  /** The return code follows in plain form, too. */
  readonly codeInPlain?: boolean;
}

export const OK: HamlibAnswer = { code: 0 };
/** Hamlib's error numbers. */
export const INVALID: HamlibAnswer = { code: -1 };
export const NOT_IMPLEMENTED: HamlibAnswer = { code: -4 };
export const REJECTED: HamlibAnswer = { code: -9 };
export const NOT_AVAILABLE: HamlibAnswer = { code: -11 };

/** Undefined for an empty line. */
export function readHamlibCommand(line: string): HamlibCommand | undefined {
  let text = line.trim();
  if (text === '') return undefined;
  let separator: string | undefined;
  if ('+;|,'.includes(text.charAt(0))) {
    separator = text.startsWith('+') ? '\n' : text.charAt(0);
    text = text.slice(1).trimStart();
  }
  const [word = '', ...args] = text.split(/\s+/);
  return { word, args, separator };
}

/** `name` and `args` are repeated by the extended form. */
export function hamlibReplyText(
  name: string,
  args: readonly string[],
  { separator }: HamlibCommand,
  { plain, extended, code, codeInPlain }: HamlibAnswer,
): string {
  if (separator === undefined) {
    const tail = plain === undefined || codeInPlain === true ? [`RPRT ${code}`] : [];
    return `${[...(plain ?? []), ...tail].join('\n')}\n`;
  }
  const head = args.length === 0 ? `${name}:` : `${name}: ${args.join(' ')}`;
  return `${[head, ...(extended ?? []), `RPRT ${code}`].join(separator)}\n`;
}

/** As C's sscanf reads a number: what follows it is not looked at (`100,5` is 100). NaN where there is none. */
export function readHamlibNumber(text: string): number {
  return Number.parseFloat(text);
}
