import { Inject, Injectable } from '@nestjs/common';
import {
  antennaIdSchema,
  type Decision,
  type Operation,
  type OperationsMode,
  type Principal,
  spacecraftIdSchema,
} from '@app/contracts';
import { formatUtc, type Tai } from '@app/time';
import { MissionClock, WallClock } from '../clock/index.js';
import { Metrics } from '../metrics/metrics.js';
import { OPERATIONS_MODE } from '../platform-tokens.js';
import { type Registry, RegistryReader } from '../registry/registry-reader.js';
import { AuditLog } from './audit-log.port.js';
import { Authority, type AuthorityQuestion } from './authority.port.js';
import { refusalOf } from './authority-refusal.js';
import { type AuthorityFacts, decide, decideAtDoor } from './policy.js';
import { RepeatedRefusals } from './repeated-refusals.js';

/** The registry may be so old when a decision is made from it, in nanoseconds. */
const FRESH_NS = 2_000_000_000n;

/** What changes nothing: a refusal that is repeated is not written each time. */
const looking: readonly Operation[] = ['observe-network', 'observe-spacecraft', 'read-audit'];

/** Decides by the registry, with the agreements that are in force at mission time, and writes each decision down. */
@Injectable()
export class RegistryAuthority extends Authority {
  private readonly repeated: RepeatedRefusals;
  private cached: { readonly readAt: Tai; readonly registry: Promise<Registry> } | undefined;

  constructor(
    private readonly reader: RegistryReader,
    private readonly audit: AuditLog,
    private readonly missionClock: MissionClock,
    private readonly wallClock: WallClock,
    private readonly metrics: Metrics,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
  ) {
    super();
    this.repeated = new RepeatedRefusals(wallClock);
  }

  /**
   * At a door whose use case decides by facts that it alone knows: refuses, and writes down, whom the role or the spacecraft keeps out in
   * any case (`decideAtDoor`), so that validation tells them nothing. Whom it admits is still to be decided about, and is not written down. Throws a Refusal
   * (403).
   */
  async admit(who: Principal, question: AuthorityQuestion): Promise<void> {
    const decision = decideAtDoor(who, question, await this.facts());
    if (decision.allowed) return;
    await this.record(who, question, decision);
    throw refusalOf(decision);
  }

  override async decide(who: Principal | null, question: AuthorityQuestion): Promise<Decision> {
    const decision = decide(who, question, await this.facts());
    await this.record(who, question, decision);
    return decision;
  }

  override async require(who: Principal | null, question: AuthorityQuestion): Promise<Decision> {
    const decision = await this.decide(who, question);
    if (!decision.allowed) throw refusalOf(decision);
    return decision;
  }

  private async record(who: Principal | null, question: AuthorityQuestion, decision: Decision): Promise<void> {
    const { operation, door, spacecraft } = question;
    this.metrics.count('smms_authority_decisions_total', 'Decisions of authority by operation and rule', {
      operation,
      rule: decision.rule,
    });
    if (decision.allowed && operation.startsWith('observe-')) return;
    if (decision.allowed || !looking.includes(operation)) {
      await this.append(who, question, decision);
      return;
    }
    const refusal = JSON.stringify([who?.user, operation, spacecraft, decision.rule, door]);
    const repeats = this.repeated.note(refusal);
    if (repeats === undefined) return;
    const { more, since } = repeats;
    const said = more === 0 ? undefined : `${more} more since ${formatUtc(since, 0)}`;
    try {
      await this.append(who, question, decision, said);
    } catch (error) {
      this.repeated.forget(refusal);
      throw error;
    }
  }

  private async append(
    who: Principal | null,
    question: AuthorityQuestion,
    decision: Decision,
    repeats?: string,
  ): Promise<void> {
    const { operation, door, spacecraft, antenna, subject } = question;
    const knownSpacecraft = spacecraftIdSchema.safeParse(spacecraft);
    const knownAntenna = antennaIdSchema.safeParse(antenna);
    // What is not registered is kept as it was asked for.
    const about =
      subject ?? question.site ?? question.member ?? (knownSpacecraft.success ? null : (spacecraft ?? null));
    await this.audit.append({
      user: who?.user ?? null,
      member: who?.member ?? null,
      actor: who?.user ?? 'anonymous',
      operation,
      door,
      spacecraft: knownSpacecraft.success ? knownSpacecraft.data : null,
      antenna: knownAntenna.success ? knownAntenna.data : null,
      subject: [about, repeats].filter((one) => one !== null && one !== undefined).join(', ') || null,
      decision,
    });
  }

  private async facts(): Promise<AuthorityFacts> {
    return { mode: this.mode, at: this.missionClock.now(), registry: await this.registry() };
  }

  private registry(): Promise<Registry> {
    const now = this.wallClock.now();
    if (this.cached !== undefined && now - this.cached.readAt < FRESH_NS) return this.cached.registry;
    const registry = this.reader.registry();
    const reading = { readAt: now, registry };
    this.cached = reading;
    // What could not be read is asked for again.
    registry.catch(() => {
      if (this.cached === reading) this.cached = undefined;
    });
    return registry;
  }
}
