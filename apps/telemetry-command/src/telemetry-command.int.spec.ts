import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { type DeliveredFrame, frameLogNames, spacecraftIdSchema } from '@app/contracts';
import { openTestDatabase, type TestDatabase } from '@app/platform';
import { telemetryCommandEntities, TelemetryCommandModule } from './index.js';
import { eventually, Ground, temporaryFolder } from './testing/ground.js';
import { seedRegistry } from './testing/seed-registry.js';
import { type QueuedPacket, TelemetryMaker } from './testing/telemetry-maker.js';

const base = '/api/telemetry-command';
const gf1 = `${base}/spacecraft/GF-1`;
const contact = 'GF-1_CN-MYN-1_70001';

interface Message {
  event: string;
  data: {
    source?: string;
    values?: { parameter: string; value: unknown }[];
    errors?: { path: string; message: string }[];
    [key: string]: unknown;
  };
}

/** A client that is signed in and keeps what it hears after that, the time left out. */
async function listen(ground: Ground): Promise<{ socket: WebSocket; heard: Message[]; send: (text: unknown) => void }> {
  const socket = new WebSocket(`${ground.url.replace('http', 'ws')}${base}/live`);
  const heard: Message[] = [];
  let signedIn = false;
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as Message;
    if (message.event === 'authenticated') signedIn = true;
    else if (message.event !== 'clock') heard.push(message);
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const send = (text: unknown): void => socket.send(typeof text === 'string' ? text : JSON.stringify(text));
  send({ event: 'authenticate', data: { token: 'wang.lei' } });
  await eventually(
    async () => signedIn,
    (done) => done,
  );
  return { socket, heard, send };
}

