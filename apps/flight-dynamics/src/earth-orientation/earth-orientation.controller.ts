import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type EarthOrientationSummary, earthOrientationSummarySchema, type Principal } from '@app/contracts';
import { Authorised, AuthorisedInside, DocumentedAnswer, DocumentedBody, Door, Who, ZodBody } from '@app/platform';
import { PredictContactWindows } from '../contact-windows/predict-contact-windows.use-case.js';
import { type TextImport, textImportSchema } from '../text-import.js';
import { EarthOrientationStore } from './earth-orientation.store.js';
import { ImportEarthOrientation } from './import-earth-orientation.use-case.js';

/** UT1 and polar motion. */
@ApiTags('flight dynamics')
@Authorised('observe-network')
@Controller('api/flight-dynamics/earth-orientation')
export class EarthOrientationController {
  constructor(
    private readonly store: EarthOrientationStore,
    private readonly importTable: ImportEarthOrientation,
    private readonly predict: PredictContactWindows,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Tables of UT1 and polar motion, the one imported last first; the shipped one at the end' })
  @DocumentedAnswer(z.array(earthOrientationSummarySchema))
  list(): Promise<EarthOrientationSummary[]> {
    return this.store.list();
  }

  @Post()
  @AuthorisedInside('load-elements')
  @ApiOperation({
    summary: 'Import IERS finals2000A text or a JSON table (below 12 MB), use it at once, and predict anew',
  })
  @HttpCode(201)
  @DocumentedBody(textImportSchema)
  @DocumentedAnswer(earthOrientationSummarySchema, 201)
  async import(
    @ZodBody(textImportSchema) { text, source }: TextImport,
    @Who() who: Principal,
    @Door() door: string,
  ): Promise<EarthOrientationSummary> {
    const summary = await this.importTable.load(text, source, who, door);
    await this.predict.execute();
    return summary;
  }
}
