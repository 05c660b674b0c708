import { describe, expect, it } from '@jest/globals';
import { repeatUntil } from './repeat.js';

describe('repeatUntil', () => {
  it('goes on after a failure, tells it, and ends with the signal', async () => {
    const stop = new AbortController();
    const errors: unknown[] = [];
    const failure = new RangeError('planned');
    let turns = 0;
    const task = async (): Promise<void> => {
      turns++;
      if (turns === 2) throw failure;
      if (turns === 4) stop.abort();
    };
    await repeatUntil(stop.signal, 1, task, (error) => errors.push(error));
    expect({ turns, errors }).toEqual({ turns: 4, errors: [failure] });
  });

  it('does nothing once the signal is aborted', async () => {
    let turns = 0;
    const task = async (): Promise<void> => void turns++;
    await repeatUntil(AbortSignal.abort(), 1, task, () => undefined);
    const stop = new AbortController();
    const running = repeatUntil(stop.signal, 1_000_000, task, () => undefined);
    stop.abort();
    await running;
    expect(turns).toBe(0);
  });
});
