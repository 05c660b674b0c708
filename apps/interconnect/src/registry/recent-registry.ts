import { Injectable } from '@nestjs/common';
import { type Registry, RegistryReader } from '@app/platform';

const REGISTRY_PERIOD_MS = 3_000;

/** The registry, read anew when it is older than a few seconds. */
@Injectable()
export class RecentRegistry {
  private known: Registry | undefined;
  private readAt = 0;

  constructor(private readonly reader: RegistryReader) {}

  async registry(): Promise<Registry> {
    const now = performance.now();
    if (this.known !== undefined && now - this.readAt < REGISTRY_PERIOD_MS) return this.known;
    const registry = await this.reader.registry();
    this.known = registry;
    this.readAt = now;
    return registry;
  }
}
