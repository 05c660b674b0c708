const BATCH_CHARACTERS = 1 << 16;

/** Writes lines in batches: a line alone costs a system call. */
export class LineWriter {
  private lines: string[] = [];
  private characters = 0;

  constructor(private readonly write: (text: string) => Promise<void>) {}

  async line(text: string): Promise<void> {
    this.lines.push(text);
    this.characters += text.length + 1;
    if (this.characters >= BATCH_CHARACTERS) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.lines.length === 0) return;
    const text = `${this.lines.join('\n')}\n`;
    this.lines = [];
    this.characters = 0;
    await this.write(text);
  }
}

/** The first messages of a kind that may come a million times; the others are counted. */
export class Messages {
  private count = 0;

  constructor(
    private readonly write: (text: string) => void,
    private readonly limit = 20,
  ) {}

  say(text: string): void {
    this.count++;
    if (this.count <= this.limit) this.write(`${text}\n`);
  }

  /** Says how many were left out. */
  end(): void {
    if (this.count > this.limit) this.write(`... and ${this.count - this.limit} more messages\n`);
  }
}
