import {
  type CltuAnswer,
  type CltuId,
  type CltuNotification,
  type CltuRefusalRule,
  type CltuTransfer,
  cltuTransferSchema,
  type ContactId,
  type OperationsMode,
  type SiteId,
  type StationContact,
  utcSchema,
} from '@app/contracts';
import type { Logger, MissionClock } from '@app/platform';
import type { TelecommandRadiated } from '@app/radio';
import { formatUtc, parseUtc } from '@app/time';
import type { CltuRecord } from './cltu-journal.js';
import type { CltuLedger } from './cltu-ledger.js';
import type { CltuRefusal } from './cltu-rules.js';
import type { UplinkDriver } from './uplink-driver.js';

export interface CltuDoorParts {
  readonly site: SiteId;
  readonly mode: OperationsMode;
  readonly clock: MissionClock;
  readonly ledger: CltuLedger;
  /** A contact that this station knows; its uplink while its pass goes on. */
  readonly contactOf: (id: ContactId) => { contact: StationContact; uplink: UplinkDriver | undefined } | undefined;
  readonly publish: (notification: CltuNotification) => void;
  readonly logger: Logger;
}

/** Refusals that are remembered, so that who asks twice hears the same. */
const REFUSALS_KEPT = 10_000;

/** The door by which CLTUs come into a station, one after the other, and their ends go out. */
export class CltuDoor {
  private last: Promise<unknown> = Promise.resolve();
  private readonly refusals = new Map<CltuId, CltuAnswer>();

  constructor(private readonly parts: CltuDoorParts) {}

  /** Answers in the order of asking: a mission's frames are numbered. Never rejects. */
  ask(payload: unknown): Promise<CltuAnswer> {
    const answer = this.last
      .then(() => this.answer(payload))
      .catch((error: unknown) => {
        this.parts.logger.error({ error, site: this.parts.site }, 'a CLTU could not be judged: it is refused');
        return refused('uplink-not-ready', error instanceof Error ? error.message : String(error));
      });
    this.last = answer;
    return answer;
  }

  /** The end of a CLTU, which its unit may say after the pass, or after a restart of the station. */
  takeEnd(message: TelecommandRadiated): void {
    const { ledger, logger, mode, publish, site } = this.parts;
    const record = ledger.end(message.identifier, message.outcome);
    if (record === undefined) {
      logger.warn(
        { site, identifier: String(message.identifier) },
        'a baseband unit tells of a CLTU that is not awaited',
      );
      return;
    }
    const { id, spacecraft, contact, antenna } = record;
    const radiated = message.outcome === 'radiated';
    publish({
      ...{ mode, id, spacecraft, contact, site, antenna },
      outcome: message.outcome,
      radiationStart: radiated ? utcSchema.parse(formatUtc(message.firstBitTime)) : null,
      radiationEnd: radiated ? utcSchema.parse(formatUtc(message.endOfLastBitTime)) : null,
      reason: radiated ? null : 'the baseband unit did not radiate it',
    });
  }

  /** A pass is over. What its unit has not answered is neither radiated nor not, as far as anybody here knows: nobody is told. */
  passOver(contact: ContactId): void {
    for (const { id, identifier } of this.parts.ledger.unanswered(contact))
      this.parts.logger.warn({ contact, cltu: id, identifier }, 'the baseband unit did not say what became of a CLTU');
  }

  private async answer(payload: unknown): Promise<CltuAnswer> {
    const parsed = cltuTransferSchema.safeParse(payload);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return refused('invalid', `${issue?.path.join('.') ?? '$'}: ${issue?.message ?? 'expected a CLTU'}`);
    }
    const transfer = parsed.data;
    const said = this.said(transfer.id);
    if (said !== undefined) return said;
    const answer = await this.judge(transfer);
    if (!answer.accepted) this.remember(transfer.id, answer);
    return answer;
  }

  private said(id: CltuId): CltuAnswer | undefined {
    const record = this.parts.ledger.find(id);
    if (record === undefined) return this.refusals.get(id);
    return record.outcome === 'withdrawn' ? unitGone : acceptance(record);
  }

  private async judge(transfer: CltuTransfer): Promise<CltuAnswer> {
    const { clock, contactOf, ledger, logger, mode } = this.parts;
    if (transfer.mode !== mode) return refused('other-mode', `expected mode ${mode}, found ${transfer.mode}`);
    const known = contactOf(transfer.contact);
    if (known?.contact.contact.spacecraft !== transfer.spacecraft)
      return refused('unknown-contact', `expected a contact of ${transfer.spacecraft} here, found ${transfer.contact}`);
    const octets = Uint8Array.from(Buffer.from(transfer.octets, 'base64'));
    if (octets.length === 0) return refused('invalid', 'octets: expected at least one');
    if (!known.contact.permissions.transmit) return refused('not-permitted', 'this contact may not transmit');
    const { uplink } = known;
    if (uplink === undefined)
      return refused('no-pass', `expected a pass that goes on, found none of ${transfer.contact}`);
    const notAfter = parseUtc(transfer.notAfter);
    const refusal = uplink.refusal(octets.length, notAfter);
    if (refusal !== undefined) return { accepted: false, ...refusal };
    let record: CltuRecord;
    try {
      record = await ledger.take(transfer, known.contact, clock.now());
    } catch (error) {
      logger.error({ error, cltu: transfer.id }, 'the journal of CLTUs cannot be written: none is radiated');
      return refused('uplink-not-ready', 'the station cannot write its journal of CLTUs');
    }
    // The disk took its time: the pass may have gone on without it.
    const late: CltuRefusal | undefined = uplink.refusal(octets.length, notAfter);
    if (late === undefined && uplink.radiate(BigInt(record.identifier), octets)) return acceptance(record);
    await ledger.withdraw(record).catch((error: unknown) => {
      logger.error({ error, cltu: transfer.id }, 'the journal of CLTUs cannot be written');
    });
    return late === undefined ? unitGone : { accepted: false, ...late };
  }

  private remember(id: CltuId, answer: CltuAnswer): void {
    this.refusals.set(id, answer);
    const [oldest] = this.refusals.keys();
    if (this.refusals.size > REFUSALS_KEPT && oldest !== undefined) this.refusals.delete(oldest);
  }
}

const refused = (rule: CltuRefusalRule, explanation: string): CltuAnswer => ({ accepted: false, rule, explanation });
const unitGone = refused('uplink-not-ready', 'there was no baseband unit to give it to');
const acceptance = ({ antenna, agreement }: CltuRecord): CltuAnswer => ({ accepted: true, antenna, agreement });
