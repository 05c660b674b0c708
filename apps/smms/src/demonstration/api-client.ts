import { z } from 'zod';
import { type Contact, contactSchema, type ContactId, contactWindowSchema } from '@app/contracts';
import { formatUtc, parseUtc } from '@app/time';

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

const frameSchema = z.object({ earthReceiveTime: z.string(), stationSequence: z.int(), octets: z.string() });
export type ArchivedFrame = z.infer<typeof frameSchema>;

const statisticsSchema = z.object({
  totals: z.record(z.string(), z.int()),
  packetsPending: z.int(),
  gaps: z.array(z.object({ vcid: z.int(), missingFrames: z.int(), after: z.string().nullable(), before: z.string() })),
  alarms: z.array(z.unknown()),
});
export type Statistics = z.infer<typeof statisticsSchema>;

/** The public API as the demonstration uses it: what it shows, any client can see. */
export class ApiClient {
  constructor(private readonly base: string) {}

  async contacts(): Promise<Contact[]> {
    return this.get('/api/mission-planning/contacts?limit=5000', z.array(contactSchema));
  }

  async countContactWindows(): Promise<number> {
    return (await this.get('/api/flight-dynamics/contact-windows?limit=5000', z.array(contactWindowSchema))).length;
  }

  statistics(contact: ContactId): Promise<Statistics> {
    return this.get(`/api/telemetry-command/statistics?contact=${contact}`, statisticsSchema);
  }

  /** Every archived frame of a contact, page by page, the latest first. */
  async frames(contact: Contact): Promise<ArchivedFrame[]> {
    const frames = new Map<number, ArchivedFrame>();
    let end = '';
    for (;;) {
      const query = `contact=${contact.id}&limit=1000&octets=true${end}`;
      const page = await this.get(
        `/api/telemetry-command/spacecraft/${contact.spacecraft}/frames?${query}`,
        z.array(frameSchema),
      );
      const before = frames.size;
      for (const frame of page) frames.set(frame.stationSequence, frame);
      const last = page.at(-1);
      if (last === undefined || frames.size === before) return [...frames.values()];
      // The end is not included; frames of one microsecond may lie on either side of a page's edge.
      end = `&end=${formatUtc(parseUtc(last.earthReceiveTime) + 1000n)}`;
    }
  }

  private async get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
    const url = `${this.base}${path}`;
    const response = await fetch(url);
    const body = await response.text();
    if (!response.ok) throw new ApiError(url, response.status, body);
    return schema.parse(JSON.parse(body));
  }
}
