import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type AuditEntry, auditEntrySchema, type Principal } from '@app/contracts';
import { Authorised, DocumentedAnswer, DocumentedQuery, Who, ZodQuery } from '@app/platform';
import { type AuditQuery, auditQuerySchema } from './audit.messages.js';
import { ReadAudit } from './read-audit.use-case.js';

@ApiTags('service management')
@Controller('api/service-management/audit')
export class AuditController {
  constructor(private readonly readAudit: ReadAudit) {}

  @Get()
  @Authorised('read-audit')
  @ApiOperation({ summary: "Decisions about one's own users and spacecraft, the newest first" })
  @DocumentedQuery(auditQuerySchema)
  @DocumentedAnswer(z.array(auditEntrySchema))
  list(@ZodQuery(auditQuerySchema) query: AuditQuery, @Who() who: Principal): Promise<AuditEntry[]> {
    return this.readAudit.execute(query, who);
  }
}
