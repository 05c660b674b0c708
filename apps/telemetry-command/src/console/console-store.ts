import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import type { SpacecraftId, UserId, Utc } from '@app/contracts';
import { inTransaction } from '@app/platform';
import type { Holding } from './console.machine.js';

/** A holding and the number of its changes so far: a decision under one revision does not hold under the next. */
export interface KeptHolding {
  readonly holding: Holding;
  readonly revision: string;
}

interface Row {
  readonly number: number;
  readonly holder: UserId | null;
  readonly holderAccount: number | null;
  readonly since: Utc | null;
  readonly offeredTo: UserId | null;
  readonly revision: string;
}

const columns = `number, holder, holder_account as "holderAccount", since, offered_to as "offeredTo",
  revision::text as revision`;
const neverHeld: KeptHolding = { holding: { number: 0, state: 'free' }, revision: '0' };

/** Whom the record names as holder, whether he may hold the console still or not; null where nobody holds it. */
export function holderOf({ holding }: KeptHolding): UserId | null {
  return holding.state === 'free' ? null : holding.holder;
}

/** Who holds which console, durable. */
@Injectable()
export class ConsoleStore {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async read(spacecraft: SpacecraftId, manager: EntityManager = this.dataSource.manager): Promise<KeptHolding> {
    return this.select(manager, spacecraft, '');
  }

  /** As it is until the transaction ends: nobody changes it meanwhile, others may hold it still as well. */
  async hold(manager: EntityManager, spacecraft: SpacecraftId): Promise<KeptHolding> {
    return this.select(manager, spacecraft, 'for share');
  }

  /** One change at a time. What `step` throws leaves everything as it was. Undefined: nothing changed. */
  async change(spacecraft: SpacecraftId, step: (kept: KeptHolding) => Holding): Promise<KeptHolding | undefined> {
    return inTransaction(this.dataSource, async (manager) => {
      await manager.query(
        `insert into telemetry_command.console_holding (spacecraft, number, revision) values ($1, 0, 0)
         on conflict do nothing`,
        [spacecraft],
      );
      const kept = await this.select(manager, spacecraft, 'for update');
      const next = step(kept);
      if (next === kept.holding) return undefined;
      const { holder, since, offeredTo } = columnsOf(next);
      await manager.query(
        `update telemetry_command.console_holding set number = $2, holder = $3, holder_account = $4, since = $5, offered_to = $6,
           revision = revision + 1
         where spacecraft = $1`,
        [spacecraft, next.number, holder, next.state === 'free' ? null : next.account, since, offeredTo],
      );
      return this.select(manager, spacecraft, '');
    });
  }

  private async select(manager: EntityManager, spacecraft: SpacecraftId, lock: string): Promise<KeptHolding> {
    const [row] = await manager.query<Row[]>(
      `select ${columns} from telemetry_command.console_holding where spacecraft = $1 ${lock}`,
      [spacecraft],
    );
    return row === undefined ? neverHeld : { holding: holdingOf(row), revision: row.revision };
  }
}

function holdingOf({ number, holder, holderAccount: account, since, offeredTo }: Row): Holding {
  if (holder === null || account === null || since === null) return { number, state: 'free' };
  const by = { number, holder, account, since };
  return offeredTo === null ? { ...by, state: 'held' } : { ...by, state: 'offered', offeredTo };
}

export function columnsOf(holding: Holding): { holder: UserId | null; since: Utc | null; offeredTo: UserId | null } {
  return {
    holder: holding.state === 'free' ? null : holding.holder,
    since: holding.state === 'free' ? null : holding.since,
    offeredTo: holding.state === 'offered' ? holding.offeredTo : null,
  };
}
