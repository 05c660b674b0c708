// FOP-1 and FARM-1 against each other over a channel that loses and repeats but never reorders.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkWindows } from './cop1-windows.js';
import {
  type FarmEvent,
  type FarmReport,
  type FarmState,
  farmParameters,
  farmReport,
  initialFarm,
} from './farm-state.js';
import { stepFarm } from './farm.machine.js';
import { type FopDirective, type FopEvent, type FopEventName } from './fop-events.js';
import { type FopAlertCode, type FopFrame, type FopState, initialFop } from './fop-state.js';
import { stepFop } from './fop.machine.js';

/** How often the channel hands over one frame or report: 0 lost, 1, or 2 repeated. */
type Copies = () => number;

interface Link {
  readonly windowWidth: number;
  /** Even, 2 to 254. */
  readonly farmWidth: number;
  readonly uplink: Copies;
  readonly downlink: Copies;
  /** How many turns a report is under way. */
  readonly delayTurns: number;
  readonly transmissionLimit: number;
  /** Whether the higher procedures on board have room this time. */
  readonly room: () => boolean;
}

const clean: Copies = () => 1;
const always = (): boolean => true;

/** One turn: offer a data unit, hand over frames, report, let the timer run. T1 is in turns. */
class Loop {
  fop: FopState;
  farm: FarmState = initialFarm();
  readonly delivered: string[] = [];
  readonly confirmed: string[] = [];
  readonly refused: string[] = [];
  readonly alerts: FopAlertCode[] = [];
  readonly rows = new Set<FopEventName>();
  #offered = 0;
  #timer: number | null = null;
  readonly #reports: FarmReport[] = [];

  constructor(readonly link: Link) {
    checkWindows(link.windowWidth, farmParameters(link.farmWidth));
    this.fop = initialFop({
      windowWidth: link.windowWidth,
      t1InitialSeconds: link.delayTurns + 5,
      transmissionLimit: link.transmissionLimit,
      timeoutType: 0,
    });
  }

