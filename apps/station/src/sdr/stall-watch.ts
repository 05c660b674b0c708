import { type CancelTimer, type MissionClock } from '@app/platform';

/**
 * Calls once when nothing was heard for a time of wall seconds, and again only after something was. What has come while this process was
 * busy with something else is heard first: a process that was late is no radio that stalls.
 */
export class StallWatch {
  private cancel: CancelTimer = () => undefined;
  private lastAt: bigint | undefined;
  private told = false;

  constructor(
    private readonly clock: MissionClock,
    readonly silentMs: number,
    private readonly onStall: () => void,
  ) {}

  start(): void {
    this.heard();
    const periodS = (this.silentMs / 4000) * this.clock.rate;
    this.cancel = this.clock.every(periodS, () => this.look());
  }

  heard(): void {
    this.lastAt = this.clock.now();
    this.told = false;
  }

  stop(): void {
    this.cancel();
    this.told = false;
  }

  private look(): void {
    const silentMs = Number(this.clock.now() - (this.lastAt ?? 0n)) / 1e6 / this.clock.rate;
    if (this.told || silentMs < this.silentMs) return;
    this.told = true;
    // Sockets are read between timers and this.
    setImmediate(() => {
      if (this.told) this.onStall();
    });
  }
}
