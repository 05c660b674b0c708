import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  type ContactWindow,
  type ContactWindowQuery,
  contactWindowQuerySchema,
  contactWindowSchema,
  type ElementSetMessage,
  elementSetMessageSchema,
  limitUpTo,
  type Principal,
  spacecraftIdSchema,
} from '@app/contracts';
import {
  Authorised,
  AuthorisedInside,
  DocumentedAnswer,
  DocumentedBody,
  DocumentedQuery,
  Door,
  RegistryReader,
  Who,
  ZodBody,
  ZodQuery,
} from '@app/platform';
import { ContactWindowRepository } from './contact-windows/contact-window.repository.js';
import { PredictContactWindows } from './contact-windows/predict-contact-windows.use-case.js';
import { ElementSetRepository } from './element-sets/element-set.repository.js';
import { ImportElementSets } from './element-sets/import-element-sets.use-case.js';

const elementSetQuerySchema = z.strictObject({
  spacecraft: spacecraftIdSchema.optional(),
  limit: limitUpTo(1000, 100),
});

/** PostgreSQL's text holds everything but this. */
function noNul(text: string): boolean {
  return !text.includes('\0');
}

const importSchema = z.strictObject({
  /** TLE, OMM JSON, OMM XML or OMM KVN, as text. */
  text: z.string().min(1).refine(noNul, 'expected text without NUL characters'),
  /** Where it comes from: an operator, a catalogue and its date. */
  source: z.string().regex(/^\P{Cc}{1,200}$/u, 'expected 1 to 200 characters, no control characters'),
});

const importAnswerSchema = z.strictObject({ imported: z.array(elementSetMessageSchema), new: z.int() });

@ApiTags('flight dynamics')
@Authorised('observe-network')
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
  @ApiOperation({ summary: 'Element sets, newest first within a spacecraft' })
  @DocumentedQuery(elementSetQuerySchema)
  @DocumentedAnswer(z.array(elementSetMessageSchema))
  async history(
    @ZodQuery(elementSetQuerySchema) query: z.infer<typeof elementSetQuerySchema>,
  ): Promise<ElementSetMessage[]> {
    await this.registry.requireKnown(query);
    return this.elementSets.history(query.spacecraft, query.limit);
  }

  /** Imports element sets, all or nothing, and predicts anew. */
  @Post('element-sets')
  @AuthorisedInside('load-elements')
  @ApiOperation({ summary: 'Import element sets (TLE, or OMM as JSON, XML or KVN), all or nothing, and predict anew' })
  @HttpCode(201)
  @DocumentedBody(importSchema)
  @DocumentedAnswer(importAnswerSchema, 201)
  async import(
    @ZodBody(importSchema) body: z.infer<typeof importSchema>,
    @Who() who: Principal,
    @Door() door: string,
  ): Promise<z.infer<typeof importAnswerSchema>> {
    const { imported, new: added } = await this.importElementSets.load(body.text, body.source, who, door);
    if (added > 0) await this.predict.execute();
    return { imported: [...imported], new: added };
  }

  /** Predicted contact windows that touch the span, by AOS. */
  @Get('contact-windows')
  @ApiOperation({ summary: 'Predicted contact windows that touch the span, by AOS' })
  @DocumentedQuery(contactWindowQuerySchema)
  @DocumentedAnswer(z.array(contactWindowSchema))
  async contactWindows(@ZodQuery(contactWindowQuerySchema) query: ContactWindowQuery): Promise<ContactWindow[]> {
    await this.registry.requireKnown(query);
    return this.windows.find(query);
  }
}
