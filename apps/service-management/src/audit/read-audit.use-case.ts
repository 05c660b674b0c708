import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Brackets, type DataSource } from 'typeorm';
import { type AuditEntry, auditEntrySchema, type Principal } from '@app/contracts';
import { RegistryReader } from '@app/platform';
import { AuditEntryEntity } from './audit.entities.js';
import type { AuditQuery } from './audit.messages.js';

/**
 * The audit as one member may read it, the newest first: what its users did or tried, and what concerned the spacecraft that it owns or
 * operates. What nobody known tried at no spacecraft is shown to administrators.
 */
@Injectable()
export class ReadAudit {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly registry: RegistryReader,
  ) {}

  async execute(query: AuditQuery, who: Principal): Promise<AuditEntry[]> {
    const { member, roles } = who;
    const own = (await this.registry.spacecraft())
      .filter(({ owner, operator }) => owner === member || operator === member)
      .map(({ id }) => id);
    const rows = this.dataSource.manager
      .createQueryBuilder(AuditEntryEntity, 'entry')
      .where(
        new Brackets((scope) => {
          scope.where('entry.member = :member', { member }).orWhere('entry.spacecraft = any(:own)', { own });
          if (roles.includes('administrator')) scope.orWhere('(entry.member is null and entry.spacecraft is null)');
        }),
      )
      .orderBy('entry.id', 'DESC')
      .limit(query.limit);
    const { spacecraft, user, operation, rule, allowed, before, start, end } = query;
    if (spacecraft !== undefined) rows.andWhere('entry.spacecraft = :spacecraft', { spacecraft });
    if (user !== undefined) rows.andWhere('entry.user = :user', { user });
    if (operation !== undefined) rows.andWhere('entry.operation = :operation', { operation });
    if (rule !== undefined) rows.andWhere('entry.rule = :rule', { rule });
    if (allowed !== undefined) rows.andWhere('entry.allowed = :allowed', { allowed: allowed === 'true' });
    if (before !== undefined) rows.andWhere('entry.id < :before', { before });
    if (start !== undefined) rows.andWhere('entry.wallTime >= :start', { start });
    if (end !== undefined) rows.andWhere('entry.wallTime < :end', { end });
    return (await rows.getMany()).map(entryOf);
  }
}

function entryOf({ id, allowed, rule, explanation, agreement, ...entry }: AuditEntryEntity): AuditEntry {
  return auditEntrySchema.parse({ ...entry, id: Number(id), decision: { allowed, rule, explanation, agreement } });
}
