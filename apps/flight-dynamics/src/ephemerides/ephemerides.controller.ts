import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  type EphemerisSummary,
  ephemerisSummarySchema,
  limitUpTo,
  type Principal,
  spacecraftIdSchema,
  utcSchema,
} from '@app/contracts';
import {
  Authorised,
  AuthorisedInside,
  Authority,
  DocumentedAnswer,
  DocumentedBody,
  DocumentedQuery,
  Door,
  notFound,
  RegistryReader,
  Who,
  ZodBody,
  ZodQuery,
} from '@app/platform';
import { PredictContactWindows } from '../contact-windows/predict-contact-windows.use-case.js';
import { type TextImport, textImportSchema } from '../text-import.js';
import { EphemerisRepository } from './ephemeris.repository.js';
import { ImportEphemeris } from './import-ephemeris.use-case.js';

const querySchema = z.strictObject({ spacecraft: spacecraftIdSchema.optional(), limit: limitUpTo(1000, 100) });
const answerSchema = z.strictObject({ imported: z.array(ephemerisSummarySchema), new: z.int() });

@ApiTags('flight dynamics')
@Authorised('observe-network')
@Controller('api/flight-dynamics/ephemerides')
export class EphemeridesController {
  constructor(
    private readonly registry: RegistryReader,
    private readonly ephemerides: EphemerisRepository,
    private readonly importEphemeris: ImportEphemeris,
    private readonly authority: Authority,
    private readonly predict: PredictContactWindows,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Operator ephemerides, latest made first within a spacecraft' })
  @DocumentedQuery(querySchema)
  @DocumentedAnswer(z.array(ephemerisSummarySchema))
  async list(@ZodQuery(querySchema) query: z.infer<typeof querySchema>): Promise<EphemerisSummary[]> {
    await this.registry.requireKnown(query);
    return this.ephemerides.list(query);
  }

  @Post()
  @AuthorisedInside('load-elements')
  @ApiOperation({
    summary: 'Import an operator ephemeris (OEM as KVN or XML, below 12 MB), all or nothing, and predict anew',
  })
  @HttpCode(201)
  @DocumentedBody(textImportSchema)
  @DocumentedAnswer(answerSchema, 201)
  async import(
    @ZodBody(textImportSchema) { text, source }: TextImport,
    @Who() who: Principal,
    @Door() door: string,
  ): Promise<z.infer<typeof answerSchema>> {
    const { imported, new: added } = await this.importEphemeris.load(text, source, who, door);
    if (added > 0) await this.predict.execute();
    return { imported: [...imported], new: added };
  }

  @Delete(':spacecraft/:created')
  @AuthorisedInside('load-elements')
  @ApiOperation({
    summary: 'Take back the ephemerides of a spacecraft that were made at a time (CREATION_DATE), and predict anew',
  })
  @DocumentedAnswer(z.array(ephemerisSummarySchema))
  async remove(
    @Param('spacecraft') id: string,
    @Param('created') made: string,
    @Who() who: Principal,
    @Door() door: string,
  ): Promise<EphemerisSummary[]> {
    const spacecraft = spacecraftIdSchema.safeParse(id);
    if (!spacecraft.success) throw notFound('spacecraft', id);
    const created = utcSchema.safeParse(made);
    if (!created.success) throw notFound('ephemeris', made);
    await this.registry.requireKnown({ spacecraft: spacecraft.data });
    const question = { operation: 'load-elements', door, spacecraft: spacecraft.data, subject: made } as const;
    await this.authority.require(who, question);
    const removed = await this.ephemerides.remove(spacecraft.data, created.data);
    if (removed.length === 0) throw notFound('ephemeris', made);
    await this.predict.execute();
    return removed;
  }
}
