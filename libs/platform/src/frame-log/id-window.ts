/** The ids of the last `size` records and their sequences. */
export class IdWindow {
  private readonly sequences = new Map<string, number>(); // in order of sequence

  constructor(private readonly size: number) {}

  /** Sequence of the record with this id, if it is among the last `size` before `nextSequence`. */
  find(id: string, nextSequence: number): number | undefined {
    const sequence = this.sequences.get(id);
    return sequence !== undefined && sequence >= nextSequence - this.size ? sequence : undefined;
  }

  add(id: string, sequence: number): void {
    this.sequences.delete(id);
    this.sequences.set(id, sequence);
    for (const [oldest, at] of this.sequences) {
      if (at > sequence - this.size) break;
      this.sequences.delete(oldest);
    }
  }
}
