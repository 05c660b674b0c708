import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Command, SpacecraftId, UserId } from '@app/contracts';
import { Accounts, MissionClock, type Registry, RegistryReader, WallClock } from '@app/platform';
import { parseUtc, type Tai } from '@app/time';
import { ConsoleStore, holderOf, type KeptHolding } from '../console/console-store.js';
import type { UplinkContact } from './command-ledger.port.js';

/** Authority decides by a reading of the registry that may be so old, in nanoseconds of wall time. */
const REGISTRY_AGE_NS = 2_000_000_000n;

/** What the release of commands of one spacecraft hangs on, as it is just now. */
export interface Circumstances {
  readonly kept: KeptHolding;
  /** The registry has read like this for so long that authority decides by nothing older. */
  readonly settled: boolean;
  /** Those of one command, with the people who answer for it. Where they are the same again, so is the answer. */
  readonly of: (command: Pick<Command, 'author' | 'approver'>) => Promise<string>;
}

/** Tells whether it is worth asking again for the release of a command that was refused. */
@Injectable()
export class ReleaseCircumstances {
  private readonly seen = new Map<SpacecraftId, { readonly digest: string; readonly since: Tai }>();

  constructor(
    private readonly consoles: ConsoleStore,
    private readonly accounts: Accounts,
    private readonly registry: RegistryReader,
    private readonly clock: MissionClock,
    private readonly wallClock: WallClock,
  ) {}

  async circumstances(spacecraft: SpacecraftId, { contact }: Pick<UplinkContact, 'contact'>): Promise<Circumstances> {
    const kept = await this.consoles.read(spacecraft);
    const now = this.wallClock.now();
    const digest = digestOf(await this.registry.registry(), spacecraft, this.clock.now());
    const before = this.seen.get(spacecraft);
    const since = before?.digest === digest ? before.since : now;
    this.seen.set(spacecraft, { digest, since });
    const settled = now - since >= REGISTRY_AGE_NS;
    const common = [contact, kept.revision, digest, settled ? 'settled' : 'new', await this.person(holderOf(kept))];
    return {
      kept,
      settled,
      of: async ({ author, approver }) => [...common, await this.person(author), await this.person(approver)].join(' '),
    };
  }

  private async person(user: UserId | null): Promise<string> {
    const account = user === null ? undefined : await this.accounts.find(user);
    return account === undefined ? 'nobody' : `${account.version}${account.enabled ? '' : ' disabled'}`;
  }
}

/** All that the policy looks at, by what is in force at this mission time. */
function digestOf({ spacecraft, sites, antennas, agreements }: Registry, id: SpacecraftId, at: Tai): string {
  const facts = [
    spacecraft.find((one) => one.id === id),
    sites.map(({ id: site, member }) => [site, member]),
    antennas.map(({ id: antenna, site }) => [antenna, site]),
    agreements.filter(({ validFrom, validTo }) => parseUtc(validFrom) <= at && at < parseUtc(validTo)),
  ];
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 22);
}
