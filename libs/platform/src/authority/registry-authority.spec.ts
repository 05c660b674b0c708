import { afterEach, describe, expect, it } from '@jest/globals';
import type { MemberId, Principal, SpacecraftId, UserId } from '@app/contracts';
import { parseUtc, plusSeconds, type Tai } from '@app/time';
import { ManualMissionClock, WallClock } from '../clock/index.js';
import { Metrics } from '../metrics/metrics.js';
import type { Registry, RegistryReader } from '../registry/registry-reader.js';
import { AuditLog, type AuditRecord } from './audit-log.port.js';
import type { AuthorityQuestion } from './authority.port.js';
import { RegistryAuthority } from './registry-authority.js';

class FixedClock extends WallClock {
  time: Tai = parseUtc('2026-07-01T10:00:00Z');
  override now(): Tai {
    return this.time;
  }
}

class ListedAudit extends AuditLog {
  readonly records: AuditRecord[] = [];
  broken = false;
  override async append(record: AuditRecord): Promise<void> {
    if (this.broken) throw new TypeError('the disk is full');
    this.records.push(record);
  }
}

const who: Principal = { user: 'wang.lei' as UserId, name: 'W', member: 'CN' as MemberId, roles: ['controller'] };
const hold: AuthorityQuestion = { operation: 'hold-console', door: 'test', spacecraft: 'GF-1' as SpacecraftId };
const look: AuthorityQuestion = { ...hold, operation: 'observe-spacecraft' };

describe('authority by the registry', () => {
  const metrics: Metrics[] = [];
  afterEach(() => metrics.splice(0).forEach((one) => one.close()));

  function bench() {
    const clock = new FixedClock();
    const audit = new ListedAudit();
    const reader = { reads: 0, broken: false };
    const registry = {
      spacecraft: [{ id: 'GF-1', owner: 'CN', operator: 'CN' }],
      sites: [],
      antennas: [],
      agreements: [],
    } as unknown as Registry;
    const registryReader = {
      registry: async () => {
        reader.reads++;
        if (reader.broken) throw new TypeError('no database');
        return registry;
      },
    } as unknown as RegistryReader;
    const counted = new Metrics();
    metrics.push(counted);
    const missionClock = new ManualMissionClock(parseUtc('2026-04-24T08:00:00Z'));
    const authority = new RegistryAuthority(registryReader, audit, missionClock, clock, counted, 'simulation');
    return { authority, audit, clock, reader, counted };
  }

  it('lets nothing be done whose entry cannot be written', async () => {
    const { authority, audit } = bench();
    await authority.require(who, hold);
    expect(audit.records).toHaveLength(1);
    audit.broken = true;
    await expect(authority.require(who, hold)).rejects.toThrow('the disk is full');
  });

  it('only counts who looks and may, and writes down who may not', async () => {
    const { authority, audit, counted } = bench();
    await authority.require(who, look);
    expect(audit.records).toEqual([]);
    await expect(authority.require({ ...who, member: 'TR' as MemberId }, look)).rejects.toMatchObject({ status: 403 });
    await expect(authority.require(null, look)).rejects.toMatchObject({ status: 401 });
    expect(audit.records.map(({ actor, decision }) => [actor, decision.rule])).toEqual([
      ['wang.lei', 'other-member'],
      ['anonymous', 'not-signed-in'],
    ]);
    expect(await counted.registry.metrics()).toContain(
      'smms_authority_decisions_total{operation="observe-spacecraft",rule="allowed"} 1',
    );
  });

  const stranger: Principal = { ...who, user: 'emre.yilmaz' as UserId, member: 'TR' as MemberId };

  it('writes a refusal to look that is repeated within a minute once, and then how often it was', async () => {
    const { authority, audit, clock, counted } = bench();
    const ask = (by: Principal, question: AuthorityQuestion, times = 1): Promise<unknown> =>
      Promise.all(Array.from({ length: times }, () => authority.decide(by, question)));
    await ask(stranger, look, 50);
    clock.time = plusSeconds(clock.time, 59.9);
    await ask(stranger, look, 2);
    expect(audit.records.map(({ subject }) => subject)).toEqual([null]);
    clock.time = plusSeconds(clock.time, 0.1);
    await ask(stranger, look, 2);
    expect(audit.records.map(({ subject }) => subject)).toEqual([null, '51 more since 2026-07-01T10:00:00Z']);
    // What differs in any respect is another refusal.
    await ask(stranger, { ...look, door: 'another' });
    await ask({ ...stranger, user: 'x.y' as UserId }, look);
    await ask(stranger, { ...look, spacecraft: 'NOPE' as SpacecraftId });
    await ask(stranger, { ...look, mode: 'test' });
    expect(audit.records).toHaveLength(6);
    expect(await counted.registry.metrics()).toContain(
      'smms_authority_decisions_total{operation="observe-spacecraft",rule="other-member"} 56',
    );
  });

  it.each<AuthorityQuestion['operation']>([
    'hold-console',
    'author-command',
    'approve-command',
    'cancel-command',
    'release-command',
    'direct-cop1',
    'plan-contacts',
    'load-elements',
    'operate-station',
    'administer-users',
  ])('writes each refusal of %s, however often it is repeated', async (operation) => {
    const { authority, audit } = bench();
    for (let i = 0; i < 3; i++) await authority.decide(stranger, { ...hold, operation });
    expect(audit.records).toHaveLength(3);
  });

  it('writes a refusal that it could not write the next time', async () => {
    const { authority, audit } = bench();
    audit.broken = true;
    await expect(authority.decide(stranger, look)).rejects.toThrow('the disk is full');
    audit.broken = false;
    await authority.decide(stranger, look);
    expect(audit.records).toHaveLength(1);
  });

  it('admits to a door whom neither the role nor the spacecraft keeps out, and writes down only the others', async () => {
    const { authority, audit } = bench();
    const cancel: AuthorityQuestion = { ...hold, operation: 'cancel-command' };
    // Who holds the console is not known at the door.
    await authority.admit(who, cancel);
    await authority.admit(who, { ...cancel, spacecraft: 'NOPE' as SpacecraftId });
    await authority.admit(who, { operation: 'cancel-command', door: 'test' });
    // The use case may grant what the role does not, to whose spacecraft it is.
    await authority.admit({ ...who, roles: ['planner'] }, cancel);
    expect(audit.records).toEqual([]);
    await expect(authority.admit(stranger, cancel)).rejects.toMatchObject({ status: 403 });
    await expect(authority.admit(who, { operation: 'load-elements', door: 'test' })).rejects.toMatchObject({
      status: 403,
    });
    expect(audit.records.map(({ user, decision }) => [user, decision.rule])).toEqual([
      ['emre.yilmaz', 'other-member'],
      ['wang.lei', 'no-role'],
    ]);
  });

  it('reads the registry anew after two seconds of wall time, and at once where it could not be read', async () => {
    const { authority, clock, reader } = bench();
    for (const [seconds, reads] of [
      [0, 1],
      [1.9, 1],
      [0.1, 2],
    ] as const) {
      clock.time = plusSeconds(clock.time, seconds);
      await authority.decide(who, look);
      expect(reader.reads).toBe(reads);
    }
    clock.time = plusSeconds(clock.time, 2);
    reader.broken = true;
    await expect(authority.decide(who, look)).rejects.toThrow('no database');
    reader.broken = false;
    expect((await authority.decide(who, look)).allowed).toBe(true);
  });
});
