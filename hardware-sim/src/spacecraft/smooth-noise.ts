import { hashOf, uniformAt } from '../prng.js';

/** Smooth wanderings that belong to a seed, by name. */
export class SmoothNoise {
  private readonly hashes = new Map<string, number>();

  constructor(private readonly seed: string) {}

  /** Between -1 and 1 at an instant (seconds since 1958); it changes over about `periodS` seconds. */
  at(name: string, seconds: number, periodS: number): number {
    let hash = this.hashes.get(name);
    if (hash === undefined) this.hashes.set(name, (hash = hashOf(this.seed, name)));
    const steps = seconds / periodS;
    const step = Math.floor(steps);
    const part = (1 - Math.cos(Math.PI * (steps - step))) / 2;
    const before = uniformAt(hash, step);
    return 2 * (before + (uniformAt(hash, step + 1) - before) * part) - 1;
  }
}
