import { describe, expect, it } from '@jest/globals';
import { spacecraftIdSchema } from '@app/contracts';
import { createLogger, ManualMissionClock } from '@app/platform';
import { parseUtc } from '@app/time';
import { seedLinkProfile } from '../testing/telemetry-maker.js';
import { Cop1Driver } from './cop1-driver.js';
import { MemoryLedger } from './testing/memory-ledger.js';
import { newCltuId } from './new-cltu-id.js';
import { uplinkParametersOf } from './uplink-parameters.js';
import type { CltuTransfers, UplinkAlarms } from './uplink-ports.js';
import type { UplinkTarget } from './uplink-target.js';

const spacecraft = spacecraftIdSchema.parse('GF-1');

function bench() {
  const tasks: (() => Promise<void>)[] = [];
  const taken: unknown[] = [];
  const target = {
    contact: 'GF-1_CN-MYN-1_70001',
    antenna: 'CN-MYN-1',
    site: 'CN-MYN',
    los: undefined,
  } as UplinkTarget;
  const driver = new Cop1Driver(
    spacecraft,
    uplinkParametersOf(seedLinkProfile(), 1)!,
    {
      ledger: new MemoryLedger(spacecraft),
      transfers: { transfer: async (one) => (taken.push(one), { kind: 'taken' }) } satisfies CltuTransfers,
      alarms: { raise: () => undefined, clear: () => undefined } satisfies UplinkAlarms,
      clock: new ManualMissionClock(parseUtc('2026-04-24T08:00:00Z')),
      logger: createLogger('silent'),
      mode: 'simulation',
      newCltuId,
    },
    {
      post: (task) => void tasks.push(task),
      target: () => target,
      isFollowing: () => true,
      place: () => target,
      moved: () => undefined,
      putBack: () => undefined,
      hold: () => undefined,
    },
  );
  const settle = async () => {
    for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) await task();
  };
  return { driver, settle, taken };
}

describe('what FOP-1 asks for and cannot be made', () => {
  it.each(['AD', 'BD'] as const)(
    'is refused by the lower procedures: a %s frame of a command that nobody has',
    async (kind) => {
      const { driver, settle, taken } = bench();
      await driver.direct({ type: 'initiate-ad-without-clcw-check' });
      await driver.step({ kind: kind === 'AD' ? 'ad-request' : 'bd-request', tag: 'nobody' });
      expect(driver.channel[kind === 'AD' ? 'takesAd' : 'takesBd']).toBe(false);
      await settle();
      expect(taken).toEqual([]);
      expect(driver.lastAlert).toMatch(/^llif/);
      expect(driver.channel.state).toMatchObject({ name: 'S6', sentQueue: [], adOutReady: true, bdOutstanding: null });
    },
  );
});
