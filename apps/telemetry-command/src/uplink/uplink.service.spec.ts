import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type LinkProfile, spacecraftIdSchema } from '@app/contracts';
import {
  createLocalMessageBus,
  createLogger,
  type LocalMessageBus,
  ManualMissionClock,
  Metrics,
  Readiness,
  type RegistryReader,
} from '@app/platform';
import { parseUtc } from '@app/time';
import { seedLinkProfile } from '../testing/telemetry-maker.js';
import { MemoryLedger } from './testing/memory-ledger.js';
import { UplinkService } from './uplink.service.js';

const [bad, good] = [spacecraftIdSchema.parse('HJ-1A'), spacecraftIdSchema.parse('GF-1')];

describe('one session for each spacecraft', () => {
  const ledger = new MemoryLedger(good);
  let readiness: Readiness;
  let metrics: Metrics;
  let bus: LocalMessageBus;
  let service: UplinkService;
  let linkProfiles: LinkProfile[];

  beforeEach(() => {
    metrics = new Metrics();
    readiness = new Readiness();
    const logger = createLogger('silent');
    bus = createLocalMessageBus(logger, metrics);
    const profile = seedLinkProfile();
    const { uplink } = profile;
    // Fewer octets than a frame with one octet of data has: what the registry's schema let through once.
    const broken = { ...profile, uplink: { ...uplink!, frame: { ...uplink!.frame, maxFrameLength: 8 } } };
    linkProfiles = [{ ...broken, id: 'BROKEN' } as LinkProfile, profile];
    const spacecraft = [
      { id: bad, status: 'in-orbit', linkProfile: 'BROKEN' },
      { id: good, status: 'in-orbit', linkProfile: profile.id },
    ];
    const registry = { registry: async () => ({ spacecraft, linkProfiles }) } as unknown as RegistryReader;
    const clock = new ManualMissionClock(parseUtc('2026-04-24T08:00:00Z'));
    const none = undefined as never;
    service = new UplinkService(registry, ledger, none, none, none, bus, clock, readiness, 'simulation', logger);
  });
  afterEach(async () => {
    await service.beforeApplicationShutdown();
    await bus.close();
    metrics.close();
    jest.restoreAllMocks();
  });
  const health = async () => Object.fromEntries([...(await readiness.check())].map(([part, { up }]) => [part, up]));

  it('is kept from none by the link profile of another, which is said until it is put right', async () => {
    await service.onApplicationBootstrap();
    expect([service.sessionOf(bad), service.sessionOf(good)].map((one) => one !== undefined)).toEqual([false, true]);
    expect(await health()).toEqual({ 'uplink HJ-1A': false, 'uplink GF-1': true });
    const { detail } = (await readiness.check()).get('uplink HJ-1A')!;
    expect(detail['message']).toMatch(/maxFrameLength: expected an integer from 9/);
    linkProfiles[0] = { ...linkProfiles[1]!, id: linkProfiles[0]!.id };
    await service.refresh();
    expect(service.sessionOf(bad)).toBeDefined();
    expect(await health()).toEqual({ 'uplink HJ-1A': true, 'uplink GF-1': true });
  });

  it('is started again where the ledger could not be read', async () => {
    const underWay = jest.spyOn(ledger, 'underWay').mockRejectedValueOnce(new RangeError('no database'));
    linkProfiles[0] = { ...linkProfiles[1]!, id: linkProfiles[0]!.id };
    await service.onApplicationBootstrap();
    expect([service.sessionOf(bad), service.sessionOf(good)].map((one) => one !== undefined)).toEqual([false, true]);
    await service.refresh();
    expect(service.sessionOf(bad)).toBeDefined();
    expect(underWay).toHaveBeenCalledTimes(3);
    await service.refresh();
    expect(underWay).toHaveBeenCalledTimes(3);
  });
});
