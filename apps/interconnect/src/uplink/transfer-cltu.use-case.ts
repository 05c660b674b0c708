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
  NoResponderError,
  OPERATIONS_MODE,
  RequestTimeoutError,
} from '@app/platform';
import { formatUtc } from '@app/time';
import { RecentRegistry } from '../registry/recent-registry.js';
import { noteAnswer, noteAsked, noteUnanswered } from './cltu-ledger.js';
import { StationUnansweredError } from './station-unanswered.error.js';
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

  /**
   * `asked` is the spacecraft of the subject. A refusal is certain: no station has it. Rejects with StationUnansweredError where one
   * may have taken it, and where the ledger cannot be written: then no station was asked.
   */
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
        : await this.askStation(decision.site, transfer);
    if (answer instanceof StationUnansweredError) {
      this.count(transfer.spacecraft, 'unanswered');
      await this.accounted(transfer, noteUnanswered(manager, transfer.id, answer.message));
      throw answer;
    }
    const said = decision.outcome === 'refused' ? answer : agreed(answer, decision.agreements);
    await this.accounted(transfer, noteAnswer(manager, transfer.id, said));
    return said;
  }

  /** The station may have it: what it says then sets the account right. */
  private accounted(transfer: CltuTransfer, noted: Promise<void>): Promise<void> {
    return noted.catch((error: unknown) => {
      this.logger.error({ error, cltu: transfer.id }, 'the answer of a station could not be accounted for');
    });
  }

  /** Refuses for a station only where nobody was there at the first attempt: what reached it once may have been taken. */
  private async askStation(site: SiteId, transfer: CltuTransfer): Promise<CltuAnswer | StationUnansweredError> {
    let reason = '';
    for (let attempt = 0; attempt < ATTEMPTS; attempt++)
      try {
        const answer = await this.bus.request(subjects.radiateCltu(site), transfer, { timeoutMs: STATION_TIMEOUT_MS });
        return cltuAnswerSchema.parse(answer);
      } catch (error) {
        reason = error instanceof Error ? error.message : String(error);
        if (attempt === 0 && error instanceof NoResponderError)
          return refused('station-unreachable', `${site}: ${reason}`);
        if (!(error instanceof RequestTimeoutError)) break;
      }
    this.logger.warn({ site, cltu: transfer.id, reason }, 'a station gives no answer to a CLTU');
    return new StationUnansweredError(site, transfer.id, reason);
  }

  private counted(spacecraft: string, answer: CltuAnswer): CltuAnswer {
    this.count(spacecraft, answer.accepted ? 'accepted' : answer.rule);
    return answer;
  }

  private count(spacecraft: string, rule: CltuRefusalRule | 'accepted' | 'unanswered'): void {
    const labels = { spacecraft, rule };
    this.metrics.count('smms_interconnect_cltus_total', 'CLTUs that missions asked for, by the answer', labels);
  }
}

const refused = (rule: CltuRefusalRule, explanation: string): CltuAnswer => ({ accepted: false, rule, explanation });

/** The station's agreement where it is one that permits it now; the registry's word goes before the station's. */
function agreed(answer: CltuAnswer, [first, ...others]: readonly [string, ...string[]]): CltuAnswer {
  if (!answer.accepted || [first, ...others].includes(answer.agreement)) return answer;
  return { ...answer, agreement: first as typeof answer.agreement };
}
