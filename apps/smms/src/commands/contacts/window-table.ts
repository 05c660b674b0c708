import { type ContactWindow, type Station } from '@app/orbit';
import { type Tai } from '@app/time';
import { type PlannedSubject } from './search-task.js';
import { type WindowRows, windowAt } from './window-rows.js';

/** Rows of a bucket at the average: few enough for a plain sort. */
const BUCKET_ROWS = 4;

/** The rows of a batch, and the subjects that they count. */
export interface TableBatch {
  readonly rows: WindowRows;
  readonly subjects: readonly PlannedSubject[];
}

interface Place {
  readonly batch: TableBatch;
  readonly row: number;
}

/** Windows of many batches, in order of AOS, spacecraft and station, each made when it is asked for. */
export class WindowTable {
  readonly count: number;
  /** Rows before each batch. */
  private readonly before: readonly number[];
  private readonly order: Uint32Array;

  /** The batches in the same order whoever searched them, so that the table is always the same one. */
  constructor(
    private readonly batches: readonly TableBatch[],
    private readonly stations: readonly Station[],
    start: Tai,
    end: Tai,
  ) {
    let count = 0;
    this.before = batches.map(({ rows }) => (count += rows.count) - rows.count);
    this.count = count;
    this.order = this.sort(start, Number(end - start));
  }

  *windows(): Generator<ContactWindow, void> {
    for (const index of this.order) {
      const { batch, row } = this.placeOf(index);
      yield windowAt(batch.rows, row, batch.subjects, this.stations);
    }
  }

  private placeOf(index: number): Place {
    let [low, high] = [0, this.before.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.before[middle] as number) <= index) low = middle;
      else high = middle - 1;
    }
    return { batch: this.batches[low] as TableBatch, row: index - (this.before[low] as number) };
  }

  /** Into buckets of equal time first: comparing millions with each other takes longer than finding them. */
  private sort(start: Tai, spanNs: number): Uint32Array {
    const since = new Float64Array(this.count);
    let index = 0;
    for (const { rows } of this.batches) for (const aos of rows.aos) since[index++] = Number(aos - start);
    const buckets = Math.max(1, Math.ceil(this.count / BUCKET_ROWS));
    const bucketOf = (ns: number): number => Math.min(buckets - 1, Math.max(0, Math.floor((ns / spanNs) * buckets)));
    const ends = new Uint32Array(buckets + 1);
    for (const ns of since) ends[bucketOf(ns) + 1] = (ends[bucketOf(ns) + 1] as number) + 1;
    for (let bucket = 0; bucket < buckets; bucket++)
      ends[bucket + 1] = (ends[bucket + 1] as number) + (ends[bucket] as number);
    const begins = ends.slice();
    const order = new Uint32Array(this.count);
    for (const [row, ns] of since.entries()) {
      const bucket = bucketOf(ns);
      const at = begins[bucket] as number;
      order[at] = row;
      begins[bucket] = at + 1;
    }
    const compare = (a: number, b: number): number => (since[a] as number) - (since[b] as number) || this.compare(a, b);
    for (let bucket = 0; bucket < buckets; bucket++) {
      const [from, to] = [ends[bucket] as number, ends[bucket + 1] as number];
      if (to - from > 1) order.subarray(from, to).sort(compare);
    }
    return order;
  }

  private compare(first: number, second: number): number {
    const [a, b] = [this.placeOf(first), this.placeOf(second)];
    const [aosA, aosB] = [a.batch.rows.aos[a.row] as Tai, b.batch.rows.aos[b.row] as Tai];
    if (aosA !== aosB) return aosA < aosB ? -1 : 1;
    const [left, right] = [this.nameOf(a), this.nameOf(b)];
    return left < right ? -1 : left > right ? 1 : first - second;
  }

  private nameOf({ batch: { rows, subjects }, row }: Place): string {
    const spacecraft = subjects[rows.subject[row] as number]?.spacecraft ?? '';
    return `${spacecraft}\n${this.stations[rows.station[row] as number]?.id ?? ''}`;
  }
}
