import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { OperationsMode } from '@app/contracts';
import { AuditLog, type AuditRecord, MissionClock, OPERATIONS_MODE, WallClock } from '@app/platform';
import { formatUtc } from '@app/time';
import { AuditEntryEntity } from './audit.entities.js';

const MAX_TEXT_LENGTH = 500;

/** The audit as a table that is only added to. An entry is committed by itself when `append` resolves. */
@Injectable()
export class DatabaseAuditLog extends AuditLog {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly missionClock: MissionClock,
    private readonly wallClock: WallClock,
    @Inject(OPERATIONS_MODE) private readonly mode: OperationsMode,
  ) {
    super();
  }

  override async append({ decision, ...record }: AuditRecord): Promise<void> {
    const { allowed, rule, explanation, agreement } = decision;
    await this.dataSource.manager.insert(AuditEntryEntity, {
      ...record,
      actor: fit(record.actor),
      door: fit(record.door),
      subject: record.subject === null ? null : fit(record.subject),
      mode: this.mode,
      wallTime: formatUtc(this.wallClock.now()),
      missionTime: formatUtc(this.missionClock.now()),
      allowed,
      rule,
      explanation: fit(explanation),
      agreement,
    });
  }
}

/** Text that came in through a door, as one line that every table takes. */
function fit(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cs}]/gu, '\ufffd');
  return line.length <= MAX_TEXT_LENGTH ? line : `${[...line].slice(0, MAX_TEXT_LENGTH / 2).join('')}...`;
}
