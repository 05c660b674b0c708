import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Authorised, DocumentedAnswer, DocumentedQuery, ZodQuery } from '@app/platform';
import {
  type AccountingQuery,
  accountingQuerySchema,
  type CltuAccount,
  cltuAccountSchema,
  type ContactAccount,
  contactAccountSchema,
  type RefusalAccount,
  refusalAccountSchema,
} from './accounting.messages.js';
import { ReadAccounts } from './read-accounts.use-case.js';

/** What became of the stations' frames and of the missions' CLTUs, for reading. */
@ApiTags('interconnect')
@Authorised('observe-network')
@Controller('api/interconnect')
export class AccountingController {
  constructor(private readonly accounts: ReadAccounts) {}

  @Get('accounting')
  @DocumentedQuery(accountingQuerySchema)
  @DocumentedAnswer(z.array(contactAccountSchema))
  contacts(@ZodQuery(accountingQuerySchema) query: AccountingQuery): Promise<ContactAccount[]> {
    return this.accounts.contacts(query);
  }

  @Get('refusals')
  @DocumentedQuery(accountingQuerySchema)
  @DocumentedAnswer(z.array(refusalAccountSchema))
  refusals(@ZodQuery(accountingQuerySchema) query: AccountingQuery): Promise<RefusalAccount[]> {
    return this.accounts.refusals(query);
  }

  @Get('cltus')
  @DocumentedQuery(accountingQuerySchema)
  @DocumentedAnswer(z.array(cltuAccountSchema))
  cltus(@ZodQuery(accountingQuerySchema) query: AccountingQuery): Promise<CltuAccount[]> {
    return this.accounts.cltus(query);
  }
}
