import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { OperationsMode } from '@app/contracts';
import { Authorised, DocumentedAnswer, DocumentedQuery, OPERATIONS_MODE, ZodQuery } from '@app/platform';
import { FindMission } from '../http/find-mission.js';
import {
  type GroundAlarmsQuery,
  groundAlarmsQuerySchema,
  type GroundAlarmView,
  groundAlarmViewSchema,
} from './ground-alarm.messages.js';
import { GroundAlarmStore } from './ground-alarm-store.js';

/** What on the ground called for a person while one spacecraft was flown. */
@ApiTags('ground alarms')
@Controller('api/telemetry-command/spacecraft/:id')
export class GroundAlarmController {
  constructor(
    private readonly store: GroundAlarmStore,
    private readonly find: FindMission,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
  ) {}

  /** The latest first. */
  @Get('ground-alarms')
  @Authorised('observe-spacecraft', { spacecraft: 'id' })
  @DocumentedQuery(groundAlarmsQuerySchema)
  @DocumentedAnswer(z.array(groundAlarmViewSchema))
  async list(
    @Param('id') id: string,
    @ZodQuery(groundAlarmsQuerySchema) query: GroundAlarmsQuery,
  ): Promise<GroundAlarmView[]> {
    const spacecraft = await this.find.spacecraft(id);
    return this.store.list(this.mode, spacecraft.id, query);
  }
}