  tell(first: FopEvent): void {
    const waiting: FopEvent[] = [first];
    for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) {
      const step = stepFop(this.fop, event);
      this.fop = step.state;
      this.rows.add(step.event);
      for (const action of step.actions) {
        if (action.kind === 'transmit') {
          this.#send(action.frame);
          waiting.push({ kind: 'lower-layer', frame: action.frame.kind, accepted: true });
        }
        if (action.kind === 'start-timer') this.#timer = action.seconds;
        if (action.kind === 'cancel-timer') this.#timer = null;
        if (action.kind === 'alert') this.alerts.push(action.code);
        if (action.kind === 'positive-confirm' && action.of.service === 'AD') this.confirmed.push(action.of.tag);
        if (action.kind === 'negative-confirm' && action.of.service === 'AD') this.refused.push(action.of.tag);
      }
    }
  }

  order(directive: FopDirective): void {
    this.tell({ kind: 'directive', tag: directive.type, directive });
  }

  hear(event: FarmEvent, tag?: string): void {
    const step = stepFarm(farmParameters(this.link.farmWidth), this.farm, event);
    this.farm = step.state;
    if (tag !== undefined && step.actions.some(({ kind }) => kind === 'deliver')) this.delivered.push(tag);
  }

  #send(frame: FopFrame): void {
    for (let copies = this.link.uplink(); copies > 0; copies -= 1) {
      if (frame.kind === 'AD')
        this.hear(
          { kind: 'ad-frame', frameSequenceNumber: frame.frameSequenceNumber, bufferAvailable: this.link.room() },
          frame.tag,
        );
      else if (frame.kind === 'BC') this.hear({ kind: 'bc-frame', command: frame.command });
      else this.hear({ kind: 'bd-frame' }, frame.tag);
    }
  }

  /** One turn, with data units offered as long as fewer than `units` were. */
  turn(units: number): void {
    for (let offers = 0; offers < 4 && this.#offered < units && this.fop.waitQueue === null; offers += 1) {
      if (this.fop.name === 'S6' || this.fop.name === 'S4' || this.fop.name === 'S5') break;
      this.tell({ kind: 'ad-request', tag: `${this.#offered}` });
      this.#offered += 1;
    }
    if (this.farm.wait && this.link.room()) this.hear({ kind: 'buffer-release' });
    this.#reports.push(farmReport(this.farm));
    if (this.#reports.length > this.link.delayTurns) {
      const clcw = this.#reports.shift();
      for (let copies = this.link.downlink(); copies > 0 && clcw !== undefined; copies -= 1)
        this.tell({ kind: 'clcw', clcw });
    }
    if (this.#timer === null) return;
    this.#timer -= 1;
    if (this.#timer > 0) return;
    this.#timer = null;
    this.tell({ kind: 'timer-expired' });
  }

  /** Turns until `units` are confirmed, FOP-1 gives up, or `turns` are over. */
  runUntil(units: number, turns: number): void {
    for (let turn = 0; turn < turns && this.confirmed.length < units && this.alerts.length === 0; turn += 1)
      this.turn(units);
  }
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index}`);

/** Repeatable dice: a linear congruential generator. */
function dice(seed: number, lossPercent: number, repeatPercent = 0): Copies {
  let value = seed;
  return () => {
    value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
    const percent = (value / 2 ** 32) * 100;
    if (percent < lossPercent) return 0;
    return percent < lossPercent + repeatPercent ? 2 : 1;
  };
}

describe('600 AD frames, more than twice round the sequence numbers (trap 27: a peer stalls at N(S) = 253 with K = 3)', () => {
  const farmWidth = 254;
  it.each([1, 3, 10, 127])('without loss, K = %i', (windowWidth) => {
    const loop = new Loop({
      ...{ windowWidth, farmWidth, uplink: clean, downlink: clean, delayTurns: 2, transmissionLimit: 1, room: always },
    });
    loop.order({ type: 'initiate-ad-without-clcw-check' });
    loop.runUntil(600, 3000);
    expect(loop.alerts).toEqual([]);
    expect(loop.delivered).toEqual(numbers(600));
    expect(loop.confirmed).toEqual(numbers(600));
    expect(loop.fop).toMatchObject({ transmitterFrameSequenceNumber: 600 % 256, expectedAcknowledgement: 600 % 256 });
  });

  it.each([1, 3, 10, 127])('with a fifth of all frames and reports lost, K = %i', (windowWidth) => {
    const loop = new Loop({
      ...{ windowWidth, farmWidth, uplink: dice(windowWidth, 20), downlink: dice(99 + windowWidth, 20), delayTurns: 1 },
      ...{ transmissionLimit: 1000, room: always },
    });
    loop.order({ type: 'initiate-ad-without-clcw-check' });
    loop.runUntil(600, 100_000);
    expect(loop.alerts).toEqual([]);
    expect(loop.delivered).toEqual(numbers(600));
    expect(loop.confirmed).toEqual(numbers(600));
    // Loss was met: by the timer where one frame is under way, by Retransmit where more are.
    expect(loop.rows.has(windowWidth === 1 ? 'E16' : 'E8')).toBe(true);
  });

  it('with a receiver that is often full (S3, Wait)', () => {
    const sometimes = dice(7, 40);
    const loop = new Loop({
      ...{ windowWidth: 5, farmWidth: 10, uplink: dice(5, 10), downlink: clean, delayTurns: 0 },
      ...{ transmissionLimit: 1000, room: () => sometimes() > 0 },
    });
    loop.order({ type: 'initiate-ad-without-clcw-check' });
    loop.runUntil(600, 100_000);
    expect(loop.alerts).toEqual([]);
    expect(loop.delivered).toEqual(numbers(600));
    expect(loop.rows.has('E11') || loop.rows.has('E9')).toBe(true);
  });
});

describe('any channel that loses and repeats', () => {
  const link = fc
    .record({
      half: fc.integer({ min: 1, max: 127 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      loss: fc.integer({ min: 0, max: 60 }),
      repeat: fc.integer({ min: 0, max: 30 }),
      seed: fc.integer({ min: 0, max: 2 ** 31 }),
      delayTurns: fc.integer({ min: 0, max: 4 }),
      transmissionLimit: fc.integer({ min: 1, max: 20 }),
      start: fc.integer({ min: 0, max: 255 }),
    })
    .map(({ half, share, loss, repeat, seed, ...rest }) => ({
      ...rest,
      windowWidth: 1 + Math.floor(share * (half - 1)),
      farmWidth: half * 2,
      uplink: dice(seed, loss, repeat),
      downlink: dice(seed + 1, loss, repeat),
      room: always,
    }));

  it('delivers in order, once and without a gap, confirms only what was delivered, and never locks FARM-1 out', () => {
    fc.assert(
      fc.property(link, ({ start, ...channel }) => {
        const loop = new Loop(channel);
        loop.farm = initialFarm({ receiverFrameSequenceNumber: start });
        loop.order({ type: 'set-vs', value: start });
        loop.order({ type: 'initiate-ad-without-clcw-check' });
        loop.runUntil(300, 2000);
        expect(loop.delivered).toEqual(numbers(loop.delivered.length));
        expect(loop.confirmed).toEqual(numbers(loop.confirmed.length));
        expect(loop.confirmed.length).toBeLessThanOrEqual(loop.delivered.length);
        expect(loop.farm.lockout).toBe(false);
        // It gives up only for its limits; no report of FARM-1 is out of order.
        expect(loop.alerts.every((code) => code === 't1' || code === 'limit')).toBe(true);
        if (loop.alerts.length === 0) expect(loop.confirmed.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });
});

describe('recovery', () => {
  const link: Link = {
    ...{
      windowWidth: 5,
      farmWidth: 10,
      uplink: clean,
      downlink: clean,
      delayTurns: 0,
      transmissionLimit: 3,
      room: always,
    },
  };

  it('a lockout ends with Initiate AD with Unlock (traps 26, 27)', () => {
    const loop = new Loop(link);
    loop.order({ type: 'initiate-ad-with-clcw-check' });
    loop.turn(0);
    loop.runUntil(10, 100);
    // Somebody else's frame, far outside the window.
    loop.hear({ kind: 'ad-frame', frameSequenceNumber: 130, bufferAvailable: true });
    loop.turn(10);
    expect(loop.farm.name).toBe('S3');
    expect(loop.alerts).toEqual(['lockout']);
    expect(loop.fop.name).toBe('S6');
    loop.order({ type: 'initiate-ad-with-unlock' });
    expect(loop.farm).toMatchObject({ name: 'S1', lockout: false });
    loop.turn(10);
    expect(loop.fop.name).toBe('S1');
    for (let turn = 0; turn < 20; turn += 1) loop.turn(30);
    expect(loop.delivered).toEqual(numbers(30));
    expect(loop.alerts).toEqual(['lockout']);
  });

  it('frames lost in an alert: Initiate with Set V(R) brings both ends together', () => {
    let open = true;
    const loop = new Loop({ ...link, uplink: () => (open ? 1 : 0) });
    loop.order({ type: 'initiate-ad-without-clcw-check' });
    loop.runUntil(7, 100);
    open = false;
    loop.runUntil(12, 200);
    expect(loop.alerts).toEqual(['t1']);
    expect(loop.refused).toEqual(['7', '8', '9', '10', '11']);
    expect(loop.fop).toMatchObject({ name: 'S6', transmitterFrameSequenceNumber: 12 });
    expect(loop.farm.receiverFrameSequenceNumber).toBe(7);
    open = true;
    loop.order({ type: 'initiate-ad-with-set-vr', value: 254 });
    loop.turn(12);
    expect(loop.fop.name).toBe('S1');
    for (let turn = 0; turn < 20; turn += 1) loop.turn(20);
    expect(loop.delivered).toEqual([...numbers(7), ...numbers(20).slice(12)]);
  });
});
