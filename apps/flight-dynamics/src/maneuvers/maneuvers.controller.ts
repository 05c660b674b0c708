import { randomUUID } from 'node:crypto';
import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  limitUpTo,
  type Maneuver,
  maneuverSchema,
  type PlanManeuver,
  planManeuverSchema,
  type Principal,
  spacecraftIdSchema,
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
import { ManeuverRepository } from './maneuver.repository.js';

const querySchema = z.strictObject({ spacecraft: spacecraftIdSchema.optional(), limit: limitUpTo(1000, 100) });

/** Manoeuvres that make later contacts doubtful until newer elements come. */
@ApiTags('flight dynamics')
@Authorised('observe-network')
@Controller('api/flight-dynamics/maneuvers')
export class ManeuversController {
  constructor(
    private readonly registry: RegistryReader,
    private readonly maneuvers: ManeuverRepository,
    private readonly authority: Authority,
    private readonly predict: PredictContactWindows,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Manoeuvres, by their end' })
  @DocumentedQuery(querySchema)
  @DocumentedAnswer(z.array(maneuverSchema))
  async list(@ZodQuery(querySchema) query: z.infer<typeof querySchema>): Promise<Maneuver[]> {
    await this.registry.requireKnown(query);
    return this.maneuvers.all(query.spacecraft, query.limit);
  }

  @Post()
  @AuthorisedInside('load-elements')
  @ApiOperation({ summary: 'Plan a manoeuvre: contacts that it makes doubtful are flagged' })
  @HttpCode(201)
  @DocumentedBody(planManeuverSchema)
  @DocumentedAnswer(maneuverSchema, 201)
  async plan(
    @ZodBody(planManeuverSchema) body: PlanManeuver,
    @Who() who: Principal,
    @Door() door: string,
  ): Promise<Maneuver> {
    const { spacecraft, note: subject } = body;
    await this.authority.require(who, { operation: 'load-elements', door, spacecraft, subject });
    const maneuver = { id: randomUUID(), ...body };
    await this.maneuvers.add(maneuver, who.user);
    await this.predict.execute();
    return maneuver;
  }

  @Delete(':maneuver')
  @AuthorisedInside('load-elements')
  @ApiOperation({ summary: 'Take a manoeuvre back: it flags no contact any more' })
  @DocumentedAnswer(maneuverSchema)
  async remove(@Param('maneuver') id: string, @Who() who: Principal, @Door() door: string): Promise<Maneuver> {
    const maneuver = z.uuid().safeParse(id).success ? await this.maneuvers.find(id) : undefined;
    if (maneuver === undefined) throw notFound('maneuver', id);
    const { spacecraft, note: subject } = maneuver;
    await this.authority.require(who, { operation: 'load-elements', door, spacecraft, subject });
    if (!(await this.maneuvers.remove(id))) throw notFound('maneuver', id);
    await this.predict.execute();
    return maneuver;
  }
}
