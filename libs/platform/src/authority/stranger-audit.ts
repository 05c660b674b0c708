import { Injectable } from '@nestjs/common';
import type { AuditEntry } from '@app/contracts';
import { WallClock } from '../clock/index.js';
import { Refusal } from '../http/refusal.js';
import { Metrics } from '../metrics/metrics.js';
import { AuditLog } from './audit-log.port.js';
import { ruleOf } from './authority-refusal.js';
import { RefusalBudget } from './refusal-budget.js';

/** Where somebody was refused whom nobody knows. */
export interface StrangersKnock {
  readonly operation: AuditEntry['operation'];
  readonly door: string;
  /** Address of who knocked, as far as it is known. */
  readonly origin: string;
}

/**
 * Writes down the refusals of whom nobody knows: no token, a forged or an expired one. Within a budget by origin, for these cost their
 * sender nothing; beyond it they are only counted. HTTP and WebSocket doors share it.
 */
@Injectable()
export class StrangerAudit {
  private readonly budget: RefusalBudget;

  constructor(
    private readonly audit: AuditLog,
    private readonly metrics: Metrics,
    wallClock: WallClock,
  ) {
    this.budget = new RefusalBudget(wallClock);
  }

  /** 0 once the refusal is durable; seconds of wall time until refusals of this origin are written again where its budget is spent. */
  async record(refusal: Refusal, { operation, door, origin }: StrangersKnock): Promise<number> {
    const rule = ruleOf(refusal) ?? 'invalid-token';
    this.metrics.count('smms_authority_decisions_total', 'Decisions of authority by operation and rule', {
      operation,
      rule,
    });
    const waitS = this.budget.spend(origin);
    if (waitS > 0) return waitS;
    await this.audit.append({
      user: null,
      member: null,
      actor: 'anonymous',
      operation,
      door,
      spacecraft: null,
      antenna: null,
      subject: origin,
      decision: { allowed: false, rule, explanation: refusal.errors[0]?.message ?? refusal.title, agreement: null },
    });
    return 0;
  }
}
