import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { type Contact, contactSchema, type PassStatus, passStatusSchema } from '@app/contracts';
import { formatUtc, parseUtc, plusSeconds } from '@app/time';

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

const packetSchema = z.object({
  id: z.string(),
  quality: z.enum(['complete', 'partial', 'checksum-error']),
  container: z.string().nullable(),
  generationTime: z.string().nullable(),
  earthReceiveTime: z.string(),
  firstStationSequence: z.int(),
  lastStationSequence: z.int(),
  gaps: z.array(z.object({ offset: z.int(), length: z.int() })),
  length: z.int(),
});
export type ArchivedPacket = z.infer<typeof packetSchema>;

const gapSchema = z.object({
  channel: z.enum(['virtual', 'master']),
  missingFrames: z.int(),
  after: z.string().nullable(),
  before: z.string(),
});
export type ArchivedGap = z.infer<typeof gapSchema>;

const statisticsSchema = z.object({
  totals: z.record(z.string(), z.int()),
  channels: z.array(z.object({ vcid: z.int(), frames: z.int() })),
});
export type ContactStatistics = z.infer<typeof statisticsSchema>;

const PAGE = 1000;
/** Frames of so much of a contact always fit on a page. */
const SLICE_S = 60;

/** The public API of a running ground segment, as this test asks it. */
export class ChainApi {
  constructor(private readonly base: string) {}

  contacts(): Promise<Contact[]> {
    return this.get('/api/mission-planning/contacts?limit=5000', z.array(contactSchema));
  }

  async pass({ id, site }: Contact): Promise<PassStatus | undefined> {
    const passes = await this.get(`/api/stations/${site}/passes`, z.array(passStatusSchema));
    return passes.find(({ contact }) => contact === id);
  }

  statistics({ id }: Contact): Promise<ContactStatistics> {
    return this.get(`/api/telemetry-command/statistics?contact=${id}`, statisticsSchema);
  }

  gaps({ id, spacecraft }: Contact): Promise<ArchivedGap[]> {
    return this.get(
      `/api/telemetry-command/spacecraft/${spacecraft}/gaps?contact=${id}&limit=${PAGE}`,
      z.array(gapSchema),
    );
  }

  /** Every row of the archive, by slices of time that do not overlap: a frame that is there twice comes twice. */
  async frames({ id, spacecraft, start, end }: Contact): Promise<ArchivedFrame[]> {
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

  /** Every packet, the latest first; pages overlap by their last instant. */
  async packets({ id, spacecraft }: Contact): Promise<ArchivedPacket[]> {
    const all = new Map<string, ArchivedPacket>();
    for (let end = ''; ;) {
      const page = await this.get(
        `/api/telemetry-command/spacecraft/${spacecraft}/packets?contact=${id}&limit=${PAGE}${end}`,
        z.array(packetSchema),
      );
      const before = all.size;
      for (const packet of page) all.set(packet.id, packet);
      const last = page.at(-1);
      if (last === undefined || all.size === before) return [...all.values()];
      end = `&end=${formatUtc(parseUtc(last.generationTime ?? last.earthReceiveTime) + 1000n)}`;
    }
  }

  private async get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
    const response = await fetch(`${this.base}${path}`);
    const body = await response.text();
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${body.slice(0, 500)}`);
    return schema.parse(JSON.parse(body));
  }
}

/** Asks again until there is an answer; says what the last look showed where none came in time. */
export async function until<Answer>(
  what: string,
  timeoutS: number,
  look: () => Promise<{ readonly answer?: Answer | undefined; readonly seen?: unknown }>,
): Promise<Answer> {
  let seen: unknown;
  for (const started = performance.now(); performance.now() - started < timeoutS * 1000; await delay(100)) {
    const looked = await look();
    if (looked.answer !== undefined) return looked.answer;
    seen = looked.seen;
  }
  throw new Error(`${what}: not within ${timeoutS} s; last seen: ${JSON.stringify(seen)}`);
}
