import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  type Cop1DirectiveRequest,
  cop1DirectiveSchema,
  type Cop1Status,
  cop1StatusSchema,
  type Principal,
} from '@app/contracts';
import { Authorised, AuthorisedInside, DocumentedAnswer, DocumentedBody, Door, Who, ZodBody } from '@app/platform';
import { DirectCop1 } from './direct-cop1.use-case.js';

/** COP-1 of one spacecraft's telecommand channel. */
@ApiTags('commands')
@Controller('api/telemetry-command/spacecraft/:id/cop1')
export class Cop1Controller {
  constructor(private readonly cop1: DirectCop1) {}

  @Get()
  @Authorised('observe-spacecraft', { spacecraft: 'id' })
  @DocumentedAnswer(cop1StatusSchema)
  status(@Param('id') id: string): Promise<Cop1Status> {
    return this.cop1.status(id);
  }

  /** A directive to FOP-1 by the commander; answers how COP-1 stands then. */
  @Post()
  @HttpCode(200)
  @AuthorisedInside('direct-cop1')
  @DocumentedBody(cop1DirectiveSchema)
  @DocumentedAnswer(cop1StatusSchema)
  direct(
    @Param('id') id: string,
    @ZodBody(cop1DirectiveSchema) request: Cop1DirectiveRequest,
    @Who() who: Principal,
    @Door() door: string,
  ): Promise<Cop1Status> {
    return this.cop1.execute(id, request, who, door);
  }
}
