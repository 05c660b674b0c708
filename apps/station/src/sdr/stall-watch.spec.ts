import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { ManualMissionClock } from '@app/platform';
import { parseUtc, plusSeconds } from '@app/time';
import { StallWatch } from './stall-watch.js';

function begun(): {
  clock: ManualMissionClock;
  watch: StallWatch;
  stalls: () => number;
  pass: (seconds: number) => void;
} {
  const clock = new ManualMissionClock(parseUtc('2026-04-24T08:00:00Z'));
  let stalls = 0;
  const watch = new StallWatch(clock, 1000, () => stalls++);
  watch.start();
  const pass = (seconds: number): void => clock.advanceTo(plusSeconds(clock.now(), seconds));
  return { clock, watch, stalls: () => stalls, pass };
}

describe('a watch over a radio that may stall', () => {
  it('tells of a silence once, and again after something was heard', async () => {
    const { watch, stalls, pass } = begun();
    pass(0.9);
    await turn();
    expect(stalls()).toBe(0);
    pass(0.2);
    await turn();
    pass(5);
    await turn();
    expect(stalls()).toBe(1);
    watch.heard();
    pass(1.3);
    await turn();
    expect(stalls()).toBe(2);
    watch.stop();
  });

  it('hears first what came while the process was busy', async () => {
    const { watch, stalls, pass } = begun();
    pass(3);
    watch.heard();
    await turn();
    expect(stalls()).toBe(0);
    watch.stop();
  });

  it('tells nothing once it is stopped', async () => {
    const { watch, stalls, pass } = begun();
    pass(3);
    watch.stop();
    await turn();
    expect(stalls()).toBe(0);
  });
});
