import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import {
  type CltuAnswer,
  cltuAnswerSchema,
  type CltuRefusalRule,
  type CltuTransfer,
  cltuTransferSchema,
  type OperationsMode,
  type SiteId,
  subjects,
} from '@app/contracts';
import {
  LOGGER,
  type Logger,
  MessageBus,
  Metrics,
  MissionClock,
  OPERATIONS_MODE,
  RequestTimeoutError,
} from '@app/platform';
import { formatUtc } from '@app/time';
import { RecentRegistry } from '../registry/recent-registry.js';
import { noteAnswer, noteAsked } from './cltu-ledger.js';
import { judgeTelecommand } from './telecommand-rules.js';

const STATION_TIMEOUT_MS = 3_000;
/** A station that was asked twice answers as it did the first time, and radiates once: an answer that was lost is asked for again. */
const ATTEMPTS = 2;

/** Hands one CLTU from its mission to the station of its contact, where an agreement permits it, and accounts for it. */
@Injectable()
export class TransferCltu {
  /** Frames of one spacecraft are numbered: its CLTUs go one after the other. */
  private readonly lanes = new Map<string, Promise<unknown>>();

  constructor(
    private readonly bus: MessageBus,
    private readonly clock: MissionClock,
    private readonly recent: RecentRegistry,
    private readonly metrics: Metrics,
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
  ) {}

  /** `asked` is the spacecraft of the subject. Rejects where the ledger cannot be written: then no station was asked. */
  async execute(payload: unknown, asked: string): Promise<CltuAnswer> {
    const { data: transfer, error } = cltuTransferSchema.safeParse(payload);
    if (transfer === undefined) {
      const [issue] = error.issues;
      return this.counted(
        asked,
        refused('invalid', `${issue?.path.join('.') ?? '$'}: ${issue?.message ?? 'expected a CLTU'}`),
      );
    }
    if (transfer.spacecraft !== asked)
      return this.counted(asked, refused('invalid', `spacecraft: expected ${asked}, found ${transfer.spacecraft}`));
    const before = this.lanes.get(asked) ?? Promise.resolve();
    const answer = before.then(() => this.transfer(transfer));
    const lane = answer.catch(() => undefined);
    this.lanes.set(asked, lane);
    void lane.then(() => {
      if (this.lanes.get(asked) === lane) this.lanes.delete(asked);
    });
    return this.counted(asked, await answer);
  }

  private async transfer(transfer: CltuTransfer): Promise<CltuAnswer> {
    const now = this.clock.now();
    const decision = judgeTelecommand(transfer, await this.recent.registry(), this.mode, now);
    const { site, antenna } = decision;
    const agreement = decision.outcome === 'permitted' ? decision.agreements[0] : null;
    const octets = Buffer.from(transfer.octets, 'base64').length;
    const { manager } = this.dataSource;
    await noteAsked(manager, { transfer, site, antenna, agreement, octets, askedAt: formatUtc(now) });
    const answer =
      decision.outcome === 'refused'
        ? refused(decision.rule, decision.explanation)
        : agreed(await this.askStation(decision.site, transfer), decision.agreements);
    await noteAnswer(manager, transfer.id, answer).catch((error: unknown) => {
      // The station has it: what it says then sets the account right.
      this.logger.error({ error, cltu: transfer.id }, 'the answer of a station could not be accounted for');
    });
    return answer;
  }

  /** `station-unreachable` after a timeout may be said of a CLTU that the station took: then its notification says what became of it. */
  private async askStation(site: SiteId, transfer: CltuTransfer): Promise<CltuAnswer> {
    let reason = '';
    for (let attempt = 0; attempt < ATTEMPTS; attempt++)
      try {
        const answer = await this.bus.request(subjects.radiateCltu(site), transfer, { timeoutMs: STATION_TIMEOUT_MS });
        return cltuAnswerSchema.parse(answer);
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
        if (!(error instanceof RequestTimeoutError)) break;
      }
    this.logger.warn({ site, cltu: transfer.id, reason }, 'a station gives no answer to a CLTU');
    return refused('station-unreachable', `${site}: ${reason}`);
  }

  private counted(spacecraft: string, answer: CltuAnswer): CltuAnswer {
    const labels = { spacecraft, rule: answer.accepted ? 'accepted' : answer.rule };
    this.metrics.count('smms_interconnect_cltus_total', 'CLTUs that missions asked for, by the answer', labels);
    return answer;
  }
}

const refused = (rule: CltuRefusalRule, explanation: string): CltuAnswer => ({ accepted: false, rule, explanation });

/** The station's agreement where it is one that permits it now; the registry's word goes before the station's. */
function agreed(answer: CltuAnswer, [first, ...others]: readonly [string, ...string[]]): CltuAnswer {
  if (!answer.accepted || [first, ...others].includes(answer.agreement)) return answer;
  return { ...answer, agreement: first as typeof answer.agreement };
}
