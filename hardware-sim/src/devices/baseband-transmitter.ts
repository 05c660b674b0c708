import { type CancelTimer, type MissionClock } from '@app/platform';
import {
  type BasebandMessage,
  type Telecommand,
  type TransmissionEvent,
  TransmissionMachine,
  type TransmissionStart,
} from '@app/radio';
import { formatUtc } from '@app/time';
import { type UplinkCounts } from '../channel/uplink-counts.js';
import { type TelecommandLog } from '../telecommand-log.js';

type Without<T> = T extends BasebandMessage ? Omit<T, 'sequence'> : never;
/** A message that has its sequence number to come. */
export type UnnumberedMessage = Without<BasebandMessage>;

const FASTEST_BPS = 1e8;
/** Carrier alone, seconds. */
const LONGEST_S = 3600;

export interface BasebandTransmitterParts {
  readonly antenna: string;
  /** The antenna has a transmitter: an EIRP. Without it nothing is radiated. */
  readonly canRadiate: boolean;
  readonly clock: MissionClock;
  readonly log: TelecommandLog;
  readonly counts: Pick<UplinkCounts, 'cltusRadiated' | 'cltusNotRadiated'>;
}

/**
 * The transmitting half of a baseband unit: gives its modulator what the station asks for, and tells the station what became of it. A
 * bit never leaves earlier than the mission time at which its message was read. Without a client the carrier goes down behind the
 * CLTU in hand; the answers that are left wait for the next client.
 */
export class BasebandTransmitter {
  readonly modulator = new TransmissionMachine();
  private readonly waiting: UnnumberedMessage[] = [];
  private send: ((message: UnnumberedMessage) => void) | undefined;
  private cancelTimer: CancelTimer = () => undefined;

  constructor(private readonly parts: BasebandTransmitterParts) {}

  connected(send: (message: UnnumberedMessage) => void): void {
    this.send = send;
    for (const message of this.waiting.splice(0)) send(message);
  }

  disconnected(): void {
    this.send = undefined;
    if (this.modulator.status.carrierUp) this.tell(this.modulator.stop(this.parts.clock.now()));
  }

  start(tuning: TransmissionStart): void {
    if (this.parts.canRadiate && isPossible(tuning)) this.tell(this.modulator.start(this.parts.clock.now(), tuning));
    else this.tell([{ kind: 'status' }]);
  }

  take(cltu: Telecommand): void {
    this.tell(this.modulator.take(this.parts.clock.now(), cltu));
  }

  stop(): void {
    this.tell(this.modulator.stop(this.parts.clock.now()));
  }

  /** Brings the modulator to the present, so that all that was radiated by now is on its time line. */
  advance(): void {
    const now = this.parts.clock.now();
    const { nextAt } = this.modulator;
    if (nextAt !== undefined && nextAt <= now) this.tell(this.modulator.advance(now));
  }

  close(): void {
    this.send = undefined;
    this.cancelTimer();
  }

  private tell(events: readonly TransmissionEvent[]): void {
    for (const event of events) this.note(event);
    this.cancelTimer();
    const { nextAt } = this.modulator;
    this.cancelTimer = nextAt === undefined ? () => undefined : this.parts.clock.at(nextAt, () => this.advance());
  }

  private note(event: TransmissionEvent): void {
    const { log, counts, antenna } = this.parts;
    switch (event.kind) {
      case 'status':
        // Nobody who comes later asks what the carrier was like before.
        this.send?.({ type: 'transmission-status', ...this.modulator.status });
        return;
      case 'cltu-dropped':
        counts.cltusNotRadiated++;
        this.answer({ type: 'telecommand-radiated', identifier: event.identifier, outcome: 'not-radiated' });
        return;
      case 'cltu-radiated': {
        const { n, identifier, firstBit, end, bitCount } = event.cltu;
        counts.cltusRadiated++;
        log.write({
          event: 'cltu-radiated',
          at: formatUtc(end, 9),
          antenna,
          cltu: n,
          identifier: identifier.toString(),
          firstBit: formatUtc(firstBit, 9),
          bitCount,
        });
        const times = { firstBitTime: firstBit, endOfLastBitTime: end };
        this.answer({ type: 'telecommand-radiated', identifier, outcome: 'radiated', ...times });
      }
    }
  }

  private answer(message: UnnumberedMessage): void {
    if (this.send === undefined) this.waiting.push(message);
    else this.send(message);
  }
}

/** What no modulator does is not begun; the answer says that nothing has changed. */
function isPossible({ carrierHz, bitRateBps, carrierOnlyS }: TransmissionStart): boolean {
  return (
    carrierHz > 0 && bitRateBps >= 1 && bitRateBps <= FASTEST_BPS && carrierOnlyS >= 0 && carrierOnlyS <= LONGEST_S
  );
}
