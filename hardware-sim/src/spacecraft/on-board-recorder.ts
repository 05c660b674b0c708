import { NS_PER_SECOND, type Tai } from '@app/time';

/** One housekeeping report is recorded in each of these, in turn, together with the events since the one before. */
export const RECORD_PERIOD_S = 10;
const RECORD_PERIOD_NS = BigInt(RECORD_PERIOD_S) * NS_PER_SECOND;
/** Twelve hours: played back in a minute at 64 kbit/s. Older records are overwritten. */
export const RECORDER_CAPACITY = (12 * 3600) / RECORD_PERIOD_S;
/** What is on board at the first contact of a simulation: the last one heard was eight hours ago. */
const FIRST_BACKLOG = (8 * 3600) / RECORD_PERIOD_S;
/** What an overflow leaves: an hour. */
const LEFT_BY_OVERFLOW = 3600 / RECORD_PERIOD_S;

/** Records from `first` to `last`. */
export interface RecordSpan {
  readonly first: number;
  readonly last: number;
}

/** When record `k` was taken. */
export function timeOfRecord(k: number): Tai {
  return BigInt(k) * RECORD_PERIOD_NS;
}

/** The last record taken by an instant. */
export function recordAt(at: Tai): number {
  return Number(at / RECORD_PERIOD_NS);
}

/** Which records are still to be played back. What is in them is worked out when they are. */
export class OnBoardRecorder {
  private next: number | undefined;
  private first = 0;
  /** Last record of this contact's playback. */
  private last = -1;
  /** From this record on the recorder was full: something else took the place of what was not played back. */
  private fullFrom = Number.POSITIVE_INFINITY;

  /** A contact begins: what was recorded before it, and not played back yet, is to be played back. */
  open(at: Tai): void {
    this.last = recordAt(at);
    this.next ??= this.last - FIRST_BACKLOG + 1;
    this.next = Math.max(this.next, this.last - RECORDER_CAPACITY + 1);
    this.first = this.next;
  }

  get hasRecords(): boolean {
    return this.next !== undefined && this.next <= this.last;
  }

  /** The oldest record that has not been played back; undefined before the first contact. */
  get oldest(): number | undefined {
    return this.next;
  }

  /** Takes the next record to be played back. */
  take(): number {
    const k = this.next ?? 0;
    this.next = k + 1;
    if (k >= this.last) this.fullFrom = Number.POSITIVE_INFINITY;
    return k;
  }

  /** What was recorded by an instant is gone; nothing is there to play back until the next contact. */
  erase(at: Tai): void {
    this.next = Math.max(this.next ?? 0, recordAt(at) + 1);
    this.first = this.next;
    this.fullFrom = Number.POSITIVE_INFINITY;
  }

  /**
   * Something fills the recorder at an instant, and what was not played back by then is overwritten, but for the latest hour. Gives
   * the records that are lost. The recorder is full until it has been played back or erased.
   */
  overflow(at: Tai): RecordSpan | undefined {
    const newest = recordAt(at);
    const first = this.next ?? newest - FIRST_BACKLOG + 1;
    this.next = Math.max(first, newest - LEFT_BY_OVERFLOW + 1);
    this.first = this.next;
    this.fullFrom = newest;
    return this.next === first ? undefined : { first, last: this.next - 1 };
  }

  /** How full the recorder was when record `k` of this playback was taken, 0 to 100 %. */
  fillPercentAtRecord(k: number): number {
    return k >= this.fullFrom ? 100 : percent(k - this.first + 1);
  }

  /** How full it is at an instant of the contact, 0 to 100 %. */
  fillPercentAt(at: Tai): number {
    return recordAt(at) >= this.fullFrom ? 100 : percent(recordAt(at) - (this.next ?? this.last + 1) + 1);
  }
}

function percent(records: number): number {
  return Math.max(0, Math.min(100, (100 * records) / RECORDER_CAPACITY));
}
