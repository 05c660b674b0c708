import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import {
  type ContactGeometry,
  contactGeometrySchema,
  type ContactWindow,
  contactWindowSchema,
  type DopplerAnswer,
  dopplerAnswerSchema,
  type LinkBudgetAnswer,
  linkBudgetAnswerSchema,
  linkBudgetQuerySchema,
  type PointingAnswer,
  pointingAnswerSchema,
  pointingQuerySchema,
  profileQuerySchema,
} from '@app/contracts';
import { Authorised, DocumentedAnswer, DocumentedQuery, ZodQuery } from '@app/platform';
import { conflictReachS, contactGeometry } from './contact-geometry.js';
import { dopplerAnswer } from './contact-doppler.js';
import { linkBudgetAnswer } from './contact-link-budget.js';
import { ContactMotions } from './contact-motion.js';
import { pointingAnswer } from './contact-pointing.js';
import { ContactWindowReader } from './contact-window.reader.js';
import { MOST_JSON_ROWS, stepWithin } from './profile-limits.js';

const STATED =
  'From the element set or ephemeris, and the Earth orientation, that the window states: 409 where they are there no more.';
const ROWS = `Every second unless said otherwise, at most ${MOST_JSON_ROWS} rows.`;

/** What operators need on one contact window, worked out when it is asked for. */
@ApiTags('flight dynamics')
@Authorised('observe-network')
@Controller('api/flight-dynamics/contact-windows/:id')
export class ContactProfilesController {
  constructor(
    private readonly motions: ContactMotions,
    private readonly windows: ContactWindowReader,
  ) {}

  @Get()
  @ApiOperation({ summary: 'A contact window' })
  @DocumentedAnswer(contactWindowSchema)
  window(@Param('id') id: string): Promise<ContactWindow> {
    return this.windows.require(id);
  }

  @Get('doppler')
  @ApiOperation({ summary: 'Range, Doppler and Doppler rate of a contact', description: `${STATED} ${ROWS}` })
  @DocumentedQuery(profileQuerySchema)
  @DocumentedAnswer(dopplerAnswerSchema)
  async doppler(
    @Param('id') id: string,
    @ZodQuery(profileQuerySchema) query: z.infer<typeof profileQuerySchema>,
  ): Promise<DopplerAnswer> {
    const motion = await this.motions.of(id);
    return dopplerAnswer(motion, stepWithin(motion.durationS, query.stepS, 1, MOST_JSON_ROWS));
  }

  @Get('pointing')
  @ApiOperation({
    summary: 'Pointing in a contact, and how the antenna follows it: mode, turns of cable, keyhole, errors, reasons',
    description: `${STATED} ${ROWS}`,
  })
  @DocumentedQuery(pointingQuerySchema)
  @DocumentedAnswer(pointingAnswerSchema)
  async pointing(
    @Param('id') id: string,
    @ZodQuery(pointingQuerySchema) query: z.infer<typeof pointingQuerySchema>,
  ): Promise<PointingAnswer> {
    const motion = await this.motions.of(id);
    return pointingAnswer(motion, stepWithin(motion.durationS, query.stepS, 1, MOST_JSON_ROWS), query.signal);
  }

  @Get('geometry')
  @ApiOperation({
    summary: 'Eclipses, Sun and Moon, azimuth rate, uncertainty, conflicts and simultaneous antennas of a contact',
    description: STATED,
  })
  @DocumentedAnswer(contactGeometrySchema)
  async geometry(@Param('id') id: string): Promise<ContactGeometry> {
    const motion = await this.motions.of(id);
    return contactGeometry(motion, await this.windows.near(motion.window, conflictReachS(motion.antenna)));
  }

  @Get('link-budget')
  @ApiOperation({
    summary: 'Link budget of a contact, both ways: itemised at AOS, TCA and LOS, margin along it, usable data volume',
    description: `${STATED} What the registry has no values for is "not computed", with the reason.`,
  })
  @DocumentedQuery(linkBudgetQuerySchema)
  @DocumentedAnswer(linkBudgetAnswerSchema)
  async linkBudget(
    @Param('id') id: string,
    @ZodQuery(linkBudgetQuerySchema) query: z.infer<typeof linkBudgetQuerySchema>,
  ): Promise<LinkBudgetAnswer> {
    return linkBudgetAnswer(await this.motions.of(id), query.availability);
  }
}
