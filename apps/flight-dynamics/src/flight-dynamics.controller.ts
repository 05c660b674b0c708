import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  type ContactWindow,
  type ContactWindowQuery,
  contactWindowQuerySchema,
  contactWindowSchema,
  type ElementSetMessage,
  elementSetMessageSchema,
  spacecraftIdSchema,
} from '@app/contracts';
import {
  DocumentedAnswer,
  DocumentedBody,
  DocumentedQuery,
  notFound,
  Refusal,
  RegistryReader,
  ZodBody,
  ZodQuery,
} from '@app/platform';
import { ContactWindowRepository } from './contact-windows/contact-window.repository.js';
import { PredictContactWindows } from './contact-windows/predict-contact-windows.use-case.js';
import { ElementSetRepository } from './element-sets/element-set.repository.js';
import { ImportElementSets } from './element-sets/import-element-sets.use-case.js';

const elementSetQuerySchema = z.strictObject({
  spacecraft: spacecraftIdSchema.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

const importSchema = z.strictObject({
  /** TLE, OMM JSON, OMM XML or OMM KVN, as text. */
  text: z.string().min(1),
  /** Where it comes from: an operator, a catalogue and its date. */
  source: z.string().min(1).max(200),
});

const importAnswerSchema = z.strictObject({ imported: z.array(elementSetMessageSchema), new: z.int() });

@ApiTags('flight dynamics')
@Controller('api/flight-dynamics')
export class FlightDynamicsController {
  constructor(
    private readonly registry: RegistryReader,
    private readonly elementSets: ElementSetRepository,
    private readonly windows: ContactWindowRepository,
    private readonly importElementSets: ImportElementSets,
    private readonly predict: PredictContactWindows,
  ) {}

  /** Element sets, newest first within a spacecraft. */
  @Get('element-sets')
  @DocumentedQuery(elementSetQuerySchema)
  @DocumentedAnswer(z.array(elementSetMessageSchema))
  async history(
    @ZodQuery(elementSetQuerySchema) query: z.infer<typeof elementSetQuerySchema>,
  ): Promise<ElementSetMessage[]> {
    await this.known(query.spacecraft);
    return this.elementSets.history(query.spacecraft, query.limit);
  }

  /** Imports element sets, all or nothing, and predicts anew. */
  @Post('element-sets')
  @HttpCode(201)
  @DocumentedBody(importSchema)
  @DocumentedAnswer(importAnswerSchema, 201)
  async import(@ZodBody(importSchema) body: z.infer<typeof importSchema>): Promise<z.infer<typeof importAnswerSchema>> {
    const { imported, new: added } = await this.importElementSets.execute(body.text, body.source);
    if (added > 0) await this.predict.execute();
    return { imported: [...imported], new: added };
  }

  /** Predicted contact windows that touch the span, by AOS. */
  @Get('contact-windows')
  @DocumentedQuery(contactWindowQuerySchema)
  @DocumentedAnswer(z.array(contactWindowSchema))
  async contactWindows(@ZodQuery(contactWindowQuerySchema) query: ContactWindowQuery): Promise<ContactWindow[]> {
    if (query.start !== undefined && query.end !== undefined && query.end <= query.start) {
      throw new Refusal(400, 'invalid query', [
        { path: 'end', message: `expected a time after start (${query.start}), found ${query.end}` },
      ]);
    }
    await this.known(query.spacecraft);
    if (query.site !== undefined && !(await this.registry.sites()).some(({ id }) => id === query.site))
      throw notFound('site', query.site);
    return this.windows.find(query);
  }

  private async known(spacecraft: string | undefined): Promise<void> {
    if (spacecraft !== undefined && !(await this.registry.spacecraft()).some(({ id }) => id === spacecraft))
      throw notFound('spacecraft', spacecraft);
  }
}
