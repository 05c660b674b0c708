import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  type Contact,
  contactIdSchema,
  contactSchema,
  contactStateSchema,
  limitUpTo,
  type LostConflict,
  lostConflictSchema,
  requestIdSchema,
  type ServiceRequest,
  serviceRequestSchema,
  siteIdSchema,
  spacecraftIdSchema,
  spanQuery,
} from '@app/contracts';
import {
  Authorised,
  DocumentedAnswer,
  DocumentedBody,
  DocumentedQuery,
  notFound,
  RegistryReader,
  ZodBody,
  ZodQuery,
} from '@app/platform';
import { ContactRepository } from './contacts/contact.repository.js';
import { PlanContacts } from './contacts/plan-contacts.use-case.js';
import { ServiceRequestRepository } from './requests/service-request.repository.js';

const contactQuerySchema = spanQuery({
  spacecraft: spacecraftIdSchema.optional(),
  site: siteIdSchema.optional(),
  state: contactStateSchema.optional(),
  limit: limitUpTo(5000, 500),
});

const lostQuerySchema = z.strictObject({
  spacecraft: spacecraftIdSchema.optional(),
  request: requestIdSchema.optional(),
  limit: limitUpTo(5000, 500),
});

const planAnswerSchema = z.strictObject({ windows: z.int(), booked: z.array(contactSchema), lost: z.int() });

@ApiTags('mission planning')
@Authorised('observe-network')
@Controller('api/mission-planning')
export class PlanningController {
  constructor(
    private readonly contacts: ContactRepository,
    private readonly requests: ServiceRequestRepository,
    private readonly planContacts: PlanContacts,
    private readonly registry: RegistryReader,
  ) {}

  /** Booked contacts in the order of their start. */
  @Get('contacts')
  @ApiOperation({ summary: 'Booked contacts that touch the span, in the order of their start' })
  @DocumentedQuery(contactQuerySchema)
  @DocumentedAnswer(z.array(contactSchema))
  async list(@ZodQuery(contactQuerySchema) query: z.infer<typeof contactQuerySchema>): Promise<Contact[]> {
    const { state, ...filter } = query;
    await this.registry.requireKnown(query);
    return this.contacts.find({ ...filter, state: state === undefined ? undefined : [state] });
  }

  @Get('contacts/:id')
  @ApiOperation({ summary: 'One contact' })
  @DocumentedAnswer(contactSchema)
  async one(@Param('id') id: string): Promise<Contact> {
    // What has not the form of an identifier never reaches the database, which takes not every text.
    const known = contactIdSchema.safeParse(id);
    const [contact] = known.success ? await this.contacts.find({ id: known.data }) : [];
    if (contact === undefined) throw notFound('contact', id);
    return contact;
  }

  /** Windows that a request did not get, each with the rule and, for a conflict, the winner. */
  @Get('lost-windows')
  @ApiOperation({ summary: 'Windows that a request did not get, each with the rule and, for a conflict, the winner' })
  @DocumentedQuery(lostQuerySchema)
  @DocumentedAnswer(z.array(lostConflictSchema))
  async lost(@ZodQuery(lostQuerySchema) query: z.infer<typeof lostQuerySchema>): Promise<LostConflict[]> {
    await this.registry.requireKnown(query);
    if (query.request !== undefined && !(await this.requests.all()).some(({ id }) => id === query.request))
      throw notFound('request', query.request);
    return this.contacts.lost(query);
  }

  @Get('requests')
  @ApiOperation({ summary: 'Service requests, the first served first' })
  @DocumentedAnswer(z.array(serviceRequestSchema))
  allRequests(): Promise<ServiceRequest[]> {
    return this.requests.all();
  }

  @Post('requests')
  @Authorised('plan-contacts', { spacecraft: { body: 'spacecraft' }, subject: { body: 'id' } })
  @ApiOperation({ summary: 'Add a service request; the next plan serves it' })
  @DocumentedBody(serviceRequestSchema)
  @DocumentedAnswer(serviceRequestSchema, 201)
  async addRequest(@ZodBody(serviceRequestSchema) request: ServiceRequest): Promise<ServiceRequest> {
    await this.requests.add(request);
    return request;
  }

  /** Plans now: books what the requests still lack, from the mission clock's time on. */
  @Post('plans')
  @Authorised('plan-contacts')
  @ApiOperation({ summary: 'Plan now: book what the requests still lack' })
  @HttpCode(200)
  @DocumentedAnswer(planAnswerSchema)
  async plan(): Promise<z.infer<typeof planAnswerSchema>> {
    const { windows, booked, lost } = await this.planContacts.execute();
    return { windows, booked: [...booked], lost: lost.length };
  }
}
