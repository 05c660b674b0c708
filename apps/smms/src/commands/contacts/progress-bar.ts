/** Where a bar may be drawn. */
export interface Terminal {
  readonly isTerminal: boolean;
  readonly write: (text: string) => void;
  /** A clock that never goes back. */
  readonly milliseconds: () => number;
}

const SHOWN_AFTER_MS = 1000;
const DRAWN_EVERY_MS = 100;
const CELLS = 30;
const CLEAR_LINE = '\r\u001b[2K';

/** A bar on a terminal, from the second second of the work on; nothing where there is no terminal. */
export class ProgressBar {
  private readonly began: number;
  private drawn = Number.NEGATIVE_INFINITY;
  private shows = false;

  constructor(
    private readonly terminal: Terminal,
    private readonly total: number,
    private readonly what: string,
  ) {
    this.began = terminal.milliseconds();
  }

  /** `done` of the total. */
  update(done: number): void {
    const now = this.terminal.milliseconds();
    const late = now - this.began > SHOWN_AFTER_MS && now - this.drawn >= DRAWN_EVERY_MS;
    if (!this.terminal.isTerminal || !late) return;
    this.drawn = now;
    this.shows = true;
    const share = this.total === 0 ? 1 : done / this.total;
    const cells = '#'.repeat(Math.floor(share * CELLS)).padEnd(CELLS, '.');
    this.terminal.write(`${CLEAR_LINE}[${cells}] ${Math.floor(share * 100)} %, ${done} of ${this.total} ${this.what}`);
  }

  /** Takes the bar away. */
  end(): void {
    if (this.shows) this.terminal.write(CLEAR_LINE);
    this.shows = false;
  }
}
