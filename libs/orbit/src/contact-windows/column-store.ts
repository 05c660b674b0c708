import { COLUMN_NAMES, type WindowColumns } from '@app/kernels';

type ColumnName = (typeof COLUMN_NAMES)[number];

/** One window: its value in every column. */
export type WindowRow = Readonly<Record<ColumnName, number>>;

/** Windows of one spacecraft in columns: times in seconds from the start of the search, by station and then by time. */
export interface ContactColumns extends WindowColumns {
  /** Of the true AOS, also where the search span clips it. */
  readonly orbitNumber: Int32Array;
  /** From 1 on, within one orbit of the spacecraft and one station. */
  readonly part: Uint16Array;
}

/** Columns that grow. */
export class ColumnStore {
  count = 0;
  private room = 256;
  private readonly columns = new Map<ColumnName, Float64Array>(
    COLUMN_NAMES.map((name) => [name, new Float64Array(this.room)]),
  );

  private grow(count: number): void {
    if (count <= this.room) return;
    this.room = Math.max(count, 2 * this.room);
    for (const [name, old] of this.columns) {
      const larger = new Float64Array(this.room);
      larger.set(old.subarray(0, this.count));
      this.columns.set(name, larger);
    }
  }

  column(name: ColumnName): Float64Array {
    return this.columns.get(name) as Float64Array;
  }

  append(columns: WindowColumns, shiftS: number): void {
    this.grow(this.count + columns.count);
    for (const name of COLUMN_NAMES) this.column(name).set(columns[name].subarray(0, columns.count), this.count);
    if (shiftS !== 0)
      for (const name of ['aos', 'tca', 'los'] as const) {
        const column = this.column(name);
        for (let i = this.count; i < this.count + columns.count; i++) column[i] = (column[i] as number) + shiftS;
      }
    this.count += columns.count;
  }

  push(row: WindowRow): void {
    this.grow(this.count + 1);
    for (const name of COLUMN_NAMES) this.column(name)[this.count] = row[name];
    this.count++;
  }

  row(i: number): WindowRow {
    const cells = COLUMN_NAMES.map((name) => [name, this.column(name)[i] as number]);
    return Object.fromEntries(cells) as WindowRow;
  }

  /** The windows in columns just as long as they are. */
  finish(orbitNumber: Int32Array, part: Uint16Array): ContactColumns {
    const cells = COLUMN_NAMES.map((name) => [name, this.column(name).slice(0, this.count)]);
    return { count: this.count, orbitNumber, part, ...Object.fromEntries(cells) } as ContactColumns;
  }
}
