import { Injectable } from '@nestjs/common';
import { cltuAnswerSchema, type CltuRefusalRule, type CltuTransfer, subjects } from '@app/contracts';
import { MessageBus, NoResponderError } from '@app/platform';
import { CltuTransfers, type TransferOutcome } from './uplink-ports.js';

/**
 * Milliseconds of wall time: longer than the interconnection asks its station, twice three seconds, so that its word on a station that is
 * silent comes before ours on the interconnection. COP-1 sends no other frame of the kind meanwhile.
 */
const ANSWER_TIMEOUT_MS = 7_000;

/** What a refusal means, where it is more than this one CLTU's. */
const outcomeOf: Readonly<Partial<Record<CltuRefusalRule, 'uplink-gone' | 'unanswered'>>> = {
  'no-pass': 'uplink-gone',
  'below-permitted-elevation': 'uplink-gone',
  'uplink-not-ready': 'uplink-gone',
  'too-late': 'uplink-gone',
  // The station may have taken it and been slow to say so.
  'station-unreachable': 'unanswered',
};

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
      if (answer.accepted) return { kind: 'taken' };
      return { kind: outcomeOf[answer.rule] ?? 'refused', reason: `${answer.rule}: ${answer.explanation}` };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { kind: error instanceof NoResponderError ? 'refused' : 'unanswered', reason };
    }
  }
}
