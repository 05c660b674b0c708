import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { z } from 'zod';
import {
  type ContactWindow,
  contactWindowQuerySchema,
  type ElementSetMessage,
  spacecraftIdSchema,
  subjects,
} from '@app/contracts';
import { BUS_TRANSPORT, MissionClock, notFound, parseOrRefuse } from '@app/platform';
import { formatUtc } from '@app/time';
import { ContactWindowRepository } from './contact-windows/contact-window.repository.js';
import { ElementSetRepository } from './element-sets/element-set.repository.js';

const elementSetRequestSchema = z.strictObject({ spacecraft: spacecraftIdSchema });

/** What flight dynamics answers on the message bus. */
@Controller()
export class FlightDynamicsMessages {
  constructor(
    private readonly windows: ContactWindowRepository,
    private readonly elementSets: ElementSetRepository,
    private readonly clock: MissionClock,
  ) {}

  @MessagePattern(subjects.contactWindows, BUS_TRANSPORT)
  contactWindows(@Payload() payload: unknown): Promise<ContactWindow[]> {
    return this.windows.find(parseOrRefuse(contactWindowQuerySchema, payload, 'contact window query'));
  }

  @MessagePattern(subjects.elementSet, BUS_TRANSPORT)
  async elementSet(@Payload() payload: unknown): Promise<ElementSetMessage> {
    const { spacecraft } = parseOrRefuse(elementSetRequestSchema, payload, 'element set request');
    const set = (await this.elementSets.inForce(formatUtc(this.clock.now()))).find(
      (one) => one.spacecraft === spacecraft,
    );
    if (set === undefined) throw notFound('element set of', spacecraft);
    return set;
  }
}
