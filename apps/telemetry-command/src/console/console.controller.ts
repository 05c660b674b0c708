import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  type ConsoleAction,
  consoleActionSchema,
  type ConsoleHolding,
  consoleHoldingSchema,
  type Principal,
} from '@app/contracts';
import { Authorised, DocumentedAnswer, DocumentedBody, Door, SignedIn, Who, ZodBody } from '@app/platform';
import { HoldConsole } from './hold-console.use-case.js';

/** Who commands a spacecraft. */
@ApiTags('commands')
@Controller('api/telemetry-command/spacecraft/:id/console')
export class ConsoleController {
  constructor(private readonly holdConsole: HoldConsole) {}

  @Get()
  @Authorised('observe-spacecraft', { spacecraft: 'id' })
  @DocumentedAnswer(consoleHoldingSchema)
  read(@Param('id') id: string): Promise<ConsoleHolding> {
    return this.holdConsole.read(id);
  }

  @Post()
  @HttpCode(200)
  @SignedIn('a holder may always leave, whatever the role now; for the rest the use case asks authority')
  @DocumentedBody(consoleActionSchema)
  @DocumentedAnswer(consoleHoldingSchema)
  act(
    @Param('id') id: string,
    @ZodBody(consoleActionSchema) action: ConsoleAction,
    @Who() who: Principal,
    @Door() door: string,
  ): Promise<ConsoleHolding> {
    return this.holdConsole.execute(id, action, who, door);
  }
}