describe('telemetry over HTTP and WebSocket', () => {
  let database: TestDatabase;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let ground: Ground;
  const maker = new TelemetryMaker();
  let sequence = 0;

  const receive = async (packets: readonly QueuedPacket[], lose: readonly number[] = []): Promise<void> => {
    const log = await ground.frameLogs.open(frameLogNames.mission(spacecraftIdSchema.parse('GF-1')));
    const frames = maker.frames(packets).map(({ bytes }) => {
      sequence++;
      const header: DeliveredFrame = maker.annotation(sequence, sequence * 0.16, {
        correctedSymbols: [sequence % 2, 0, 0, 0, 0],
      });
      return { header: header, payload: bytes };
    });
    await log.append(frames.filter((_, i) => !lose.includes(i)));
  };
  const statistics = async () =>
    (await ground.get(`${base}/statistics?contact=${contact}`)).body as { totals: Record<string, number> };

  beforeAll(async () => {
    database = await openTestDatabase({ entities: telemetryCommandEntities, migrations: true });
    await seedRegistry(database.dataSource);
    folder = await temporaryFolder();
    ground = await Ground.start(database.dataSource, folder.path, [TelemetryCommandModule.forRoot()]);
    await receive([
      ...Array.from({ length: 20 }, (_, i) => ({
        vcid: 0,
        octets: maker.packet('HK_POWER', i, i, { PWR_BUS_VOLTAGE: i === 19 ? 33_500 : 30_000 + i }),
      })),
      // Played back, but generated later than anything live: it must not pass for the latest.
      { vcid: 1, octets: maker.packet('HK_POWER', 900, 300, { PWR_BUS_VOLTAGE: 27_000 }) },
      { vcid: 0, octets: maker.packet('HK_PLATFORM', 3, 7.5, { PLF_BOOT_IMAGE: 3 }) },
    ]);
    await eventually(statistics, ({ totals }) => totals['packetsComplete'] === 22);
  });
  afterAll(async () => {
    await ground.stop();
    await folder.remove();
    await database.close();
  });

  it('lists parameters with definition, limits and latest real-time value', async () => {
    const { status, body } = await ground.get(`${gf1}/parameters`);
    expect(status).toBe(200);
    const list = body as { name: string; latest: { value: number; generationTime: string; ageS: number } | null }[];
    expect(list.length).toBeGreaterThanOrEqual(40);
    const voltage = list.find(({ name }) => name === 'PWR_BUS_VOLTAGE')!;
    expect(voltage).toMatchObject({
      kind: 'float',
      unit: 'V',
      description: 'Main bus voltage',
      limits: [
        { level: 'critical', alarm: 'outside', min: 25, max: 34.5 },
        { level: 'warning', alarm: 'outside', min: 26.5, max: 33 },
      ],
      latest: { raw: 33_500, monitoring: 'warning', container: '/SMMS/HK_POWER' },
    });
    expect(voltage.latest!.value).toBeCloseTo(33.5, 9);
    expect(voltage.latest!.ageS).toBeCloseTo(600 - 19, 5);
    expect(list.find(({ name }) => name === 'PLF_SOFTWARE_VERSION')!.latest).toMatchObject({ value: '2.4.1' });
    expect(list.find(({ name }) => name === 'PLF_MODE')!.latest).toMatchObject({
      value: expect.not.stringMatching(/SAFE/),
    });
    // The database has no label for 3.
    expect(list.find(({ name }) => name === 'PLF_BOOT_IMAGE')!.latest).toMatchObject({ raw: 3, value: null });
    expect(list.find(({ name }) => name === 'PWR_HEATER_TANK')!.latest).toMatchObject({ value: false });
    expect(list.find(({ name }) => name === 'EVENT_ID')!.latest).toBeNull();
  });

  it('gives a history by generation time: live unless asked, in either order, with a limit', async () => {
    type History = { values: { raw: number; source: string; generationTime: string }[]; more: boolean; unit: string };
    const values = async (query: string) =>
      (await ground.get(`${gf1}/parameters/PWR_BUS_VOLTAGE/values?${query}`)).body as History;
    const live = await values('');
    expect(live).toMatchObject({ unit: 'V', more: false });
    expect(live.values.map(({ raw }) => raw)).toEqual([...Array.from({ length: 19 }, (_, i) => 30_000 + i), 33_500]);
    expect((await values('source=playback')).values.map(({ raw, source }) => [raw, source])).toEqual([
      [27_000, 'playback'],
    ]);
    expect((await values('source=all&order=desc&limit=2')).values.map(({ raw }) => raw)).toEqual([27_000, 33_500]);
    const some = await values('start=2026-04-24T08:00:02Z&end=2026-04-24T08:00:06Z&limit=3');
    expect(some.values.map(({ raw }) => raw)).toEqual([30_002, 30_003, 30_004]);
    expect(some.more).toBe(true);
  });

  it('gives packets and frames, octets when asked for', async () => {
    const packets = (await ground.get(`${gf1}/packets?apid=100&octets=true`)).body as Record<string, unknown>[];
    expect(packets).toHaveLength(1);
    expect(packets[0]).toMatchObject({
      quality: 'complete',
      container: '/SMMS/HK_PLATFORM',
      sequenceCount: 3,
      source: 'real-time',
      gaps: [],
    });
    expect(String(packets[0]!['octets'])).toMatch(/^0864c003/);
    const frames = (await ground.get(`${gf1}/frames?contact=${contact}&limit=2`)).body as Record<string, unknown>[];
    expect(frames).toHaveLength(2);
    expect(frames[0]).toMatchObject({
      contact,
      antenna: 'CN-MYN-1',
      length: 1115,
      fault: null,
      linkProfile: { id: 'GF-1-TTC', version: maker.profile.version },
    });
    expect(frames[0]).not.toHaveProperty('octets');
  });

  it.each([
    [`${base}/spacecraft/XX-9/parameters`, 404, 'spacecraft', /found "XX-9"/],
    [`${base}/spacecraft/XX-9/gaps`, 404, 'spacecraft', /found "XX-9"/],
    [`${gf1}/parameters/NOPE/values`, 404, 'parameter', /found "NOPE"/],
    [`${gf1}/parameters/PLF_MODE/values?start=yesterday`, 400, 'start', /expected a UTC time/],
    [
      `${gf1}/parameters/PLF_MODE/values?start=2026-04-24T09:00:00Z&end=2026-04-24T08:00:00Z`,
      400,
      'end',
      /after start/,
    ],
    [`${gf1}/parameters/PLF_MODE/values?limit=10001`, 400, 'limit', /10000/],
    [`${gf1}/parameters/PLF_MODE/values?source=live`, 400, 'source', /real-time/],
    [`${gf1}/packets?apid=2048`, 400, 'apid', /2047/],
    [`${gf1}/frames?octets=yes`, 400, 'octets', /true/],
    [`${gf1}/alarms?contact=nowhere`, 400, 'contact', /SPACECRAFT_ANTENNA/],
    [`${gf1}/gaps?colour=red`, 400, 'colour', /no such field/],
    [`${base}/statistics`, 400, 'contact', /./],
  ])('refuses %s with %i naming %s', async (path, status, field, message) => {
    const answer = await ground.get(path);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status, errors: [{ path: field, message: expect.stringMatching(message) }] });
  });

  it('sends what is archived to those who watch it, played-back values only on demand, and says gaps and alarms', async () => {
    const one = await listen(ground);
    const all = await listen(ground);
    one.send({ event: 'subscribe', data: { spacecraft: 'GF-1', parameters: ['PWR_BUS_VOLTAGE'] } });
    all.send({ event: 'subscribe', data: { spacecraft: 'GF-1', playback: true } });
    await eventually(
      async () => one.heard.length + all.heard.length,
      (n) => n === 2,
    );
    expect(one.heard[0]).toMatchObject({ event: 'subscribed', data: { spacecraft: 'GF-1', playback: false } });
    await receive([{ vcid: 0, octets: maker.packet('HK_POWER', 30, 30, { PWR_BUS_VOLTAGE: 31_000 }) }]);
    await receive([{ vcid: 1, octets: maker.packet('HK_POWER', 901, -100, { PWR_BUS_VOLTAGE: 29_000 }) }]);
    await receive(
      Array.from({ length: 60 }, (_, i) => ({ vcid: 0, octets: maker.packet('HK_THERMAL_AOCS', i, 31 + i) })),
      [1],
    );
    await eventually(
      async () => all.heard.filter(({ event }) => event === 'gap'),
      (gaps) => gaps.length > 0,
    );
    await eventually(
      async () => all.heard.filter(({ event }) => event === 'parameters').length,
      (n) => n > 20,
    );
    const updates = (heard: Message[]) => heard.filter(({ event }) => event === 'parameters').map(({ data }) => data);
    expect(updates(one.heard).map(({ source, values }) => [source, values])).toEqual([
      [
        'real-time',
        [expect.objectContaining({ parameter: 'PWR_BUS_VOLTAGE', raw: 31_000, unit: 'V', monitoring: 'in-limits' })],
      ],
    ]);
    expect(updates(all.heard).filter(({ source }) => source === 'playback')).toHaveLength(1);
    expect(one.heard.filter(({ event }) => event === 'alarm').map(({ data }) => [data['from'], data['to']])).toEqual([
      ['warning', 'in-limits'],
    ]);
    expect(one.heard.find(({ event }) => event === 'gap')!.data).toMatchObject({
      spacecraft: 'GF-1',
      vcid: 0,
      missingFrames: 1,
    });
    one.socket.close();
    all.socket.close();
    const { totals } = await statistics();
    expect(totals).toMatchObject({ gaps: 1, missingFrames: 1, alarms: 2 });
    expect(totals['correctedFrames']).toBeGreaterThan(0);
    const gaps = (await ground.get(`${gf1}/gaps?contact=${contact}`)).body as unknown[];
    expect(gaps).toEqual([expect.objectContaining({ vcid: 0, missingFrames: 1, contact, channel: 'virtual' })]);
    const alarms = (await ground.get(`${gf1}/alarms`)).body as { parameter: string; to: string }[];
    expect(alarms.map(({ parameter, to }) => [parameter, to])).toEqual([
      ['PWR_BUS_VOLTAGE', 'in-limits'],
      ['PWR_BUS_VOLTAGE', 'warning'],
    ]);
  });

  it('shows as latest what was received last, after a time far ahead and after the on-board clock was set back', async () => {
    const latest = async () => {
      const list = (await ground.get(`${gf1}/parameters`)).body as { name: string; latest: Record<string, unknown> }[];
      return list.find(({ name }) => name === 'PWR_BUS_VOLTAGE')!.latest;
    };
    const now = () => sequence * 0.16;
    const steps = [
      [31_001, now() + 40_000_000, true],
      [31_002, now() + 0.1, false],
      [31_003, now() - 900_000, true],
    ] as const;
    for (const [i, [raw, generated, timeSuspect]] of steps.entries()) {
      const octets = maker.packet('HK_POWER', 5000 + i, generated, { PWR_BUS_VOLTAGE: raw });
      await receive([{ vcid: 0, octets }]);
      expect(await eventually(latest, (value) => value['raw'] === raw)).toMatchObject({ raw, timeSuspect });
    }
    const packets = (await ground.get(`${gf1}/packets?apid=101&limit=1000`)).body as Record<string, unknown>[];
    const marked = steps.map((_, i) => packets.find((packet) => packet['sequenceCount'] === 5000 + i)!['timeSuspect']);
    expect(marked).toEqual([true, false, true]);
    expect((await statistics()).totals['packetsTimeSuspect']).toBeGreaterThanOrEqual(2);
  });

  it.each([
    ['not json', 'message', /expected JSON/],
    [{ event: 'shout', data: {} }, 'event', /./],
    [{ event: 'subscribe', data: {} }, 'data.spacecraft', /./],
    [{ event: 'subscribe', data: { spacecraft: 'XX-9' } }, 'data.spacecraft', /found "XX-9"/],
    [
      { event: 'subscribe', data: { spacecraft: 'GF-1', parameters: ['PLF_MODE', 'NOPE'] } },
      'data.parameters.1',
      /found "NOPE"/,
    ],
    [{ event: 'subscribe', data: { spacecraft: 'GF-1', volume: 11 } }, 'data.volume', /no such field/],
  ])('answers the bad message %j with an error naming %s', async (message, field, found) => {
    const client = await listen(ground);
    client.send(message);
    const [answer] = await eventually(
      async () => client.heard,
      (heard) => heard.length > 0,
    );
    expect(answer).toMatchObject({
      event: 'error',
      data: { errors: [{ path: field, message: expect.stringMatching(found) }] },
    });
    client.socket.close();
  });

  it('is ready while its consumers work, and tells how far they are', async () => {
    expect((await ground.get('/health/ready')).status).toBe(200);
    const status = (await ground.get(`${base}/status`)).body as { spacecraft: string; lag: number; frames: number }[];
    expect(status.map(({ spacecraft }) => spacecraft)).toEqual(['GF-1', 'HJ-1A', 'CBERS-4'].sort());
    expect(status.find(({ spacecraft }) => spacecraft === 'GF-1')).toMatchObject({
      lag: 0,
      error: null,
      sequence: sequence - 1,
    });
    const metrics = await (await fetch(`${ground.url}/metrics`)).text();
    expect(metrics).toMatch(/smms_telemetry_lag_frames\{spacecraft="GF-1"\} 0/);
  });

  it('does not start with a mission database that it does not understand in full', async () => {
    const { path, remove } = await temporaryFolder();
    const xml = '<SpaceSystem name="X" xmlns="http://www.omg.org/spec/XTCE/20180204"><Telepathy/></SpaceSystem>';
    await writeFile(join(path, 'smms-reference.xml'), xml);
    const starting = Ground.start(database.dataSource, join(path, 'logs'), [
      TelemetryCommandModule.forRoot({ missionDatabaseFolder: path }),
    ]);
    await expect(starting).rejects.toThrow(
      /smms-reference\.xml:1:\d+: unknown element Telepathy at SpaceSystem\/Telepathy/,
    );
    await remove();
  });
});
