import { Inject, Injectable } from '@nestjs/common';
import { type ElementSetMessage, type FlightObject, type Maneuver, type SpacecraftId, utcSchema } from '@app/contracts';
import { elementAge } from '@app/orbit';
import { MissionClock, RegistryReader } from '@app/platform';
import { formatUtc, parseUtc, type Tai } from '@app/time';
import { ContactWindowRepository } from '../contact-windows/contact-window.repository.js';
import { PREDICTION_SETTINGS, type PredictionSettings } from '../contact-windows/prediction-settings.js';
import { ElementSetRepository } from '../element-sets/element-set.repository.js';
import { EphemerisRepository } from '../ephemerides/ephemeris.repository.js';
import { ManeuverRepository } from '../maneuvers/maneuver.repository.js';

/** What flight dynamics knows of each spacecraft of the registry, now in mission time. */
@Injectable()
export class DescribeObjects {
  constructor(
    private readonly registry: RegistryReader,
    private readonly elementSets: ElementSetRepository,
    private readonly ephemerides: EphemerisRepository,
    private readonly maneuvers: ManeuverRepository,
    private readonly windows: ContactWindowRepository,
    private readonly clock: MissionClock,
    @Inject(PREDICTION_SETTINGS) private readonly settings: PredictionSettings,
  ) {}

  async execute(): Promise<FlightObject[]> {
    const now = this.clock.now();
    const inForce = await this.elementSets.inForce(formatUtc(now));
    const ephemerides = await this.ephemerides.list({ notOverAt: formatUtc(now) });
    const maneuvers = await this.maneuvers.all();
    const objects: FlightObject[] = [];
    for (const { id, name, status, catalogNumber } of await this.registry.spacecraft()) {
      const set = inForce.find(({ spacecraft }) => spacecraft === id);
      objects.push({
        ...{ spacecraft: id, name, status, catalogNumber },
        elements: set === undefined ? null : this.elements(set, now),
        ephemerides: ephemerides.filter(({ spacecraft }) => spacecraft === id),
        maneuvers: maneuvers.filter((one) => one.spacecraft === id && isOpen(one, set)),
        nextWindow: await this.nextWindow(id, now),
      });
    }
    return objects;
  }

  private elements({ epoch, source }: ElementSetMessage, now: Tai): FlightObject['elements'] {
    const { days, verdict } = elementAge(parseUtc(epoch), now, this.settings.elementAge);
    return { epoch, source, ageDays: Math.round(days * 100) / 100, verdict };
  }

  private async nextWindow(spacecraft: SpacecraftId, now: Tai): Promise<FlightObject['nextWindow']> {
    const start = utcSchema.parse(formatUtc(now));
    return (await this.windows.find({ spacecraft, start, limit: 1 }))[0] ?? null;
  }
}

/** The elements do not know how it ended. */
function isOpen({ end }: Maneuver, set: ElementSetMessage | undefined): boolean {
  return set === undefined || parseUtc(set.epoch) < parseUtc(end);
}
