import type { EntityManager } from 'typeorm';
import type { CltuAnswer, CltuNotification, CltuTransfer } from '@app/contracts';

export interface AskedCltu {
  readonly transfer: CltuTransfer;
  readonly site: string | null;
  readonly antenna: string | null;
  readonly agreement: string | null;
  readonly octets: number;
  /** Mission time, UTC. */
  readonly askedAt: string;
}

/** A CLTU was asked for; what is known of it already stands. */
export async function noteAsked(manager: EntityManager, asked: AskedCltu): Promise<void> {
  const { id, mode, spacecraft, contact } = asked.transfer;
  await manager.query(
    `insert into interconnect.cltu (id, mode, spacecraft, contact, site, antenna, agreement, octets, asked_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing`,
    [id, mode, spacecraft, contact, asked.site, asked.antenna, asked.agreement, asked.octets, asked.askedAt],
  );
}

/** Who asked has no answer: nobody knows whether its station took it. What it was refused before says nothing of that. */
export async function noteUnanswered(manager: EntityManager, id: string, explanation: string): Promise<void> {
  await manager.query(
    `update interconnect.cltu set answer = null, rule = null, explanation = $2
     where id = $1 and answer is distinct from 'accepted'`,
    [id, explanation.slice(0, 1000)],
  );
}

/** How it was answered. Once it is accepted it stays so: who asked a second time was refused a second one. */
export async function noteAnswer(manager: EntityManager, id: string, answer: CltuAnswer): Promise<void> {
  await manager.query(
    `update interconnect.cltu set answer = $2, rule = $3, explanation = $4, agreement = coalesce($5, agreement)
     where id = $1 and answer is distinct from 'accepted'`,
    answer.accepted
      ? [id, 'accepted', null, null, answer.agreement]
      : [id, 'refused', answer.rule, answer.explanation.slice(0, 1000), null],
  );
}

/** What its station says became of it; whether it is one that was asked for in this contact. Once radiated it stays so. */
export async function noteEnd(manager: EntityManager, end: CltuNotification): Promise<boolean> {
  const rows = await manager.query<unknown[]>('select 1 from interconnect.cltu where id = $1 and contact = $2', [
    end.id,
    end.contact,
  ]);
  if (rows.length === 0) return false;
  await manager.query(
    `update interconnect.cltu set outcome = $2, radiation_start = $3, radiation_end = $4
     where id = $1 and outcome is distinct from 'radiated'`,
    [end.id, end.outcome, end.radiationStart, end.radiationEnd],
  );
  return true;
}
