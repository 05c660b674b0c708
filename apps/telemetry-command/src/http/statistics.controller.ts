import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { ContactId } from '@app/contracts';
import { Authorised, DocumentedAnswer, DocumentedQuery, ZodQuery } from '@app/platform';
import { type ConsumerStatus, MissionConsumers } from '../consumer/mission-consumers.service.js';
import { ReadStatistics } from './read-statistics.use-case.js';
import {
  consumerStatusSchema,
  type ContactStatistics,
  contactStatisticsSchema,
  statisticsQuerySchema,
} from './telemetry.messages.js';

/** How telemetry is coming along. */
@ApiTags('telemetry')
@Authorised('observe-network')
@Controller('api/telemetry-command')
export class StatisticsController {
  constructor(
    private readonly readStatistics: ReadStatistics,
    private readonly consumers: MissionConsumers,
  ) {}

  @Get('statistics')
  @Authorised('observe-spacecraft', { spacecraft: { contactInQuery: 'contact' } })
  @DocumentedQuery(statisticsQuerySchema)
  @DocumentedAnswer(contactStatisticsSchema)
  statistics(@ZodQuery(statisticsQuerySchema) query: { contact: ContactId }): Promise<ContactStatistics> {
    return this.readStatistics.execute(query.contact);
  }

  /** Of the consumers in this process, since its start. */
  @Get('status')
  @DocumentedAnswer(z.array(consumerStatusSchema))
  status(): Promise<ConsumerStatus[]> {
    return this.consumers.status();
  }
}
