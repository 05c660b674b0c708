/** How far a log has been worked off: a sequence of one incarnation of it. */
export interface LogPosition {
  readonly incarnation: string;
  readonly sequence: number;
}

/** The cursor of a log is not where this process left it: another one works off the same log. */
export class CursorMovedError extends Error {
  override readonly name = 'CursorMovedError';
  constructor(
    readonly log: string,
    readonly expected: LogPosition | undefined,
    readonly found: LogPosition | undefined,
  ) {
    super(
      `cursor of ${log}: expected ${describe(expected)}, found ${describe(found)}; does another process work on this log?`,
    );
  }
}

export function isSamePosition(one: LogPosition | undefined, other: LogPosition | undefined): boolean {
  return one?.incarnation === other?.incarnation && one?.sequence === other?.sequence;
}

function describe(position: LogPosition | undefined): string {
  return position === undefined ? 'none' : `${position.sequence} of ${position.incarnation}`;
}
