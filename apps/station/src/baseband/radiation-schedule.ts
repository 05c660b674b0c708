import {
  type BasebandMessage,
  type QueuedCltu,
  type RadiatedCltu,
  type TransmissionEvent,
  TransmissionMachine,
  type Tuning,
} from '@app/radio';
import type { Tai } from '@app/time';

interface Due {
  readonly at: Tai;
  readonly message: BasebandMessage;
  /** Of a CLTU that was radiated. */
  readonly cltu?: RadiatedCltu;
}

interface Span {
  readonly from: Tai;
  readonly until: Tai;
}

/**
 * A transmitter that is ahead of time: what it will have done is made now, and told at the instant at which it happens, not earlier. A CLTU
 * that was not sent in time is told as not radiated.
 */
export class RadiationSchedule {
  machine = new TransmissionMachine();
  private readonly due: Due[] = [];
  private readonly lost: Span[] = [];
  private machineTime: Tai = 0n;

  start(at: Tai, tuning: Tuning): void {
    this.advance(at);
    this.note(at, this.machine.start(at, tuning));
  }

  take(at: Tai, cltu: QueuedCltu): void {
    this.advance(at);
    this.note(at, this.machine.take(at, cltu));
  }

  stop(at: Tai): void {
    this.advance(at);
    this.note(at, this.machine.stop(at));
  }

  /** Step by step, so that each event has its instant. */
  advance(until: Tai): void {
    for (let at = this.machine.nextAt; at !== undefined && at <= until; at = this.machine.nextAt)
      this.note(at, this.machine.advance(at));
    if (until > this.machineTime) this.machineTime = until;
  }

  /** Samples of this span did not go out in time. */
  lose(from: Tai, until: Tai): void {
    this.lost.push({ from, until });
    if (this.lost.length > 1000) this.lost.splice(0, 500);
  }

  /** Whether the carrier is up in some part of a span. */
  isOnAir(from: Tai, until: Tai): boolean {
    return this.machine.transmissions.some(({ up, down }) => up < until && (down === undefined || down > from));
  }

  /** What has happened by now, in order. */
  dueBy(now: Tai): BasebandMessage[] {
    const count = this.due.findIndex(({ at }) => at > now);
    const told = this.due.splice(0, count < 0 ? this.due.length : count);
    return told.map(({ message, cltu }) => (cltu === undefined ? message : this.answerTo(cltu)));
  }

  /**
   * The transmitter has failed, having sent what is radiated up to an instant: the carrier is down, and what is not radiated by then will not
   * be. What was sent whole is told in its time.
   */
  fail(now: Tai, sentUntil: Tai): BasebandMessage[] {
    const told = this.dueBy(now);
    const open = this.due.splice(0);
    this.due.push(...open.filter(({ cltu }) => cltu !== undefined && cltu.end <= sentUntil));
    const cut = open.flatMap(({ cltu, message }) => {
      if (cltu !== undefined) return cltu.end > sentUntil ? [notRadiated(cltu.identifier)] : [];
      return message.type === 'telecommand-radiated' ? [message] : [];
    });
    const inHand = this.machine.transmissions
      .flatMap(({ cltus }) => cltus)
      .filter(({ end }) => end > this.machineTime)
      .map(({ identifier }) => notRadiated(identifier));
    const waiting = this.machine
      .stop(this.machineTime)
      .flatMap((event) => (event.kind === 'cltu-dropped' ? [notRadiated(event.identifier)] : []));
    this.machine = new TransmissionMachine();
    return [...told, ...cut, ...inHand, ...waiting];
  }

  private note(at: Tai, events: readonly TransmissionEvent[]): void {
    if (at > this.machineTime) this.machineTime = at;
    for (const event of events) {
      if (event.kind === 'status') {
        this.put({ at, message: { type: 'transmission-status', sequence: 0, ...this.machine.status } });
      } else if (event.kind === 'cltu-dropped') {
        this.put({ at, message: notRadiated(event.identifier) });
      } else {
        const { cltu } = event;
        this.put({ at: cltu.end, cltu, message: radiated(cltu) });
      }
    }
  }

  private put(entry: Due): void {
    let place = this.due.length;
    while (place > 0 && this.due[place - 1]!.at > entry.at) place--;
    this.due.splice(place, 0, entry);
  }

  private answerTo(cltu: RadiatedCltu): BasebandMessage {
    const isLost = this.lost.some(({ from, until }) => from < cltu.end && until > cltu.firstBit);
    return isLost ? notRadiated(cltu.identifier) : radiated(cltu);
  }
}

function notRadiated(identifier: bigint): BasebandMessage {
  return { type: 'telecommand-radiated', sequence: 0, identifier, outcome: 'not-radiated' };
}

function radiated({ identifier, firstBit, end }: RadiatedCltu): BasebandMessage {
  const times = { firstBitTime: firstBit, endOfLastBitTime: end };
  return { type: 'telecommand-radiated', sequence: 0, identifier, outcome: 'radiated', ...times };
}
