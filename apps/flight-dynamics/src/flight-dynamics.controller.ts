import { Controller, Get, HttpCode, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
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
  MissionClock,
  RegistryReader,
  WallClock,
  Who,
  ZodBody,
  ZodQuery,
} from '@app/platform';
import { formatUtc } from '@app/time';
import { ContactWindowRepository } from './contact-windows/contact-window.repository.js';
import { PredictContactWindows } from './contact-windows/predict-contact-windows.use-case.js';
import { NDJSON, windowLines } from './contact-windows/window-lines.js';
import { ElementSetRepository } from './element-sets/element-set.repository.js';
import {
  contentTypes,
  exportElementSets,
  exportQuerySchema,
  ommJsonAnswerSchema,
} from './element-sets/export-element-sets.js';
import { ImportElementSets } from './element-sets/import-element-sets.use-case.js';
import { type TextImport, textImportSchema } from './text-import.js';

const elementSetQuerySchema = z.strictObject({
  spacecraft: spacecraftIdSchema.optional(),
  limit: limitUpTo(1000, 100),
});

const importAnswerSchema = z.strictObject({ imported: z.array(elementSetMessageSchema), new: z.int() });

/** Who wrote an exported message, as its header says. */
const ORIGINATOR = 'SMMS';

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
    private readonly missionClock: MissionClock,
    private readonly wallClock: WallClock,
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

  /** Element sets in a form that other programs read. */
  @Get('element-sets/export')
  @ApiOperation({ summary: 'Element sets as OMM (JSON, KVN, XML, CSV) or TLE, newest first within a spacecraft' })
  @DocumentedQuery(exportQuerySchema)
  @DocumentedAnswer(ommJsonAnswerSchema)
  async export(
    @ZodQuery(exportQuerySchema) { spacecraft, format, which, limit }: z.infer<typeof exportQuerySchema>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<unknown> {
    await this.registry.requireKnown({ spacecraft });
    const sets =
      which === 'all'
        ? await this.elementSets.history(spacecraft, limit)
        : (await this.elementSets.inForce(formatUtc(this.missionClock.now())))
            .filter((set) => spacecraft === undefined || set.spacecraft === spacecraft)
            .slice(0, limit);
    const text = exportElementSets(sets, format, { originator: ORIGINATOR, created: this.wallClock.now() });
    response.type(contentTypes[format]);
    return text;
  }

  /** Imports element sets, all or nothing, and predicts anew. */
  @Post('element-sets')
  @AuthorisedInside('load-elements')
  @ApiOperation({
    summary: 'Import element sets (TLE, or OMM as JSON, XML, KVN or CSV), all or nothing, and predict anew',
  })
  @HttpCode(201)
  @DocumentedBody(textImportSchema)
  @DocumentedAnswer(importAnswerSchema, 201)
  async import(
    @ZodBody(textImportSchema) body: TextImport,
    @Who() who: Principal,
    @Door() door: string,
  ): Promise<z.infer<typeof importAnswerSchema>> {
    const { imported, new: added } = await this.importElementSets.load(body.text, body.source, who, door);
    if (added > 0) await this.predict.execute();
    return { imported: [...imported], new: added };
  }

  /** Predicted contact windows that touch the span, by AOS: a page with the next one's address, or all of them as lines. */
  @Get('contact-windows')
  @ApiOperation({
    summary:
      'Predicted contact windows that touch the span, by AOS. Where there are more, the header Link gives the next page (rel="next"); with Accept: application/x-ndjson all come, a line each, whatever the limit',
  })
  @DocumentedQuery(contactWindowQuerySchema)
  @DocumentedAnswer(z.array(contactWindowSchema))
  async contactWindows(
    @ZodQuery(contactWindowQuerySchema) query: ContactWindowQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ContactWindow[] | StreamableFile> {
    await this.registry.requireKnown(query);
    if (query.antenna !== undefined) await this.registry.requireAntenna(query.antenna);
    if (request.accepts(['application/json', NDJSON]) === NDJSON) {
      const { limit: _limit, cursor, ...filter } = query;
      return new StreamableFile(windowLines(this.windows.stream(filter, cursor)), { type: NDJSON });
    }
    const { windows, next } = await this.windows.page(query);
    if (next !== undefined) response.setHeader('Link', `<${addressOf(request.originalUrl, next)}>; rel="next"`);
    return windows;
  }
}

/** The same address with another cursor. */
function addressOf(url: string, cursor: string): string {
  const [path = '', search] = url.split('?', 2);
  const query = new URLSearchParams(search);
  query.set('cursor', cursor);
  return `${path}?${query.toString()}`;
}
