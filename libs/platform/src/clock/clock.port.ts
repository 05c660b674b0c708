import type { Tai } from '@app/time';

export type CancelTimer = () => void;

/** The time of the machine, for security, protocols and logs (design rule 8). */
export abstract class WallClock {
  abstract now(): Tai;
}

/**
 * The time that the mission flies by: orbits, contacts, timers, earth receive times, time-tags (design rule 8).
 * It may be the machine's, offset or accelerated; all parts of one system share its epoch and rate.
 */
export abstract class MissionClock {
  abstract now(): Tai;
  /** Mission seconds in a second of wall time. */
  abstract readonly rate: number;
  /** Calls back once when mission time reaches `at`, at once if it has passed. */
  abstract at(at: Tai, callback: () => void): CancelTimer;
  /** The spec text that another process is started with to share this clock. */
  abstract describe(): string;

  after(seconds: number, callback: () => void): CancelTimer {
    return this.at(this.now() + BigInt(Math.round(seconds * 1e9)), callback);
  }

  /** Calls back every `seconds` of mission time, never more than once for periods that were missed. */
  every(seconds: number, callback: () => void): CancelTimer {
    const period = BigInt(Math.round(seconds * 1e9));
    let due = this.now() + period;
    let cancel: CancelTimer;
    const tick = (): void => {
      callback();
      const now = this.now();
      due += period;
      if (due <= now) due = now + period;
      cancel = this.at(due, tick);
    };
    cancel = this.at(due, tick);
    return () => cancel();
  }

  /** Waits until mission time reaches `at`; returns early, without an error, when the signal aborts. */
  async sleepUntil(at: Tai, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return;
    await new Promise<void>((resolve) => {
      const cancel = this.at(at, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      const onAbort = (): void => {
        cancel();
        resolve();
      };
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  async sleep(seconds: number, signal?: AbortSignal): Promise<void> {
    await this.sleepUntil(this.now() + BigInt(Math.round(seconds * 1e9)), signal);
  }
}
