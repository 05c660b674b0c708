import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Authorised, DocumentedAnswer, DocumentedQuery, ZodQuery } from '@app/platform';
import { ReadArchive } from './read-archive.use-case.js';
import { ReadParameters } from './read-parameters.use-case.js';
import {
  type AlarmView,
  alarmViewSchema,
  type EventsQuery,
  eventsQuerySchema,
  type FramesQuery,
  framesQuerySchema,
  type FrameView,
  frameViewSchema,
  type GapView,
  gapViewSchema,
  type PacketsQuery,
  packetsQuerySchema,
  type PacketView,
  packetViewSchema,
  type ParameterHistory,
  parameterHistorySchema,
  type ParameterView,
  parameterViewSchema,
  type ValuesQuery,
  valuesQuerySchema,
} from './telemetry.messages.js';

/** One spacecraft's telemetry, for reading. */
@ApiTags('telemetry')
@Authorised('observe-spacecraft', { spacecraft: 'id' })
@Controller('api/telemetry-command/spacecraft/:id')
export class TelemetryController {
  constructor(
    private readonly parameters: ReadParameters,
    private readonly archive: ReadArchive,
  ) {}

  @Get('parameters')
  @DocumentedAnswer(z.array(parameterViewSchema))
  list(@Param('id') id: string): Promise<ParameterView[]> {
    return this.parameters.list(id);
  }

  @Get('parameters/:name/values')
  @DocumentedQuery(valuesQuerySchema)
  @DocumentedAnswer(parameterHistorySchema)
  values(
    @Param('id') id: string,
    @Param('name') name: string,
    @ZodQuery(valuesQuerySchema) query: ValuesQuery,
  ): Promise<ParameterHistory> {
    return this.parameters.history(id, name, query);
  }

  @Get('packets')
  @DocumentedQuery(packetsQuerySchema)
  @DocumentedAnswer(z.array(packetViewSchema))
  packets(@Param('id') id: string, @ZodQuery(packetsQuerySchema) query: PacketsQuery): Promise<PacketView[]> {
    return this.archive.packets(id, query);
  }

  @Get('frames')
  @DocumentedQuery(framesQuerySchema)
  @DocumentedAnswer(z.array(frameViewSchema))
  frames(@Param('id') id: string, @ZodQuery(framesQuerySchema) query: FramesQuery): Promise<FrameView[]> {
    return this.archive.frames(id, query);
  }

  @Get('gaps')
  @DocumentedQuery(eventsQuerySchema)
  @DocumentedAnswer(z.array(gapViewSchema))
  gaps(@Param('id') id: string, @ZodQuery(eventsQuerySchema) query: EventsQuery): Promise<GapView[]> {
    return this.archive.gaps(id, query);
  }

  @Get('alarms')
  @DocumentedQuery(eventsQuerySchema)
  @DocumentedAnswer(z.array(alarmViewSchema))
  alarms(@Param('id') id: string, @ZodQuery(eventsQuerySchema) query: EventsQuery): Promise<AlarmView[]> {
    return this.archive.alarms(id, query);
  }
}
