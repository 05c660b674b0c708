import { Inject, Injectable } from '@nestjs/common';
import { type ContactWindowsMoved, type SpacecraftId, subjects, type Utc, utcSchema } from '@app/contracts';
import { LOGGER, type Logger, MessageBus, MissionClock, RegistryReader } from '@app/platform';
import { formatUtc, plusSeconds } from '@app/time';
import { EarthOrientationStore } from '../earth-orientation/earth-orientation.store.js';
import { ContactSearchFailedError } from './contact-search-runner.port.js';
import { ContactWindowRepository } from './contact-window.repository.js';
import { LOOK_BACK_S, PREDICTION_SETTINGS, type PredictionSettings } from './prediction-settings.js';
import { PredictSpacecraft, type SpacecraftPrediction } from './predict-spacecraft.use-case.js';
import { SpacecraftMotions } from './spacecraft-motion.js';

export interface PredictionOutcome {
  readonly start: string;
  readonly end: string;
  /** All that are not over, whether or not this prediction changed them. */
  readonly windows: number;
  readonly problems: readonly { readonly spacecraft: string; readonly reason: string }[];
  readonly changes: readonly ContactWindowsMoved[];
}

/**
 * Brings the windows of every spacecraft in orbit over every antenna up to date, around now, and says so on the bus: what changed for each
 * spacecraft, and that it is done.
 */
@Injectable()
export class PredictContactWindows {
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly registry: RegistryReader,
    private readonly motions: SpacecraftMotions,
    private readonly earthOrientation: EarthOrientationStore,
    private readonly predictSpacecraft: PredictSpacecraft,
    private readonly windows: ContactWindowRepository,
    private readonly bus: MessageBus,
    private readonly clock: MissionClock,
    @Inject(PREDICTION_SETTINGS) private readonly settings: PredictionSettings,
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
    const span = {
      from: plusSeconds(now, -LOOK_BACK_S),
      to: plusSeconds(now, this.settings.horizonHours * 3600),
    };
    const registry = await this.registry.registry();
    const earthOrientation = await this.earthOrientation.current();
    const inOrbit = registry.spacecraft.filter(({ status }) => status === 'in-orbit');
    const known = await this.windows.coverage();
    const problems: { spacecraft: string; reason: string }[] = [];
    const changes: ContactWindowsMoved[] = [];
    for (const motion of await this.motions.in(inOrbit, span, this.settings.elementAge)) {
      const { id } = motion.spacecraft;
      const outcome = await this.predictOne({
        ...{ motion, span, earthOrientation, antennas: registry.antennas },
        known: known.get(id) ?? new Map(),
      });
      for (const warning of outcome.warnings)
        this.logger.warn({ spacecraft: id, warning }, 'contact windows are doubtful');
      problems.push(...outcome.problems.map((reason) => ({ spacecraft: id, reason })));
      if (outcome.moved !== undefined) changes.push(outcome.moved);
    }
    for (const [id, coverage] of known) {
      if (inOrbit.some((craft) => craft.id === id)) continue;
      const moved = await this.forget(id as SpacecraftId, [...coverage.keys()], utcSchema.parse(formatUtc(span.from)));
      if (moved !== undefined) changes.push(moved);
    }
    for (const problem of problems) this.logger.error(problem, 'no contact windows, or not all');
    const start = formatUtc(span.from);
    const end = formatUtc(span.to);
    const count = await this.windows.count(start);
    this.logger.info({ start, end, windows: count, changed: changes.length }, 'contact windows predicted');
    for (const change of changes) await this.bus.publish(subjects.contactWindowsMoved, change);
    await this.bus.publish(subjects.contactWindowsPredicted, { start, end, count });
    return { start, end, windows: count, problems, changes };
  }

  /** A search that fails leaves the spacecraft's windows as they are, and stops no other. */
  private async predictOne(prediction: SpacecraftPrediction) {
    try {
      return await this.predictSpacecraft.execute(prediction);
    } catch (error) {
      if (!(error instanceof ContactSearchFailedError)) throw error;
      return { moved: undefined, problems: [error.message], warnings: [] };
    }
  }

  /** Of a spacecraft that is no longer in orbit there are no windows to come. */
  private async forget(
    spacecraft: SpacecraftId,
    dropped: readonly string[],
    since: Utc,
  ): Promise<ContactWindowsMoved | undefined> {
    const gone = (await this.windows.ofSpacecraft(spacecraft, since)).map(({ id }) => id);
    await this.windows.apply({ spacecraft, written: [], gone, coverage: new Map(), dropped });
    if (gone.length === 0) return undefined;
    return { spacecraft, cause: 'registry', new: [], gone, moved: [], flagged: [], largestShiftS: 0 };
  }
}
