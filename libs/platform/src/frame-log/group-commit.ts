import { deferred } from '../bus/deferred.js';

interface Waiting<Item, Answer> {
  readonly items: readonly Item[];
  readonly answer: Answer;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
}

export interface GroupCommitOptions<Item> {
  /** Writes the items and makes them durable. Never called again after it has failed. */
  readonly commit: (items: readonly Item[]) => Promise<void>;
  readonly sizeOf: (item: Item) => number;
  /** A group ends when it has reached this size; a single submission is never split. */
  readonly maxGroupSize: number;
  /** Told once, when a commit fails, before the submissions are rejected. Gives the reason for the rejections. */
  readonly onFailure: (cause: unknown) => unknown;
}

/** Lets everything submitted while one commit runs share the next one. */
export class GroupCommit<Item, Answer> {
  private waiting: Waiting<Item, Answer>[] = [];
  private running: Promise<void> | undefined;

  constructor(private readonly options: GroupCommitOptions<Item>) {}

  /** Resolves with the answer once these items, and all before them, are durable. */
  submit(items: readonly Item[], answer: Answer): Promise<Answer> {
    const { promise, resolve, reject } = deferred<Answer>();
    this.waiting.push({ items, answer, resolve, reject });
    this.running ??= this.run();
    return promise;
  }

  /** Resolves when nothing is waiting. */
  idle(): Promise<void> {
    return this.running ?? Promise.resolve();
  }

  private takeGroup(): Waiting<Item, Answer>[] {
    let size = 0;
    let count = 0;
    for (const { items } of this.waiting) {
      if (count > 0 && size >= this.options.maxGroupSize) break;
      for (const item of items) size += this.options.sizeOf(item);
      count++;
    }
    return this.waiting.splice(0, count);
  }

  private async run(): Promise<void> {
    await Promise.resolve(); // submissions of the same turn go together
    while (this.waiting.length > 0) {
      const group = this.takeGroup();
      try {
        await this.options.commit(group.flatMap(({ items }) => items));
      } catch (cause) {
        const reason = this.options.onFailure(cause);
        const rest = [...group, ...this.waiting];
        this.waiting = [];
        for (const { reject } of rest) reject(reason);
        break;
      }
      for (const { resolve, answer } of group) resolve(answer);
    }
    this.running = undefined;
  }
}
