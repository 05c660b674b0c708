/** Tasks one after the other, in the order in which they were given. A task that fails is its giver's; the next one runs all the same. */
export class Serial {
  private last: Promise<unknown> = Promise.resolve();
  private open = 0;

  run<Result>(task: () => Promise<Result> | Result): Promise<Result> {
    this.open++;
    const result = this.last.then(task);
    this.last = result
      .catch(() => undefined)
      .finally(() => {
        this.open--;
      });
    return result;
  }

  get idle(): boolean {
    return this.open === 0;
  }

  /** Resolves when what has been given until now is done. */
  async drained(): Promise<void> {
    await this.last;
  }
}
