import { describe, expect, it } from '@jest/globals';
import { type Cop1DirectiveRequest, cop1DirectiveSchema, type ContactId } from '@app/contracts';
import { plusSeconds } from '@app/time';
import { UplinkBench } from './testing/uplink-bench.js';

const STEPS = 120;

/** Pseudo-random numbers from 0 to 1, Park and Miller's. */
function numbers(seed: number): () => number {
  let last = seed;
  return () => (last = (last * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Commanding over a bad day: whatever can happen to an uplink, in an order that the seed gives. */
class BadDay {
  private readonly next: () => number;
  private orbit = 70_001;
  private contact!: ContactId;

  private constructor(
    readonly bench: UplinkBench,
    seed: number,
  ) {
    this.next = numbers(seed);
    bench.craft.farm = { ...bench.craft.farm, receiverFrameSequenceNumber: this.below(256) };
    const loss = 0.3 * this.next();
    bench.station.fate = () => {
      const draw = this.next() - loss;
      if (draw < 0) return 'lost-in-space';
      if (draw < 0.03) return 'not-radiated';
      if (draw < 0.06) return 'unanswered';
      if (draw < 0.08) return 'uplink-gone';
      return draw < 0.085 ? 'refused' : 'received';
    };
  }

  static async lived(seed: number): Promise<UplinkBench> {
    const bench = await UplinkBench.start({ timeoutType: seed % 2, transmissionLimit: 2 + (seed % 4) });
    const day = new BadDay(bench, seed * 7_919);
    await day.live();
    return bench;
  }

  private async live(): Promise<void> {
    const { bench } = this;
    this.forgetful();
    this.contact = await bench.begin(this.orbit);
    for (let step = 0; step < STEPS; step++) {
      await this.happens(this.next());
      const { phase } = bench.session;
      if (phase === 'halted' || phase === 'lockout') await this.start();
    }
    await bench.end();
    await bench.run(30);
  }

  private async happens(draw: number): Promise<void> {
    const { bench } = this;
    if (draw < 0.3)
      for (let left = this.below(6); left > 0; left--) bench.ledger.queue(this.next() < 0.15 ? 'BD' : 'AD');
    else if (draw < 0.42) await this.interruption();
    else if (draw < 0.47) await this.otherContact();
    else if (draw < 0.49) await this.otherProcess();
    else if (draw < 0.58) await this.directive();
    else if (draw < 0.64) bench.station.laneS = this.next() < 0.4 ? 0 : 9 * this.next();
    else if (draw < 0.72) await this.batch();
    else await bench.run(5 * this.next());
  }

  private async interruption(): Promise<void> {
    this.bench.say('lost');
    await this.bench.settle();
    if (this.next() < 0.5) await this.bench.run(4 * this.next());
    this.bench.say('ready');
    await this.bench.settle();
  }

  private async otherContact(): Promise<void> {
    await this.bench.end(this.next() < 0.5 ? 'off' : 'lost');
    await this.bench.run(6 * this.next());
    this.contact = await this.bench.begin(++this.orbit, this.next() < 0.5 ? 'CN-MYN-1' : 'PK-KHI-1');
  }

  private async otherProcess(): Promise<void> {
    await this.bench.restart();
    this.forgetful();
    this.bench.say('ready');
    await this.bench.settle();
  }

  private async directive(): Promise<void> {
    const { options } = cop1DirectiveSchema;
    const [directive] = [...options[this.below(options.length)]!.shape.directive.values];
    await this.direct(directive!);
  }

  private async start(): Promise<void> {
    const { lockout } = this.bench.craft.farm;
    if (this.next() < 0.5) await this.direct(lockout ? 'initiate-ad-with-unlock' : 'initiate-ad-with-clcw-check');
  }

  private async direct(directive: Cop1DirectiveRequest['directive']): Promise<void> {
    const value = directive === 'initiate-ad-with-set-vr' ? { value: this.below(256) } : {};
    await this.bench.session.direct(cop1DirectiveSchema.parse({ mode: 'simulation', directive, ...value }));
  }

  /** Frames that come in late and all at once. */
  private async batch(): Promise<void> {
    const { bench } = this;
    bench.telemetry = false;
    const late = [];
    for (let left = 1 + this.below(15); left > 0; left--) {
      bench.clock.advanceTo(plusSeconds(bench.clock.now(), 0.16));
      await bench.settle();
      late.push(bench.reported(this.contact));
    }
    bench.session.clcws(late);
    await bench.settle();
    bench.telemetry = true;
  }

  /** One notification of a station in twenty does not arrive. */
  private forgetful(): void {
    const { session } = this.bench;
    const notified = session.notified.bind(session);
    session.notified = (notification) => {
      if (this.next() < 0.95) notified(notification);
    };
  }

  private below(limit: number): number {
    return Math.floor(limit * this.next());
  }
}

describe('on any bad day', () => {
  it.each(Array.from({ length: 25 }, (_, i) => i + 1))(
    'what is acknowledged was executed, nothing twice, nothing queued that was, and nothing is forgotten (seed %i)',
    async (seed) => {
      const bench = await BadDay.lived(seed);
      const executed = bench.craft.executed.map(({ sequenceCount }) => sequenceCount);
      expect(executed.length).toBeGreaterThan(0);
      expect(executed.toSorted((a, b) => a - b)).toEqual([...new Set(executed)].toSorted((a, b) => a - b));
      expect(bench.acknowledgedInError()).toEqual([]);
      const { commands } = bench.ledger;
      expect(
        commands.filter(({ state, sequenceCount }) => state === 'queued' && executed.includes(sequenceCount!)),
      ).toEqual([]);
      expect(commands.filter(({ state }) => state === 'released')).toEqual([]);
    },
  );
});
