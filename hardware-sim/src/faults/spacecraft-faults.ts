import { type Tai } from '@app/time';
import { type OnBoardCommanding } from '../spacecraft/on-board-commanding.js';
import { type OnBoardComputer } from '../spacecraft/on-board-computer.js';
import { enterSafeMode, leaveSafeMode } from '../spacecraft/platform-mode.js';
import { type SimulatedSpacecraft } from '../spacecraft/simulated-spacecraft.js';
import { type Fault, placesOf } from './fault.js';
import { type BookedFault, type FaultBook } from './fault-book.js';

export interface FaultySpacecraft {
  readonly spacecraft: string;
  readonly computer: OnBoardComputer;
  readonly telemetry: Pick<SimulatedSpacecraft, 'overflowRecorder'>;
  readonly commanding: Pick<OnBoardCommanding, 'lockFarm'> | undefined;
  /** Told how many records were overwritten. */
  readonly onOverflow?: (at: Tai, records: number) => void;
}

/** What faults do on board of one spacecraft: each at its own mission time, when the spacecraft is brought to it. */
export class SpacecraftFaults {
  constructor(
    private readonly parts: FaultySpacecraft,
    private readonly book: FaultBook,
  ) {
    // A telecommand out of safe mode ends the fault.
    parts.computer.history.observe((at, before, after) => {
      if (before.attitudeMode === 'SAFE' && after.attitudeMode !== 'SAFE')
        for (const { id, fault } of book.at('safe-mode', at)) if (this.isHere(fault)) book.end(id, at);
    });
  }

  get hasUplink(): boolean {
    return this.parts.commanding !== undefined;
  }

  /** Puts beginning and end into the queue of the on-board computer; its mission time must not have come to them yet. */
  schedule({ id, from, until }: BookedFault): void {
    this.parts.computer.queue.add(from, (at) => this.begin(id, at));
    if (until !== undefined && until > from) this.parts.computer.queue.add(until, (at) => this.end(id, at));
  }

  /** One that has begun ends at an instant, as the book has it. */
  scheduleEnd(id: string, at: Tai): void {
    this.parts.computer.queue.add(at, (then) => this.end(id, then));
  }

  private begin(id: string, at: Tai): void {
    const booked = this.book.find(id);
    if (booked === undefined) return;
    const { computer, telemetry, commanding, onOverflow } = this.parts;
    switch (booked.fault.kind) {
      case 'safe-mode':
        if (booked.until === undefined || booked.until > at) enterSafeMode(computer, at);
        return;
      case 'transmitter-off':
        return this.refreshTransmitter(at);
      case 'farm-lockout':
        return commanding?.lockFarm(at);
      case 'buffer-overflow':
        onOverflow?.(at, telemetry.overflowRecorder(at));
        return;
      default:
    }
  }

  private end(id: string, at: Tai): void {
    const booked = this.book.find(id);
    // Over already: what holds now is somebody else's doing.
    if (booked?.until !== at) return;
    if (booked.fault.kind === 'transmitter-off') this.refreshTransmitter(at);
    if (booked.fault.kind !== 'safe-mode') return;
    if (!this.book.at('safe-mode', at).some(({ fault }) => this.isHere(fault))) leaveSafeMode(this.parts.computer, at);
  }

  private refreshTransmitter(at: Tai): void {
    const transmitterFailed = this.book.at('transmitter-off', at).some(({ fault }) => this.isHere(fault));
    this.parts.computer.history.change(at, { transmitterFailed });
  }

  private isHere(fault: Fault): boolean {
    return placesOf(fault).spacecraft === this.parts.spacecraft;
  }
}
