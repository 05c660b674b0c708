import { type Tai } from '@app/time';
import { type CommandCounts } from '../channel/uplink-counts.js';
import { type CommandReceiverSink, type OnBoardReceiver, type ReceivedCarrier } from './command-receiver.js';

/** What a receiver told, to be said in its turn. */
interface Told {
  readonly at: Tai;
  readonly say: () => void;
}

/**
 * The receivers of one spacecraft (of bits, of samples) as one: what they tell is said in the order of time, and one carrier is received
 * at a time. The first that has one keeps it; a carrier of another one is counted as interference.
 */
export class OnBoardReceivers implements OnBoardReceiver {
  private readonly receivers: readonly OnBoardReceiver[];
  private told: Told[] = [];
  private atOnce = false;
  private holder: number | undefined;
  private readonly interfering = new Set<number>();

  constructor(
    private readonly sink: CommandReceiverSink,
    private readonly counts: Pick<CommandCounts, 'interferences'>,
    makers: readonly ((sink: CommandReceiverSink) => OnBoardReceiver)[],
  ) {
    this.receivers = makers.map((make, i) => make(this.sinkOf(i)));
  }

  get isBusy(): boolean {
    return this.receivers.some(({ isBusy }) => isBusy);
  }

  advanceTo(until: Tai): void {
    const busy = this.receivers.filter(({ isBusy }) => isBusy);
    for (const receiver of this.receivers) {
      // Who alone tells something tells it at once.
      const isAlone = this.told.length === 0 && busy.every((one) => one === receiver);
      this.atOnce = isAlone;
      receiver.advanceTo(until);
    }
    const { told } = this;
    this.told = [];
    // The sort is stable: what one receiver says at one instant stays in its order.
    told.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    for (const { say } of told) say();
  }

  private sinkOf(i: number): CommandReceiverSink {
    const later = (at: Tai, say: () => void): void => {
      if (this.atOnce) say();
      else this.told.push({ at, say });
    };
    return {
      reach: (at) => later(at, () => this.sink.reach(at)),
      link: (at, carrier, bitLock) => later(at, () => this.link(i, at, carrier, bitLock)),
      frame: (at, bytes) =>
        later(at, () => {
          if (this.holder === undefined || this.holder === i) this.sink.frame(at, bytes);
        }),
    };
  }

  private link(i: number, at: Tai, carrier: ReceivedCarrier | undefined, bitLock: boolean): void {
    if (carrier !== undefined) this.holder ??= i;
    if (this.holder !== undefined && this.holder !== i) {
      if (carrier === undefined) this.interfering.delete(i);
      else if (!this.interfering.has(i)) {
        this.interfering.add(i);
        this.counts.interferences++;
      }
      return;
    }
    this.interfering.delete(i);
    if (carrier === undefined) this.holder = undefined;
    this.sink.link(at, carrier, bitLock);
  }
}
