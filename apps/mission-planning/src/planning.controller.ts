import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  type Contact,
  contactSchema,
  contactStateSchema,
  type LostConflict,
  lostConflictSchema,
  requestIdSchema,
  type ServiceRequest,
  serviceRequestSchema,
  siteIdSchema,
  spacecraftIdSchema,
  utcSchema,
} from '@app/contracts';
import {
  DocumentedAnswer,
  DocumentedBody,
  DocumentedQuery,
  notFound,
  Refusal,
  RegistryReader,
  ZodBody,
  ZodQuery,
} from '@app/platform';
import { ContactRepository } from './contacts/contact.repository.js';
import { PlanContacts } from './contacts/plan-contacts.use-case.js';
import { ServiceRequestRepository } from './requests/service-request.repository.js';

const contactQuerySchema = z.strictObject({
  start: utcSchema.optional(),
  end: utcSchema.optional(),
  spacecraft: spacecraftIdSchema.optional(),
  site: siteIdSchema.optional(),
  state: contactStateSchema.optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(500),
});

const lostQuerySchema = z.strictObject({
  spacecraft: spacecraftIdSchema.optional(),
  request: requestIdSchema.optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(500),
});

const planAnswerSchema = z.strictObject({ windows: z.int(), booked: z.array(contactSchema), lost: z.int() });

@ApiTags('mission planning')
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
  @DocumentedQuery(contactQuerySchema)
  @DocumentedAnswer(z.array(contactSchema))
  async list(@ZodQuery(contactQuerySchema) query: z.infer<typeof contactQuerySchema>): Promise<Contact[]> {
    const { state, ...filter } = query;
    if (query.start !== undefined && query.end !== undefined && query.end <= query.start) {
      throw new Refusal(400, 'invalid query', [
        { path: 'end', message: `expected a time after start (${query.start}), found ${query.end}` },
      ]);
    }
    if (
      query.spacecraft !== undefined &&
      !(await this.registry.spacecraft()).some(({ id }) => id === query.spacecraft)
    ) {
      throw notFound('spacecraft', query.spacecraft);
    }
    return this.contacts.find({ ...filter, state: state === undefined ? undefined : [state] });
  }

  @Get('contacts/:id')
  @DocumentedAnswer(contactSchema)
  async one(@Param('id') id: string): Promise<Contact> {
    const [contact] = await this.contacts.find({ id });
    if (contact === undefined) throw notFound('contact', id);
    return contact;
  }

  /** Windows that a request did not get, each with the rule and, for a conflict, the winner. */
  @Get('lost-windows')
  @DocumentedQuery(lostQuerySchema)
  @DocumentedAnswer(z.array(lostConflictSchema))
  lost(@ZodQuery(lostQuerySchema) query: z.infer<typeof lostQuerySchema>): Promise<LostConflict[]> {
    return this.contacts.lost(query);
  }

  @Get('requests')
  @DocumentedAnswer(z.array(serviceRequestSchema))
  allRequests(): Promise<ServiceRequest[]> {
    return this.requests.all();
  }

  @Post('requests')
  @DocumentedBody(serviceRequestSchema)
  @DocumentedAnswer(serviceRequestSchema, 201)
  async addRequest(@ZodBody(serviceRequestSchema) request: ServiceRequest): Promise<ServiceRequest> {
    await this.requests.add(request);
    return request;
  }

  /** Plans now: books what the requests still lack, from the mission clock's time on. */
  @Post('plans')
  @HttpCode(200)
  @DocumentedAnswer(planAnswerSchema)
  async plan(): Promise<z.infer<typeof planAnswerSchema>> {
    const { windows, booked, lost } = await this.planContacts.execute();
    return { windows, booked: [...booked], lost: lost.length };
  }
}
