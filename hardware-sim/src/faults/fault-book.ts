import { type Tai } from '@app/time';
import { type Fault, type FaultKind, type FaultOf, momentaryKinds } from './fault.js';

/** One fault and the mission time that it holds: from `from` on, up to `until`, not including it. */
export interface BookedFault {
  /** `F1`, `F2`, … in the order in which they were entered. */
  readonly id: string;
  readonly fault: Fault;
  readonly from: Tai;
  /** Undefined: until it is cleared. Of a momentary one: `from`. */
  readonly until: Tai | undefined;
}

interface Entry extends BookedFault {
  until: Tai | undefined;
}

export type BookedOf<Kind extends FaultKind> = BookedFault & { readonly fault: FaultOf<Kind> };

/**
 * Which fault holds when, in mission time. All that depends on a fault asks here with the instant that it works on, so what a fault does
 * does not depend on when it is asked, nor by whom.
 */
export class FaultBook {
  private entries: Entry[] = [];
  /** Those of a kind, so that asking costs nothing where there are none. */
  private readonly byKind = new Map<FaultKind, Entry[]>();
  private count = 0;

  enter(fault: Fault, from: Tai, until: Tai | undefined): BookedFault {
    const id = `F${++this.count}`;
    const entry: Entry = { id, fault, from, until: momentaryKinds.has(fault.kind) ? from : until };
    this.entries.push(entry);
    const same = this.byKind.get(fault.kind);
    if (same === undefined) this.byKind.set(fault.kind, [entry]);
    else same.push(entry);
    return entry;
  }

  find(id: string): BookedFault | undefined {
    return this.entries.find((entry) => entry.id === id);
  }

  /** Ends a fault at an instant; one that has not begun by then is forgotten. Nothing happens to one that is over. */
  end(id: string, at: Tai): void {
    const entry = this.entries.find((one) => one.id === id);
    if (entry === undefined || (entry.from <= at && entry.until !== undefined && entry.until <= at)) return;
    if (entry.from <= at) {
      entry.until = at;
      return;
    }
    const others = (entries: readonly Entry[]): Entry[] => entries.filter((one) => one !== entry);
    this.entries = others(this.entries);
    this.byKind.set(entry.fault.kind, others(this.byKind.get(entry.fault.kind) ?? []));
  }

  get all(): readonly BookedFault[] {
    return this.entries;
  }

  /** Those that are not over at an instant, also those that are still to come. */
  openAt(at: Tai): readonly BookedFault[] {
    return this.entries.filter(
      ({ fault, from, until }) => until === undefined || until > at || (momentaryKinds.has(fault.kind) && from > at),
    );
  }

  /** Those of a kind that hold at an instant. */
  at<Kind extends FaultKind>(kind: Kind, at: Tai): readonly BookedOf<Kind>[] {
    return this.of(kind).filter(({ from, until }) => from <= at && (until === undefined || until > at));
  }

  /** Those of a kind that hold at some instant from `start` up to `end`, not including it. */
  during<Kind extends FaultKind>(kind: Kind, start: Tai, end: Tai): readonly BookedOf<Kind>[] {
    return this.of(kind).filter(
      ({ from, until }) => from < end && (until === undefined || until > start) && until !== from,
    );
  }

  /** Those of a momentary kind that happen from `start` up to `end`, not including it. */
  happening<Kind extends FaultKind>(kind: Kind, start: Tai, end: Tai): readonly BookedOf<Kind>[] {
    return this.of(kind).filter(({ from }) => from >= start && from < end);
  }

  private of<Kind extends FaultKind>(kind: Kind): readonly BookedOf<Kind>[] {
    return (this.byKind.get(kind) ?? []) as unknown as readonly BookedOf<Kind>[];
  }
}
