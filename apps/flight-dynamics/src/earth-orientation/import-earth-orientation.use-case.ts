import { Injectable } from '@nestjs/common';
import type { EarthOrientationSummary, Principal } from '@app/contracts';
import { EarthOrientationError } from '@app/orbit';
import { Authority, Refusal, RegistryReader } from '@app/platform';
import { EarthOrientationStore } from './earth-orientation.store.js';

/** Reads a table of Earth orientation and puts it to use. */
@Injectable()
export class ImportEarthOrientation {
  constructor(
    private readonly registry: RegistryReader,
    private readonly store: EarthOrientationStore,
    private readonly authority: Authority,
  ) {}

  /**
   * For a person who may load elements of some spacecraft: the table is of none, and serves them all. Throws Refusal (403, or 422 for a
   * table that cannot be used).
   */
  async load(text: string, source: string, who: Principal, door: string): Promise<EarthOrientationSummary> {
    const own = (await this.registry.spacecraft()).find(({ operator }) => operator === who.member);
    const question = { operation: 'load-elements', door, subject: source } as const;
    await this.authority.require(who, own === undefined ? question : { ...question, spacecraft: own.id });
    try {
      return await this.store.add(text, source);
    } catch (error) {
      if (!(error instanceof EarthOrientationError)) throw error;
      throw new Refusal(422, 'invalid Earth orientation', [{ path: source, message: error.message }]);
    }
  }
}
