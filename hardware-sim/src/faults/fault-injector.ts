import { type CancelTimer, type MissionClock } from '@app/platform';
import { formatUtc, parseUtc, plusSeconds, type Tai } from '@app/time';
import { type Utc } from '@app/contracts';
import { SimulationSetupError } from '../simulation-errors.js';
import { type DeviceFaults } from './device-faults.js';
import {
  type CheckedFaultRequest,
  type Fault,
  faultOf,
  type FaultRequest,
  faultRequestSchema,
  placesOf,
} from './fault.js';
import { type BookedFault, type FaultBook } from './fault-book.js';
import { type SpacecraftFaults } from './spacecraft-faults.js';

/** A fault as it is told to who asks. */
export interface FaultReport {
  readonly id: string;
  readonly fault: Fault;
  readonly from: Utc;
  /** Null: until it is cleared. */
  readonly until: Utc | null;
  readonly holds: boolean;
}

/** What can be made to go wrong while it runs. */
export interface SimulatorFaults {
  /**
   * Enters a fault that begins now, or later; gives its identifier. Throws ZodError for what is none, SimulationSetupError for an
   * antenna or spacecraft that there is not, and for times that are past or in the wrong order.
   */
  apply(fault: FaultRequest): string;
  /** Ends it now; one that has not begun never does. Throws SimulationSetupError where there is no such fault, or where it is over. */
  clear(id: string): void;
  /** One fault, over or not; undefined where there is no such one. */
  report(id: string): FaultReport | undefined;
  /** Those that are not over, also those that are still to come, in the order in which they were entered. */
  list(): readonly FaultReport[];
  /** FARM-1 of a spacecraft goes into lockout now. Throws SimulationSetupError: no such spacecraft, or one without uplink. */
  lockFarm(spacecraft: string): void;
}

export interface FaultInjectorParts {
  readonly clock: MissionClock;
  readonly book: FaultBook;
  /** By antenna and by spacecraft. */
  readonly devices: ReadonlyMap<string, DeviceFaults>;
  readonly spacecraft: ReadonlyMap<string, SpacecraftFaults>;
}

/** The only way by which faults come into a running simulation. */
export class FaultInjector implements SimulatorFaults {
  private readonly timers: CancelTimer[] = [];

  constructor(private readonly parts: FaultInjectorParts) {}

  apply(given: FaultRequest): string {
    return this.enter(faultRequestSchema.parse(given)).id;
  }

  clear(id: string): void {
    const { book, clock } = this.parts;
    const now = clock.now();
    const booked = book.find(id);
    if (booked === undefined || !book.openAt(now).includes(booked))
      throw new SimulationSetupError('faults', 'the identifier of a fault that is not over', id);
    book.end(id, now);
    if (booked.from > now) return;
    this.craftOf(booked.fault)?.scheduleEnd(id, now);
    this.devicesOf(booked.fault)?.refresh(now);
  }

  report(id: string): FaultReport | undefined {
    const booked = this.parts.book.find(id);
    return booked === undefined ? undefined : reportOf(booked, this.parts.clock.now());
  }

  list(): readonly FaultReport[] {
    const { book, clock } = this.parts;
    const now = clock.now();
    return book.openAt(now).map((booked) => reportOf(booked, now));
  }

  lockFarm(spacecraft: string): void {
    this.enter({ kind: 'farm-lockout', spacecraft } as CheckedFaultRequest);
  }

  /** No timer fires any more. */
  stop(): void {
    for (const cancel of this.timers.splice(0)) cancel();
  }

  private enter(request: CheckedFaultRequest): BookedFault {
    const { clock, book } = this.parts;
    const now = clock.now();
    const where = `fault ${request.kind}`;
    const from = request.at === undefined ? now : parseUtc(request.at);
    if (from < now) throw new SimulationSetupError(`${where}, at`, `${utcOf(now)} or later`, utcOf(from));
    const until = endOf(request, from, where);
    const fault = faultOf(request);
    this.checkPlaces(fault, where);
    const booked = book.enter(fault, from, until);
    this.craftOf(fault)?.schedule(booked);
    const devices = this.devicesOf(fault);
    if (devices !== undefined) {
      for (const at of [from, ...(until === undefined ? [] : [until])])
        if (at > now) this.timers.push(clock.at(at, () => devices.refresh(at)));
      if (from <= now) devices.refresh(now);
    }
    return booked;
  }

  private checkPlaces(fault: Fault, where: string): void {
    const { devices, spacecraft } = this.parts;
    const places = placesOf(fault);
    if (places.antenna !== undefined && !devices.has(places.antenna))
      throw new SimulationSetupError(`${where}, antenna`, `one of ${[...devices.keys()].join(', ')}`, places.antenna);
    if (places.spacecraft === undefined) return;
    const craft = spacecraft.get(places.spacecraft);
    if (fault.kind === 'farm-lockout' && craft?.hasUplink !== true)
      throw new SimulationSetupError(where, 'a simulated spacecraft with an uplink', places.spacecraft);
    if (craft === undefined) {
      const known = `one of ${[...spacecraft.keys()].join(', ')}`;
      throw new SimulationSetupError(`${where}, spacecraft`, known, places.spacecraft);
    }
  }

  private devicesOf(fault: Fault): DeviceFaults | undefined {
    return this.parts.devices.get(placesOf(fault).antenna ?? '');
  }

  /** The spacecraft on board of which something happens. */
  private craftOf(fault: Fault): SpacecraftFaults | undefined {
    const { antenna, spacecraft } = placesOf(fault);
    return antenna === undefined ? this.parts.spacecraft.get(spacecraft ?? '') : undefined;
  }
}

function endOf(request: CheckedFaultRequest, from: Tai, where: string): Tai | undefined {
  const { for: seconds, until } = request as { readonly for?: number; readonly until?: Utc };
  if (seconds !== undefined && until !== undefined)
    throw new SimulationSetupError(where, 'either "for" or "until"', 'both');
  const end = seconds === undefined ? (until === undefined ? undefined : parseUtc(until)) : plusSeconds(from, seconds);
  if (end !== undefined && end <= from)
    throw new SimulationSetupError(`${where}, until`, `later than ${utcOf(from)}`, utcOf(end));
  return end;
}

function reportOf({ id, fault, from, until }: BookedFault, now: Tai): FaultReport {
  const holds = from <= now && (until === undefined || until > now);
  return { id, fault, from: utcOf(from), until: until === undefined ? null : utcOf(until), holds };
}

function utcOf(at: Tai): Utc {
  return formatUtc(at, 6) as Utc;
}
