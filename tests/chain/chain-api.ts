import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import {
  type AuditEntry,
  auditEntrySchema,
  type Command,
  commandSchema,
  type ConsoleAction,
  type ConsoleHolding,
  consoleHoldingSchema,
  type Contact,
  type Cop1DirectiveRequest,
  type Cop1Status,
  cop1StatusSchema,
  type PassStatus,
  passStatusSchema,
  type SpacecraftId,
} from '@app/contracts';
import { formatUtc, parseUtc } from '@app/time';
import { ApiClient } from '../../apps/smms/src/demonstration/api-client.js';

export type { ArchivedFrame, Statistics as ContactStatistics } from '../../apps/smms/src/demonstration/api-client.js';

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

const PAGE = 1000;

/** The public API of a running ground segment, as this test asks it. */
export class ChainApi extends ApiClient {
  async pass({ id, site }: Contact): Promise<PassStatus | undefined> {
    const passes = await this.get(`/api/stations/${site}/passes`, z.array(passStatusSchema));
    return passes.find(({ contact }) => contact === id);
  }

  /** Every command of a spacecraft, in the order of authoring. */
  async commands(spacecraft: SpacecraftId): Promise<Command[]> {
    const page = z.array(commandSchema).max(PAGE - 1);
    return (await this.get(`/api/telemetry-command/spacecraft/${spacecraft}/commands?limit=${PAGE}`, page)).reverse();
  }

  console(spacecraft: SpacecraftId): Promise<ConsoleHolding> {
    return this.get(`/api/telemetry-command/spacecraft/${spacecraft}/console`, consoleHoldingSchema);
  }

  actOnConsole(spacecraft: SpacecraftId, action: ConsoleAction): Promise<ConsoleHolding> {
    return this.post(`/api/telemetry-command/spacecraft/${spacecraft}/console`, action, consoleHoldingSchema);
  }

  cop1(spacecraft: SpacecraftId): Promise<Cop1Status> {
    return this.get(`/api/telemetry-command/spacecraft/${spacecraft}/cop1`, cop1StatusSchema);
  }

  /** A directive as a commander gives it; how COP-1 stands then. */
  direct(spacecraft: SpacecraftId, directive: Exclude<Cop1DirectiveRequest['directive'], `${string}vr`>) {
    const body = { mode: 'simulation', directive } satisfies Cop1DirectiveRequest;
    return this.post(`/api/telemetry-command/spacecraft/${spacecraft}/cop1`, body, cop1StatusSchema);
  }

  /** The newest first; `query` without its question mark. */
  audit(query: string): Promise<AuditEntry[]> {
    return this.get(`/api/service-management/audit?${query}`, z.array(auditEntrySchema));
  }

  gaps({ id, spacecraft }: Contact): Promise<ArchivedGap[]> {
    return this.get(
      `/api/telemetry-command/spacecraft/${spacecraft}/gaps?contact=${id}&limit=${PAGE}`,
      z.array(gapSchema),
    );
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
}

/**
 * A machine that is busy with more than the test takes so many times as long. Nothing waits longer for it that goes well: mission time is
 * paced by what the machine can do.
 */
export const BUSY = 5;

/**
 * Asks again until there is an answer; says what the last look showed where none came in time: `timeoutS` wall seconds, for a machine that
 * does nothing else.
 */
export async function until<Answer>(
  what: string,
  timeoutS: number,
  look: () => Promise<{ readonly answer?: Answer | undefined; readonly seen?: unknown }>,
  everyMs = 100,
): Promise<Answer> {
  let seen: unknown;
  for (const started = performance.now(); performance.now() - started < BUSY * timeoutS * 1000; await delay(everyMs)) {
    const looked = await look();
    if (looked.answer !== undefined) return looked.answer;
    seen = looked.seen;
  }
  throw new Error(`${what}: not within ${BUSY * timeoutS} s; last seen: ${JSON.stringify(seen)}`);
}
