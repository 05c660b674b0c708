import { setTimeout as delay } from 'node:timers/promises';

/** Does a task every `periodMs` of wall time, from one period on, until the signal is aborted. Never throws: `onError` hears of what failed. */
export async function repeatUntil(
  signal: AbortSignal,
  periodMs: number,
  task: () => Promise<void>,
  onError: (error: unknown) => void,
): Promise<void> {
  for (;;) {
    await delay(periodMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    await task().catch(onError);
  }
}
