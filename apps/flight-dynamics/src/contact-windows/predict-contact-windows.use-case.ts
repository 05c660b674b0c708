import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import {
  type ContactWindow,
  type ElementSetMessage,
  elementSetFrom,
  type Spacecraft,
  stationOf,
  subjects,
} from '@app/contracts';
import { LOGGER, type Logger, MessageBus, MissionClock, type Registry, RegistryReader } from '@app/platform';
import { elementAge, findManyContactWindows } from '@app/orbit';
import { formatUtc, plusSeconds, type Tai } from '@app/time';
import { ElementSetRepository } from '../element-sets/element-set.repository.js';
import { ContactWindowRepository } from './contact-window.repository.js';
import { contactWindowMessage } from './contact-window-message.js';

const LOOK_BACK_S = 2 * 3600;
const HORIZON_S = 48 * 3600;

export interface PredictionOutcome {
  readonly start: string;
  readonly end: string;
  readonly windows: number;
  readonly problems: readonly { readonly spacecraft: string; readonly reason: string }[];
}

/** Predicts the windows of every spacecraft in orbit over every antenna, around now, and says so on the bus. */
@Injectable()
export class PredictContactWindows {
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly registry: RegistryReader,
    private readonly elementSets: ElementSetRepository,
    private readonly windows: ContactWindowRepository,
    private readonly bus: MessageBus,
    private readonly clock: MissionClock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** One at a time. */
  execute(): Promise<PredictionOutcome> {
    const outcome = this.running.then(() => this.predict());
    this.running = outcome.catch(() => undefined);
    return outcome;
  }

  private async predict(): Promise<PredictionOutcome> {
    const now = this.clock.now();
    const start = plusSeconds(now, -LOOK_BACK_S);
    const end = plusSeconds(now, HORIZON_S);
    const registry = await this.registry.registry();
    const elements = new Map(
      (await this.elementSets.inForce(formatUtc(now))).map((set): [string, ElementSetMessage] => [set.spacecraft, set]),
    );
    const found: ContactWindow[] = [];
    const problems: { spacecraft: string; reason: string }[] = [];
    for (const craft of registry.spacecraft.filter(({ status }) => status === 'in-orbit')) {
      const set = elements.get(craft.id);
      if (set === undefined) {
        problems.push({ spacecraft: craft.id, reason: 'no element set' });
        continue;
      }
      const age = elementAge(elementSetFrom(set).epoch, now);
      if (age.verdict === 'stale') {
        problems.push({
          spacecraft: craft.id,
          reason: `its elements of ${set.epoch} are ${age.days.toFixed(1)} days from mission time; import newer ones`,
        });
        continue;
      }
      if (age.verdict === 'ageing')
        this.logger.warn({ spacecraft: craft.id, ageDays: age.days }, 'element set is ageing');
      for await (const slice of this.search(craft, set, registry, start, end)) {
        found.push(...slice.windows);
        problems.push(...slice.problems);
      }
    }
    const identities = new Set<string>();
    for (const { id, spacecraft, aos } of found) {
      // A ridge in a horizon mask, or a dip of a very eccentric orbit, can part one orbit's window in two.
      if (identities.has(id))
        problems.push({
          spacecraft,
          reason: `a second window of ${id} at ${aos} is left out: one contact an orbit and antenna`,
        });
      identities.add(id);
    }
    for (const problem of problems) this.logger.error(problem, 'no contact windows, or not all');
    await this.windows.replace(found, formatUtc(start));
    const outcome = { start: formatUtc(start), end: formatUtc(end), windows: found.length, problems };
    this.logger.info({ start: outcome.start, end: outcome.end, windows: found.length }, 'contact windows predicted');
    await this.bus.publish(subjects.contactWindowsPredicted, {
      start: outcome.start,
      end: outcome.end,
      count: found.length,
    });
    return outcome;
  }

  /** Antenna by antenna, with a turn of the event loop between: a slice holds it for a few milliseconds (design rule 14). */
  private async *search(craft: Spacecraft, set: ElementSetMessage, registry: Registry, start: Tai, end: Tai) {
    const elementSet = elementSetFrom(set);
    for (const antenna of registry.antennas) {
      const result = findManyContactWindows({
        spacecraft: [{ spacecraft: craft.id, elementSet }],
        stations: [stationOf(antenna)],
        start,
        end,
        earthOrientation: 'none',
      });
      yield {
        windows: result.contactWindows.map((window) => contactWindowMessage(window, result.model, antenna)),
        problems: result.errors.map(({ spacecraft, reason, at }) => ({
          spacecraft,
          reason: `SGP4 from ${formatUtc(at)}: ${reason}`,
        })),
      };
      await nextTurn();
    }
  }
}
