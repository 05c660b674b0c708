import { describe, expect, it } from '@jest/globals';
import { type Tai } from '@app/time';
import { noCommands } from '../channel/uplink-counts.js';
import { type CommandReceiverSink, type OnBoardReceiver, type ReceivedCarrier } from './command-receiver.js';
import { OnBoardReceivers } from './on-board-receivers.js';

const carriers = [1, 2].map((n): ReceivedCarrier => ({ levelDbm: () => -n, frequencyOffsetHz: () => n }));
const frame = (n: number): Uint8Array => Uint8Array.of(n);

/** Says what it was given, each in its time. */
class ScriptedReceiver implements OnBoardReceiver {
  isBusy = true;
  private reached: Tai = 0n;

  constructor(
    private readonly script: readonly { readonly at: Tai; readonly say: (sink: CommandReceiverSink) => void }[],
    private readonly sink: CommandReceiverSink,
  ) {}

  advanceTo(until: Tai): void {
    for (const { at, say } of this.script) if (at > this.reached && at <= until) say(this.sink);
    this.reached = until;
  }
}

function heard(steps: readonly Tai[], scripts: readonly ConstructorParameters<typeof ScriptedReceiver>[0][]) {
  const told: unknown[] = [];
  const counts = noCommands();
  const sink: CommandReceiverSink = {
    reach: () => undefined,
    link: (at, carrier, bitLock) =>
      void told.push([at, carrier === undefined ? 0 : carriers.indexOf(carrier) + 1, bitLock]),
    frame: (at, bytes) => void told.push([at, 'frame', bytes[0]]),
  };
  const receivers = new OnBoardReceivers(
    sink,
    counts,
    scripts.map((script) => (one: CommandReceiverSink) => new ScriptedReceiver(script, one)),
  );
  for (const until of steps) receivers.advanceTo(until);
  return { told, counts };
}

const link = (at: Tai, n: number, bitLock = false) => ({
  at,
  say: (sink: CommandReceiverSink) => sink.link(at, n === 0 ? undefined : carriers[n - 1], bitLock),
});
const read = (at: Tai, n: number) => ({ at, say: (sink: CommandReceiverSink) => sink.frame(at, frame(n)) });

describe('receivers of one spacecraft', () => {
  it('stay with the first carrier, count the other, and take it when the first is gone', () => {
    const scripts = [
      [link(1n, 1), link(3n, 1, true), read(5n, 1), link(7n, 0), link(9n, 0)],
      [link(2n, 2), link(4n, 2, true), read(6n, 2), link(8n, 2, true), read(10n, 3), link(11n, 0)],
    ];
    const expected = [
      [1n, 1, false],
      [3n, 1, true],
      [5n, 'frame', 1],
      [7n, 0, false],
      [8n, 2, true],
      [10n, 'frame', 3],
      [11n, 0, false],
    ];
    for (const steps of [[20n], [1n, 2n, 5n, 6n, 9n, 20n]]) {
      const { told, counts } = heard(steps, scripts);
      expect(told).toEqual(expected);
      expect(counts.interferences).toBe(1);
    }
  });
});
