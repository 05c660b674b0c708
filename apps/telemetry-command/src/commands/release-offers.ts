import { Inject, Injectable } from '@nestjs/common';
import type { SpacecraftId } from '@app/contracts';
import { LOGGER, type Logger } from '@app/platform';

/** Tells the uplink that something may have become releasable: a command came into the queue, or the console changed hands. */
@Injectable()
export class ReleaseOffers {
  private readonly listeners = new Set<(spacecraft: SpacecraftId) => void>();

  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

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
}
