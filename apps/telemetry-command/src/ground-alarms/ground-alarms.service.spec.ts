import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type GroundAlarm, groundAlarmSchema, spacecraftIdSchema, subjects } from '@app/contracts';
import { createLocalMessageBus, createLogger, type LocalMessageBus, ManualMissionClock, Metrics } from '@app/platform';
import { parseUtc } from '@app/time';
import { GroundAlarmStore } from './ground-alarm-store.js';
import { GroundAlarms } from './ground-alarms.service.js';

const spacecraft = spacecraftIdSchema.parse('GF-1');
const place = (orbit: number) =>
  ({ contact: `GF-1_CN-MYN-1_${orbit}`, site: 'CN-MYN', antenna: 'CN-MYN-1' }) as Pick<
    GroundAlarm,
    'contact' | 'site' | 'antenna'
  >;

/** Rows in a list. */
class MemoryStore extends GroundAlarmStore {
  private rows = 0;
  constructor() {
    super(undefined as never);
  }
  override async open(): Promise<[]> {
    return [];
  }
  override async raise(): Promise<string> {
    return `${++this.rows}`;
  }
  override async clear(): Promise<void> {}
}

describe('alarms of the uplink', () => {
  const told: string[] = [];
  let bus: LocalMessageBus;
  let metrics: Metrics;
  let alarms: GroundAlarms;
  beforeEach(async () => {
    told.length = 0;
    metrics = new Metrics();
    const logger = createLogger('silent');
    bus = createLocalMessageBus(logger, metrics);
    await bus.subscribe(subjects.groundAlarm(spacecraft), ({ payload }) => {
      const { contact, kind, raised } = groundAlarmSchema.parse(payload);
      told.push(`${raised ? '' : 'no '}${kind} ${contact?.slice(-1)}`);
    });
    const clock = new ManualMissionClock(parseUtc('2026-04-24T08:00:00Z'));
    alarms = new GroundAlarms(new MemoryStore(), bus, clock, 'simulation', logger);
  });
  afterEach(async () => {
    await bus.close();
    metrics.close();
  });
  const heard = async () => {
    await alarms.settled();
    await new Promise((resolve) => setImmediate(resolve));
    return told;
  };

  it('are raised once in a contact, and anew in the next one while the earlier one lasts', async () => {
    alarms.raise(spacecraft, 'cop1-alert', place(1), 'limit');
    alarms.raise(spacecraft, 'cop1-alert', place(1), 'limit');
    alarms.raise(spacecraft, 'farm-lockout', place(1), 'lockout');
    alarms.raise(spacecraft, 'cop1-alert', place(2), 'limit');
    alarms.clear(spacecraft, 'cop1-alert', 'the AD service is active');
    expect(await heard()).toEqual([
      'cop1-alert 1',
      'farm-lockout 1',
      'no cop1-alert 1',
      'cop1-alert 2',
      'no cop1-alert 2',
    ]);
  });
});
