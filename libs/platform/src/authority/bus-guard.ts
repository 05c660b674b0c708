import { type DynamicModule, Inject, Injectable } from '@nestjs/common';
import type { OperationsMode } from '@app/contracts';
import { type BusRefusalError, type BusRole, GuardedMessageBus, MessageBus } from '../bus/index.js';
import { WallClock } from '../clock/index.js';
import type { Logger } from '../logging/logger.js';
import { Metrics } from '../metrics/metrics.js';
import { LOGGER, OPERATIONS_MODE } from '../platform-tokens.js';
import { AuditLog } from './audit-log.port.js';
import { RefusalBudget } from './refusal-budget.js';

const MAX_ACTOR_LENGTH = 64;

/** Gives each role its own, guarded side of the process's bus. Refusals are audited within a budget, logged and counted. */
@Injectable()
export class BusGuard {
  private readonly budget: RefusalBudget;

  constructor(
    private readonly inner: MessageBus,
    private readonly audit: AuditLog,
    private readonly metrics: Metrics,
    wallClock: WallClock,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.budget = new RefusalBudget(wallClock);
  }

  busOf(role: BusRole): GuardedMessageBus {
    return new GuardedMessageBus(role, this.mode, this.inner, (refusal) => this.refused(role, refusal));
  }

  private async refused(role: BusRole, { rule, subject, sender, message }: BusRefusalError): Promise<void> {
    this.metrics.count('smms_bus_refusals_total', 'Messages that a role would not hear or say', { role, rule });
    if (this.budget.spend(`${subject} ${sender}`) > 0) return;
    this.logger.error({ rule, subject, sender, role }, 'a message was refused');
    await this.audit.append({
      user: null,
      member: null,
      actor: sender === '' ? 'anonymous' : sender.slice(0, MAX_ACTOR_LENGTH),
      operation: 'bus-message',
      door: subject,
      spacecraft: null,
      antenna: null,
      subject: null,
      decision: { allowed: false, rule, explanation: message, agreement: null },
    });
  }
}

/** An app's module whose `MessageBus` is that of its role; without this it would have the process's bus, which asks nobody. */
export function withBusOf(role: BusRole, module: DynamicModule): DynamicModule {
  const provider = { provide: MessageBus, inject: [BusGuard], useFactory: (guard: BusGuard) => guard.busOf(role) };
  return { ...module, providers: [...(module.providers ?? []), provider] };
}
