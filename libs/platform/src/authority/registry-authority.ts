import { Inject, Injectable } from '@nestjs/common';
import {
  antennaIdSchema,
  type Decision,
  type OperationsMode,
  type Principal,
  spacecraftIdSchema,
} from '@app/contracts';
import type { Tai } from '@app/time';
import { MissionClock, WallClock } from '../clock/index.js';
import { Metrics } from '../metrics/metrics.js';
import { OPERATIONS_MODE } from '../platform-tokens.js';
import { type Registry, RegistryReader } from '../registry/registry-reader.js';
import { AuditLog } from './audit-log.port.js';
import { Authority, type AuthorityQuestion } from './authority.port.js';
import { refusalOf } from './authority-refusal.js';
import { decide } from './policy.js';

/** The registry may be so old when a decision is made from it, in nanoseconds. */
const FRESH_NS = 2_000_000_000n;

/** Decides by the registry, with the agreements that are in force at mission time, and writes each decision down. */
@Injectable()
export class RegistryAuthority extends Authority {
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
  }

  override async decide(who: Principal | null, question: AuthorityQuestion): Promise<Decision> {
    const facts = { mode: this.mode, at: this.missionClock.now(), registry: await this.registry() };
    const decision = decide(who, question, facts);
    await this.record(who, question, decision);
    return decision;
  }

  override async require(who: Principal | null, question: AuthorityQuestion): Promise<Decision> {
    const decision = await this.decide(who, question);
    if (!decision.allowed) throw refusalOf(decision);
    return decision;
  }

  private async record(who: Principal | null, question: AuthorityQuestion, decision: Decision): Promise<void> {
    const { operation, door, spacecraft, antenna, subject } = question;
    this.metrics.count('smms_authority_decisions_total', 'Decisions of authority by operation and rule', {
      operation,
      rule: decision.rule,
    });
    if (decision.allowed && operation.startsWith('observe-')) return;
    const knownSpacecraft = spacecraftIdSchema.safeParse(spacecraft);
    const knownAntenna = antennaIdSchema.safeParse(antenna);
    await this.audit.append({
      user: who?.user ?? null,
      member: who?.member ?? null,
      actor: who?.user ?? 'anonymous',
      operation,
      door,
      spacecraft: knownSpacecraft.success ? knownSpacecraft.data : null,
      antenna: knownAntenna.success ? knownAntenna.data : null,
      // What is not registered is kept as it was asked for.
      subject: subject ?? question.site ?? question.member ?? (knownSpacecraft.success ? null : (spacecraft ?? null)),
      decision,
    });
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
