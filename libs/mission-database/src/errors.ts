/** A mission database file that cannot be used: what is wrong, and where. Line and column count from one. */
export class XtceError extends Error {
  override readonly name = 'XtceError';
  readonly what: string;
  /** Element path from the root, e.g. `SpaceSystem/TelemetryMetaData/ParameterSet/Parameter`; empty where the XML itself is broken. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly expected: string;
  readonly found: string;
  readonly sourceName: string;

  constructor(fields: {
    what: string;
    path: string;
    line: number;
    column: number;
    expected: string;
    found: string;
    sourceName: string;
  }) {
    super(
      `${fields.sourceName}:${fields.line}:${fields.column}: ${fields.what} at ${fields.path || 'the document'}: ` +
        `expected ${fields.expected}, found ${fields.found}`,
    );
    this.what = fields.what;
    this.path = fields.path;
    this.line = fields.line;
    this.column = fields.column;
    this.expected = fields.expected;
    this.found = fields.found;
    this.sourceName = fields.sourceName;
  }
}

/** A container, parameter or command name that a database does not have, or has more than once under that short name. */
export class UnknownNameError extends Error {
  override readonly name = 'UnknownNameError';
  constructor(
    readonly what: 'container' | 'parameter' | 'command',
    readonly where: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`no such ${what} in ${where}: expected ${expected}, found "${found}"`);
  }
}

/** A value that cannot be encoded; `where` is the container and the qualified name of the parameter. */
export class EncodeError extends Error {
  override readonly name = 'EncodeError';
  constructor(
    readonly what: string,
    readonly where: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`${what} at ${where}: expected ${expected}, found ${found}`);
  }
}

/** One argument that cannot be sent as given. */
export interface ArgumentProblem {
  readonly argument: string;
  /**
   * `unknown`: the command has no such argument; `missing`: no value and no default; `wrong-kind`: a value of another kind;
   * `unknown-label`: no such label; `out-of-range`: outside the valid ranges, or what the encoding can hold; `wrong-length`: a
   * text or binary that is too long or too short; `wrong-text`: characters that the character set does not have.
   */
  readonly what:
    'unknown' | 'missing' | 'wrong-kind' | 'unknown-label' | 'out-of-range' | 'wrong-length' | 'wrong-text';
  readonly expected: string;
  readonly found: string;
}

/** Arguments that a command refuses: every problem, in the order of the arguments, unknown ones last. */
export class CommandArgumentError extends Error {
  override readonly name = 'CommandArgumentError';
  readonly what = 'arguments refused';
  constructor(
    /** Qualified name of the command. */
    readonly where: string,
    readonly problems: readonly ArgumentProblem[],
  ) {
    super(
      `arguments of ${where} refused: ` +
        problems.map(({ argument, expected, found }) => `${argument}: expected ${expected}, found ${found}`).join('; '),
    );
  }
}
