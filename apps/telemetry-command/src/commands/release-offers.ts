import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { SpacecraftId } from '@app/contracts';
import { type CancelTimer, LOGGER, type Logger, MissionClock } from '@app/platform';

/** Tells the uplink that something may have become releasable: a command came into the queue, or the console changed hands. */
@Injectable()
export class ReleaseOffers implements OnModuleDestroy {
  private readonly listeners = new Set<(spacecraft: SpacecraftId) => void>();
  private readonly timers = new Map<SpacecraftId, CancelTimer>();

  constructor(
    private readonly clock: MissionClock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Gives what ends it. */
  listen(listener: (spacecraft: SpacecraftId) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  offer(spacecraft: SpacecraftId): void {
    for (const listener of this.listeners) {
      try {
        listener(spacecraft);
      } catch (error) {
        this.logger.error({ error, spacecraft }, 'a listener for releasable commands failed');
      }
    }
  }

  /** Offers once more after so many seconds of wall time; once for all who ask meanwhile. */
  offerAfter(spacecraft: SpacecraftId, wallSeconds: number): void {
    if (this.timers.has(spacecraft)) return;
    const cancel = this.clock.after(wallSeconds * this.clock.rate, () => {
      this.timers.delete(spacecraft);
      this.offer(spacecraft);
    });
    this.timers.set(spacecraft, cancel);
  }

  onModuleDestroy(): void {
    for (const cancel of this.timers.values()) cancel();
    this.timers.clear();
  }
}
