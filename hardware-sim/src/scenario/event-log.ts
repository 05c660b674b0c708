import { formatUtc, parseUtc, type Tai } from '@app/time';
import { type Fault, momentaryKinds } from '../faults/fault.js';
import { type BookedFault, type FaultBook } from '../faults/fault-book.js';
import { type SimulatorLog } from '../simulator-log.js';
import { type TelecommandLog, type TelecommandLogEntry } from '../telecommand-log.js';
import { type HorizonCrossings, LOOK_NS } from './horizon-crossings.js';

/** What happened in a simulation, in mission time. */
export type SimulationEvent =
  | { readonly event: 'simulation-started'; readonly seed: number }
  | { readonly event: 'fault-begun'; readonly id: string; readonly fault: Fault }
  | { readonly event: 'fault-ended'; readonly id: string; readonly kind: Fault['kind'] }
  | { readonly event: 'aos' | 'los'; readonly spacecraft: string; readonly antenna: string }
  /** `attitude` as the telecommand names it. */
  | { readonly event: 'mode-changed'; readonly spacecraft: string; readonly attitude: string }
  | { readonly event: 'farm-state-changed'; readonly spacecraft: string; readonly state: 'OPEN' | 'LOCKOUT' }
  | { readonly event: 'carrier-acquired' | 'carrier-lost'; readonly spacecraft: string }
  | { readonly event: 'recorder-overflowed'; readonly spacecraft: string; readonly records: number }
  | { readonly event: 'simulation-ended' };

/** One line of the event log. `at` is UTC to the nanosecond. */
export type EventLogEntry = { readonly at: string } & (SimulationEvent | Omit<TelecommandLogEntry, 'at'>);
export type EventLogFile = SimulatorLog<EventLogEntry>;

interface Pending {
  readonly at: Tai;
  readonly source: string;
  readonly event: object;
}

export interface Horizon {
  readonly spacecraft: string;
  readonly antenna: string;
  readonly crossings: HorizonCrossings;
}

export interface EventLogParts {
  readonly file: EventLogFile;
  readonly book: FaultBook;
  /** Nothing that happens later is written. */
  readonly end: Tai | undefined;
}

/**
 * Events in the order of mission time, by whoever tells of them first. What is written depends on scenario and seed, and on what clients
 * did in mission time: events wait until nothing earlier can come any more, and those of one instant go by the names of their sources.
 */
export class EventLog {
  private pending: Pending[] = [];
  private readonly begun = new Set<string>();
  private readonly ended = new Set<string>();
  private horizons: readonly Horizon[] = [];
  private closed = false;

  constructor(private readonly parts: EventLogParts) {}

  /** Whose rise and set are told of. */
  watch(horizons: readonly Horizon[]): void {
    this.horizons = horizons;
  }

  /** An event of a source that tells of its events in their order. */
  note(source: string, at: Tai, event: SimulationEvent): void {
    this.pending.push({ at, source, event });
  }

  /** Writes to `log` as ever, and here, too. */
  listeningTo(log: TelecommandLog): TelecommandLog {
    return {
      write: (entry) => {
        log.write(entry);
        const { at, ...event } = entry;
        const source = 'spacecraft' in entry ? entry.spacecraft : entry.antenna;
        this.pending.push({ at: parseUtc(at), source, event });
      },
      close: () => log.close(),
    };
  }

  /** All that happened before `reached` has been told of. */
  advanceTo(reached: Tai): void {
    const until = (reached / LOOK_NS) * LOOK_NS;
    this.gather(until);
    this.write((at) => at < until);
  }

  /** The last that is written; `now` is the instant at which the simulation is stopped. */
  async close(now: Tai): Promise<void> {
    if (this.closed) return this.parts.file.close();
    this.closed = true;
    const { end, file } = this.parts;
    const last = end !== undefined && end < now ? end : now;
    this.gather(last);
    this.write((at) => at <= last);
    file.write({ at: formatUtc(last, 9), event: 'simulation-ended' });
    await file.close();
  }

  /** What the book and the sky say, up to an instant. */
  private gather(until: Tai): void {
    for (const booked of this.parts.book.all) this.noteFault(booked, until);
    for (const { spacecraft, antenna, crossings } of this.horizons)
      for (const { kind, at } of crossings.upTo(until))
        this.note(`${spacecraft} ${antenna}`, at, { event: kind, spacecraft, antenna });
  }

  private noteFault({ id, fault, from, until }: BookedFault, reached: Tai): void {
    if (from <= reached && !this.begun.has(id)) {
      this.begun.add(id);
      this.note('', from, { event: 'fault-begun', id, fault });
    }
    if (until === undefined || until > reached || this.ended.has(id) || momentaryKinds.has(fault.kind)) return;
    this.ended.add(id);
    this.note('', until, { event: 'fault-ended', id, kind: fault.kind });
  }

  private write(isDue: (at: Tai) => boolean): void {
    const due = this.pending.filter(({ at }) => isDue(at));
    this.pending = this.pending.filter(({ at }) => !isDue(at));
    // The sort is stable: one source's events of one instant stay in its order.
    due.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.source < b.source ? -1 : a.source > b.source ? 1 : 0));
    const { end, file } = this.parts;
    for (const { at, event } of due)
      if (end === undefined || at <= end) file.write({ at: formatUtc(at, 9), ...event } as EventLogEntry);
  }
}

/** For a simulation without an event log. */
export const noEventLog: EventLogFile = { write: () => undefined, close: () => Promise.resolve() };
