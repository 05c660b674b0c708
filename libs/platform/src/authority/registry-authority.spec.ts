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
