import { Injectable } from '@nestjs/common';
import { cltuAnswerSchema, type CltuTransfer, subjects } from '@app/contracts';
import { MessageBus, NoResponderError } from '@app/platform';
import { CltuTransfers, type TransferOutcome } from './uplink-ports.js';

/** Milliseconds of wall time. */
const ANSWER_TIMEOUT_MS = 2_000;

/** CLTUs by way of the interconnection, which knows the station. */
@Injectable()
export class BusCltuTransfers extends CltuTransfers {
  constructor(private readonly bus: MessageBus) {
    super();
  }

  override async transfer(transfer: CltuTransfer): Promise<TransferOutcome> {
    const subject = subjects.transferCltu(transfer.spacecraft);
    try {
      const answer = cltuAnswerSchema.parse(
        await this.bus.request(subject, transfer, { timeoutMs: ANSWER_TIMEOUT_MS }),
      );
      return answer.accepted ? { kind: 'taken' } : { kind: 'refused', reason: `${answer.rule}: ${answer.explanation}` };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { kind: error instanceof NoResponderError ? 'refused' : 'unanswered', reason };
    }
  }
}
