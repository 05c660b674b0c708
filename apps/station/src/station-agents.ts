import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { SiteId } from '@app/contracts';
import type { StationAgent } from './station-agent.js';

/** The agents of this process, one a site, started and stopped with it. */
export class StationAgents implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(readonly agents: readonly StationAgent[]) {}

  of(site: SiteId): StationAgent | undefined {
    return this.agents.find((agent) => agent.site === site);
  }

  async onApplicationBootstrap(): Promise<void> {
    await Promise.all(this.agents.map((agent) => agent.start()));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.agents.map((agent) => agent.stop()));
  }
}
