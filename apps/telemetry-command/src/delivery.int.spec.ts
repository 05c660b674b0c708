import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { bytesToHex } from '@app/ccsds';
import { frameLogNames, siteIdSchema } from '@app/contracts';
import { type FrameLog, openTestDatabase, type TestDatabase } from '@app/platform';
import { interconnectEntities, InterconnectModule } from '../../interconnect/src/index.js';
import { telemetryCommandEntities, TelemetryCommandModule } from './index.js';
import { eventually, Ground, temporaryFolder } from './testing/ground.js';
import { seedRegistry } from './testing/seed-registry.js';
import { type QueuedPacket, TelemetryMaker } from './testing/telemetry-maker.js';

// Both apps together: from a station's log to the archive. (The composition root is apps/smms; tests may reach further.)

const apps = () => [InterconnectModule.forRoot(), TelemetryCommandModule.forRoot()];
const contact = 'GF-1_CN-MYN-1_70001';

describe('from the station to the archive', () => {
  let database: TestDatabase;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let ground: Ground;

  beforeAll(async () => {
    const entities = [...interconnectEntities, ...telemetryCommandEntities];
    database = await openTestDatabase({ entities, migrations: true });
    // Egypt's agreement has run out.
    await seedRegistry(database.dataSource, ({ agreements = [] }) => {
      agreements.find(({ id }) => id === 'EG-FOR-CN')!['validTo'] = '2026-02-01T00:00:00Z';
    });
  });
  beforeEach(async () => {
    folder = await temporaryFolder();
    ground = await Ground.start(database.dataSource, folder.path, apps());
  });
  afterEach(async () => {
    await ground.stop();
    await folder.remove();
  });
  afterAll(async () => database.close());

  const stationLog = (site: string): Promise<FrameLog> =>
    ground.frameLogs.open(frameLogNames.station(siteIdSchema.parse(site)));
  const received = (maker: TelemetryMaker, packets: readonly QueuedPacket[], changes: Record<string, unknown>) =>
    maker.frames(packets).map(({ bytes }, i) => {
      const { stationLog: _, stationSequence: __, ...header } = maker.annotation(1, i * 0.16, changes);
      return { header: header, payload: bytes };
    });
  const statistics = async (of: string) =>
    (await ground.get(`/api/telemetry-command/statistics?contact=${of}`)).body as { totals: Record<string, number> };

  it('every frame comes once and every packet as it was sent, through two restarts in mid-pass', async () => {
    const maker = new TelemetryMaker();
    const packets = Array.from({ length: 400 }, (_, i) => ({
      vcid: i % 4 === 3 ? 1 : 0,
      octets: maker.packet('HK_POWER', i, i % 4 === 3 ? i - 9000 : i, { PWR_BUS_CURRENT: i }),
    }));
    const frames = received(maker, packets, {});
    const third = Math.ceil(frames.length / 3);
    for (let part = 0; part < 3; part++) {
      await (await stationLog('CN-MYN')).append(frames.slice(part * third, (part + 1) * third));
      if (part === 2) break;
      await ground.stop();
      ground = await Ground.start(database.dataSource, folder.path, apps());
    }
    const { totals } = await eventually(
      () => statistics(contact),
      (answer) => answer.totals['frames'] === frames.length,
    );
    expect(totals).toMatchObject({
      frames: frames.length,
      packetsComplete: 400,
      packetsPartial: 0,
      packetsDuplicate: 0,
      packetsUnrecognised: 0,
      gaps: 0,
      faultyFrames: 0,
    });
    const stored = await database.dataSource.query<{ octets: Uint8Array }[]>(
      'select octets from telemetry_command.packet where contact = $1 order by sequence_count',
      [contact],
    );
    expect(stored.map(({ octets }) => bytesToHex(octets))).toEqual(packets.map(({ octets }) => bytesToHex(octets)));
    const history = (
      await ground.get('/api/telemetry-command/spacecraft/GF-1/parameters/PWR_BUS_CURRENT/values?source=all&limit=1000')
    ).body as { values: { raw: number; value: number; source: string }[] };
    expect(new Set(history.values.map(({ raw }) => raw))).toEqual(new Set(packets.map((_, i) => i)));
    for (const { raw, value, source } of history.values) {
      expect(value).toBeCloseTo(raw * 0.001, 9);
      expect(source).toBe(raw % 4 === 3 ? 'playback' : 'real-time');
    }
    const accounts = (await ground.get(`/api/interconnect/accounting?contact=${contact}`)).body;
    expect(accounts).toEqual([
      expect.objectContaining({
        site: 'CN-MYN',
        spacecraft: 'GF-1',
        delivered: { frames: frames.length, octets: frames.length * 1115 },
        agreements: ['CN-FOR-CN'],
        notRouted: {},
        refused: {},
      }),
    ]);
  });

  it('delivers nothing without a valid agreement or of another mode, and says so', async () => {
    const maker = new TelemetryMaker();
    const packets = [{ vcid: 0, octets: maker.packet('HK_POWER', 7000, 100) }];
    const egypt = { site: 'EG-ASW', antenna: 'EG-ASW-1' };
    await (await stationLog('EG-ASW')).append(received(maker, packets, egypt));
    const other = { mode: 'operational', contact: 'GF-1_CN-MYN-1_70009' };
    await (await stationLog('CN-MYN')).append(received(maker, packets, other));
    const refusals = await eventually(
      async () => (await ground.get('/api/interconnect/refusals')).body as Record<string, unknown>[],
      (all) => all.length === 2,
    );
    const of = (site: string) => refusals.find((one) => one['site'] === site);
    expect(of('EG-ASW')).toMatchObject({
      spacecraft: 'GF-1',
      contact: 'GF-1_EG-ASW-1_70001',
      reason: 'no-agreement',
      frames: 1,
      detail: expect.stringMatching(/provider EG with user CN/),
    });
    expect(of('CN-MYN')).toMatchObject({ reason: 'other-mode', frames: 1 });
    expect((await statistics('GF-1_EG-ASW-1_70001')).totals['frames']).toBe(0);
    expect((await statistics('GF-1_CN-MYN-1_70009')).totals['frames']).toBe(0);
    expect((await ground.get('/api/interconnect/accounting?site=nowhere')).body).toMatchObject({
      status: 400,
      errors: [{ path: 'site' }],
    });
    expect((await ground.get('/health/ready')).status).toBe(200);
  });
});
