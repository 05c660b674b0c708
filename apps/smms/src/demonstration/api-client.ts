import { z } from 'zod';
import {
  type ApproveCommand,
  type AuthorCommand,
  type Command,
  commandSchema,
  type ConsoleHolding,
  consoleHoldingSchema,
  type Contact,
  contactSchema,
  type ContactId,
  contactWindowSchema,
  sessionSchema,
  type SpacecraftId,
} from '@app/contracts';
import { formatUtc, parseUtc, plusSeconds } from '@app/time';

/** The API answered with an error, or with what its contract does not say. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly url: string,
    readonly status: number,
    readonly body: string,
  ) {
    super(`${url} answered ${status}: ${body.slice(0, 500)}`);
  }
}

/** Frames of so much of a contact always fit on a page. */
const SLICE_S = 60;
const PAGE = 1000;

const frameSchema = z.object({
  contact: z.string(),
  antenna: z.string(),
  stationLog: z.string(),
  stationSequence: z.int(),
  earthReceiveTime: z.string(),
  fault: z.string().nullable(),
  octets: z.string(),
});
export type ArchivedFrame = z.infer<typeof frameSchema>;

const statisticsSchema = z.object({
  totals: z.record(z.string(), z.int()),
  channels: z.array(z.object({ vcid: z.int(), frames: z.int() })),
  packetsPending: z.int(),
  gaps: z.array(z.object({ vcid: z.int(), missingFrames: z.int(), after: z.string().nullable(), before: z.string() })),
  alarms: z.array(z.unknown()),
});
export type Statistics = z.infer<typeof statisticsSchema>;

/** The public API as the demonstration uses it: what it shows, any client can see. */
export class ApiClient {
  private token: string | undefined;

  constructor(private readonly base: string) {}

  async signIn(user: string, password: string): Promise<this> {
    this.token = (await this.post('/api/session', { user, password }, sessionSchema)).token;
    return this;
  }

  takeConsole(spacecraft: SpacecraftId): Promise<ConsoleHolding> {
    const take = { mode: 'simulation', action: 'take' };
    return this.post(`/api/telemetry-command/spacecraft/${spacecraft}/console`, take, consoleHoldingSchema);
  }

  command(spacecraft: SpacecraftId, command: Partial<AuthorCommand>): Promise<Command> {
    const body = { mode: 'simulation', ...command };
    return this.post(`/api/telemetry-command/spacecraft/${spacecraft}/commands`, body, commandSchema);
  }

  approve({ spacecraft, id }: Command, verdict: ApproveCommand['verdict'] = 'approve'): Promise<Command> {
    const path = `/api/telemetry-command/spacecraft/${spacecraft}/commands/${id}/approval`;
    return this.post(path, { mode: 'simulation', verdict }, commandSchema);
  }

  commandById({ spacecraft, id }: Pick<Command, 'spacecraft' | 'id'>): Promise<Command> {
    return this.get(`/api/telemetry-command/spacecraft/${spacecraft}/commands/${id}`, commandSchema);
  }

  async contacts(): Promise<Contact[]> {
    return this.get('/api/mission-planning/contacts?limit=5000', z.array(contactSchema));
  }

  async countContactWindows(): Promise<number> {
    return (await this.get('/api/flight-dynamics/contact-windows?limit=5000', z.array(contactWindowSchema))).length;
  }

  statistics(contact: ContactId): Promise<Statistics> {
    return this.get(`/api/telemetry-command/statistics?contact=${contact}`, statisticsSchema);
  }

  /** Every row of the archive, by slices of time that do not overlap: a frame that is there twice comes twice. */
  async frames({
    id,
    spacecraft,
    start,
    end,
  }: Pick<Contact, 'id' | 'spacecraft' | 'start' | 'end'>): Promise<ArchivedFrame[]> {
    const all: ArchivedFrame[] = [];
    for (let from = parseUtc(start); from < parseUtc(end); from = plusSeconds(from, SLICE_S)) {
      const slice = `start=${formatUtc(from)}&end=${formatUtc(plusSeconds(from, SLICE_S))}`;
      const page = await this.get(
        `/api/telemetry-command/spacecraft/${spacecraft}/frames?contact=${id}&octets=true&limit=${PAGE}&${slice}`,
        z.array(frameSchema).max(PAGE - 1),
      );
      all.push(...page.reverse());
    }
    return all;
  }

  protected get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
    return this.ask(path, schema, { method: 'GET' });
  }

  protected post<Schema extends z.ZodType>(path: string, body: unknown, schema: Schema): Promise<z.output<Schema>> {
    return this.ask(path, schema, { method: 'POST', body: JSON.stringify(body) });
  }

  private async ask<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    request: { readonly method: string; readonly body?: string },
  ): Promise<z.output<Schema>> {
    const url = `${this.base}${path}`;
    const authorization = this.token === undefined ? {} : { authorization: `Bearer ${this.token}` };
    const response = await fetch(url, {
      ...request,
      headers: { 'content-type': 'application/json', ...authorization },
    });
    const body = await response.text();
    if (!response.ok) throw new ApiError(url, response.status, body);
    return schema.parse(JSON.parse(body));
  }
}
