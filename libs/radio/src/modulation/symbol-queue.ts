/** Columns of numbers, one row a symbol, from which the oldest rows are dropped. Rows are counted from the first ever. */
export class SymbolQueue {
  /** Number of the row at place `start` of the columns. */
  private first = 0;
  private start = 0;
  private end = 0;
  private columns: Float32Array[];

  constructor(columnCount: number) {
    this.columns = Array.from({ length: columnCount }, () => new Float32Array(1024));
  }

  /** Number of the row that comes next. */
  get next(): number {
    return this.first + this.end - this.start;
  }

  /** Number of the oldest row that is still there. */
  get oldest(): number {
    return this.first;
  }

  /** Makes room for `count` rows of zeros at the end and gives the columns and the place of the first of the rows in them. */
  extend(count: number): { readonly columns: readonly Float32Array[]; readonly place: number } {
    const held = this.end - this.start;
    if (this.end + count > this.columns[0]!.length) {
      const length = Math.max(this.columns[0]!.length, 2 * (held + count));
      this.columns = this.columns.map((column) => {
        const longer = new Float32Array(length);
        longer.set(column.subarray(this.start, this.end));
        return longer;
      });
      this.start = 0;
      this.end = held;
    }
    const place = this.end;
    for (const column of this.columns) column.fill(0, place, place + count);
    this.end += count;
    return { columns: this.columns, place };
  }

  dropBefore(row: number): void {
    const dropped = Math.min(Math.max(0, row - this.first), this.end - this.start);
    this.start += dropped;
    this.first += dropped;
  }

  /** A column from its oldest row on; it stands until the queue grows. */
  column(index: number): Float32Array {
    return this.columns[index]!.subarray(this.start, this.end);
  }
}
