import { describe, expect, it } from '@jest/globals';
import { ProgressBar } from './progress-bar.js';

/** What is drawn when the work is told at these times, in milliseconds. */
function drawn(isTerminal: boolean, times: readonly number[]): string[] {
  let now = 5000;
  const written: string[] = [];
  const bar = new ProgressBar(
    { isTerminal, milliseconds: () => now, write: (text) => written.push(text) },
    10,
    'spacecraft',
  );
  for (const [index, time] of times.entries()) {
    now = 5000 + time;
    bar.update(index + 1);
  }
  bar.end();
  return written;
}

const CLEAR = '\r\u001b[2K';

describe('progress bar', () => {
  it('shows nothing of work that takes a second or less', () => {
    expect(drawn(true, [10, 500, 1000])).toEqual([]);
  });

  it('shows longer work, not more than ten times a second, and goes away', () => {
    expect(drawn(true, [900, 1001, 1050, 1101, 1500])).toEqual([
      `${CLEAR}[######........................] 20 %, 2 of 10 spacecraft`,
      `${CLEAR}[############..................] 40 %, 4 of 10 spacecraft`,
      `${CLEAR}[###############...............] 50 %, 5 of 10 spacecraft`,
      CLEAR,
    ]);
  });

  it('shows nothing where there is no terminal', () => {
    expect(drawn(false, [2000, 90_000])).toEqual([]);
  });
});
