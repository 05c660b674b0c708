import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import { buildSpacePacket, bytesToHex, type MultiplexedFrame } from '@app/ccsds';
import type { DeliveredFrame, ParameterUpdate } from '@app/contracts';
import {
  DatabaseBusyError,
  expectEntitiesToMatchMigrations,
  type FrameLogs,
  LogFollower,
  openTestDatabase,
  type TestDatabase,
  testDatabaseKinds,
} from '@app/platform';
import { telemetryCommandEntities } from '../telemetry-command.entities.js';
import { ArchiveBench } from '../testing/archive-bench.js';
import { crashingAt, PlannedCrash } from '../testing/faulty-data-source.js';
import { type QueuedPacket, sealPacket, TelemetryMaker } from '../testing/telemetry-maker.js';

type Framed = { header: DeliveredFrame; octets: Uint8Array };

const containers = ['HK_POWER', 'HK_THERMAL_AOCS', 'HK_PLATFORM', 'HK_PAYLOAD_COMMS'];

/** Real-time and played-back packets in turn. */
function mixed(maker: TelemetryMaker, count: number): QueuedPacket[] {
  return Array.from({ length: count }, (_, i) => ({
    vcid: i % 5 === 4 ? 1 : 0,
    octets: maker.packet(containers[i % 4]!, i, i % 5 === 4 ? i - 5000 : i * 0.1),
  }));
}

function framed(maker: TelemetryMaker, packets: readonly QueuedPacket[], first = 1): Framed[] {
  return maker
    .frames(packets)
    .map(({ bytes }, i) => ({ header: maker.annotation(first + i, (first + i) * 0.16), octets: bytes }));
}

/** What TypeORM throws for a statement that the server refuses. */
const sqlError = (code: string, message: string): QueryFailedError =>
  new QueryFailedError('select 1', [], Object.assign(new Error(message), { code }));

describe.each(testDatabaseKinds())('the telemetry archive on %s', (kind) => {
  let database: TestDatabase;
  let bench: ArchiveBench;
  let maker: TelemetryMaker;

  beforeAll(async () => {
    database = await openTestDatabase({ kind, entities: telemetryCommandEntities, migrations: true });
    bench = new ArchiveBench(database.dataSource);
  });
  beforeEach(async () => {
    await bench.reset();
    maker = new TelemetryMaker();
  });
  afterAll(async () => {
    await bench.close();
    await database.close();
  });

  const archivedPackets = async (): Promise<string[]> => {
    const rows = await database.dataSource.query<{ octets: Uint8Array }[]>(
      `select octets from telemetry_command.packet where quality = 'complete' order by sequence_count, vcid`,
    );
    return rows.map(({ octets }) => bytesToHex(octets));
  };
  const totals = async (): Promise<Record<string, number>> => {
    const rows = await database.dataSource.query<Record<string, string>[]>(
      `select sum(frames) as frames, sum(packets_complete) as complete, sum(packets_partial) as partial,
         sum(packets_duplicate) as duplicate, sum(packets_time_suspect) as suspect, sum(packets_unrecognised) as unrecognised, sum(gaps) as gaps,
         sum(missing_frames) as missing, sum(faulty_frames) as faulty, sum(alarms) as alarms,
         sum(parameter_values) as values from telemetry_command.channel_count`,
    );
    return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, sum]) => [name, Number(sum)]));
  };

  it('has tables as the entities say', async () => {
    await expectEntitiesToMatchMigrations(database.dataSource);
  });

  it('keeps every frame once, and the packets and values that were sent', async () => {
    const packets = mixed(maker, 200);
    const frames = framed(maker, packets);
    await bench.append([...frames, ...frames.slice(3, 6)]);
    await bench.drain(bench.consumer(), 5);
    expect(await bench.count('frame')).toBe(frames.length);
    const stored = await database.dataSource.query<{ octets: Uint8Array; station_sequence: string; vcfc: number }[]>(
      'select octets, station_sequence, vcfc from telemetry_command.frame order by station_sequence',
    );
    expect(stored.map(({ octets }) => bytesToHex(octets))).toEqual(frames.map(({ octets }) => bytesToHex(octets)));
    expect(await archivedPackets()).toEqual(packets.map(({ octets }) => bytesToHex(octets)));
    const [row] = await database.dataSource.query<{ n: string; wrong: string }[]>(
      `select count(*) as n, count(*) filter (where cardinality(s.value) <> cardinality(l.parameters)
         or s.raw[array_position(l.parameters, '/SMMS/SEQUENCE_COUNT')] <> p.sequence_count
         or s.raw[array_position(l.parameters, '/SMMS/APID')] <> p.apid) as wrong
       from telemetry_command.sample s join telemetry_command.sample_layout l on l.id = s.layout_id
       join telemetry_command.packet p on p.id = s.packet_id`,
    );
    expect(row).toEqual({ n: '200', wrong: '0' });
    const [voltage] = await database.dataSource.query<{ value: number; raw: number }[]>(
      `select distinct s.value[i] as value, s.raw[i] as raw from telemetry_command.sample s
       join telemetry_command.sample_layout l on l.id = s.layout_id,
       array_position(l.parameters, '/SMMS/PWR_BUS_VOLTAGE') as i where i is not null`,
    );
    expect(voltage!.value).toBeCloseTo(voltage!.raw * 0.001, 9);
    expect(await totals()).toMatchObject({ frames: frames.length, complete: 200, partial: 0, duplicate: 0, gaps: 0 });
  });

  it('is exactly once, packets intact, wherever in its transactions the process dies', async () => {
    const packets = mixed(maker, 160);
    const frames = framed(maker, packets);
    const expected = packets.map(({ octets }) => bytesToHex(octets));
    const crash = fc.oneof(
      fc.record({
        statement: fc.integer({ min: 0, max: 60 }),
        lostAnswer: fc.constant(false),
        size: fc.integer({ min: 1, max: 3 }),
      }),
      fc.record({
        statement: fc.integer({ min: 0, max: 4 }),
        lostAnswer: fc.constant(true),
        size: fc.integer({ min: 1, max: 3 }),
      }),
    );
    let crashed = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(crash, { minLength: 2, maxLength: 4 }), async (crashes) => {
        await bench.reset();
        await bench.append(frames);
        for (const plan of crashes) {
          const dying = bench.consumer(crashingAt(database.dataSource, plan));
          try {
            await bench.drain(dying, plan.size);
          } catch (error) {
            expect(error).toBeInstanceOf(PlannedCrash);
            crashed++;
          }
        }
        await bench.drain();
        expect(await bench.count('frame')).toBe(frames.length);
        expect(await archivedPackets()).toEqual(expected);
        expect(await bench.count('sample')).toBe(packets.length);
        expect(await totals()).toMatchObject({
          frames: frames.length,
          complete: 160,
          partial: 0,
          duplicate: 0,
          gaps: 0,
        });
      }),
      { numRuns: 12 },
    );
    expect(crashed).toBeGreaterThan(15);
  });

  it('says what is missing, keeps what was cut, decodes none of it', async () => {
    const frames = framed(
      maker,
      mixed(maker, 200).filter(({ vcid }) => vcid === 0),
    );
    const heard = frames.filter((_, i) => i !== 4 && i !== 5);
    await bench.append(heard);
    await bench.drain();
    const gaps = await database.dataSource.query<unknown[]>(
      `select vcid, channel, missing_frames, after_earth_receive_time as after, before_earth_receive_time as before,
         station_sequence from telemetry_command.gap`,
    );
    expect(gaps).toEqual([
      {
        vcid: 0,
        channel: 'virtual',
        missing_frames: 2,
        after: frames[3]!.header.earthReceiveTime,
        before: frames[6]!.header.earthReceiveTime,
        station_sequence: '7',
      },
    ]);
    const partial = await database.dataSource.query<{ gaps: unknown[]; container: null; reason: string }[]>(
      `select gaps, container, reason from telemetry_command.packet where quality = 'partial'`,
    );
    expect(partial).toEqual([{ gaps: [expect.anything()], container: null, reason: 'octets are missing' }]);
    expect(await totals()).toMatchObject({ gaps: 1, missing: 2, partial: 1, unrecognised: 0 });
    expect(await bench.count('sample')).toBe((await totals())['complete']);
  });

  it('hears a packet twice and keeps it once; what one antenna lost the other brings', async () => {
    const packets = mixed(maker, 200).filter(({ vcid }) => vcid === 0);
    const frames = framed(maker, packets);
    const other = frames.map(({ octets }, i) => ({
      header: maker.annotation(i + 1, (i + 1) * 0.16 + 0.02, {
        antenna: 'PK-KHI-1',
        site: 'PK-KHI',
        stationLog: 'station.PK-KHI@log',
      }),
      octets,
    }));
    await bench.append([...frames.slice(0, 5), ...frames.slice(6)].flatMap((frame, i) => [frame, other[i]!]));
    await bench.append(other.slice(frames.length - 1));
    await bench.drain();
    expect(await archivedPackets()).toEqual(packets.map(({ octets }) => bytesToHex(octets)));
    const { complete, duplicate, partial } = await totals();
    expect(complete).toBe(packets.length);
    expect(partial).toBeGreaterThan(0);
    // A packet of the lost frame came once, all others twice.
    expect(duplicate).toBeGreaterThan(packets.length - 25);
    expect(duplicate).toBeLessThan(packets.length);
  });

  it('raises an alarm at a transition of real-time values only, and not again after a restart', async () => {
    const [warm, hot, cold] = [31_000, 33_500, 20_000];
    const voltages = [warm, hot, hot, cold, warm, warm];
    const live = voltages.map((PWR_BUS_VOLTAGE, i) => ({
      vcid: 0,
      octets: maker.packet('HK_POWER', i, i, { PWR_BUS_VOLTAGE }),
    }));
    const played = [{ vcid: 1, octets: maker.packet('HK_POWER', 100, -500, { PWR_BUS_VOLTAGE: cold }) }];
    const alarms: unknown[] = [];
    const subscription = await bench.bus.subscribe('telemetry.GF-1.alarm', ({ payload }) => void alarms.push(payload));
    const frames = [
      ...framed(maker, live.slice(0, 2)),
      ...framed(maker, played, 2),
      ...framed(maker, live.slice(2, 3), 3),
    ];
    await bench.append(frames);
    await bench.drain(bench.consumer(), 1);
    await bench.append(framed(maker, live.slice(3), 4));
    await bench.drain(bench.consumer());
    const rows = await database.dataSource.query<unknown[]>(
      'select parameter, from_result as "from", to_result as "to", value, unit from telemetry_command.alarm order by id',
    );
    const expected = [
      { parameter: 'PWR_BUS_VOLTAGE', from: 'in-limits', to: 'warning', value: expect.closeTo(33.5, 9), unit: 'V' },
      { parameter: 'PWR_BUS_VOLTAGE', from: 'warning', to: 'critical', value: expect.closeTo(20, 9), unit: 'V' },
      { parameter: 'PWR_BUS_VOLTAGE', from: 'critical', to: 'in-limits', value: expect.closeTo(31, 9), unit: 'V' },
    ];
    expect(rows).toEqual(expected);
    for (let turns = 0; turns < 10; turns++) await new Promise((resolve) => setImmediate(resolve));
    expect(alarms).toEqual(
      expected.map((one) => expect.objectContaining({ ...one, mode: 'simulation', spacecraft: 'GF-1' })),
    );
    await subscription.unsubscribe();
  });

  it('raises alarms after one time far ahead and after the on-board clock was set back, and counts both', async () => {
    const [warm, hot] = [31_000, 33_500];
    const voltages = [
      [warm, 0],
      [warm, 40_000_000],
      [hot, 0.2],
      [hot, -900_000],
      [warm, -899_999],
    ] as const;
    for (const [i, [PWR_BUS_VOLTAGE, seconds]] of voltages.entries()) {
      const octets = maker.packet('HK_POWER', i, seconds, { PWR_BUS_VOLTAGE });
      await bench.append(framed(maker, [{ vcid: 0, octets }], i + 1));
      await bench.drain();
    }
    const alarms = await database.dataSource.query<unknown[]>(
      'select from_result as "from", to_result as "to" from telemetry_command.alarm order by id',
    );
    expect(alarms).toEqual([
      { from: 'in-limits', to: 'warning' },
      { from: 'warning', to: 'in-limits' },
    ]);
    expect(await bench.count('sample')).toBe(5);
    expect(await bench.count('packet')).toBe(5);
    expect(await totals()).toMatchObject({ complete: 5, suspect: 3 });
  });

  it('tells of each live value whether a newer one was sent before, also after a restart', async () => {
    const told: unknown[] = [];
    const subscription = await bench.bus.subscribe('telemetry.GF-1.parameters', ({ payload }) => {
      const { container, source, late, timeSuspect } = payload as unknown as ParameterUpdate;
      told.push([container.slice('/SMMS/HK_'.length), source, late, timeSuspect]);
    });
    const hear = async (at: number, container: string, generated: number, { vcid = 0, abroad = false } = {}) => {
      const octets = maker.packet(container, at, generated);
      const place = { antenna: 'PK-KHI-1', site: 'PK-KHI', stationLog: 'station.PK-KHI@log' };
      const header = maker.annotation(at, at, abroad ? place : {});
      await bench.append(maker.frames([{ vcid, octets }]).map(({ bytes }) => ({ header, octets: bytes })));
    };
    await hear(10, 'HK_POWER', 9.9);
    await hear(1, 'HK_POWER', 0.9, { abroad: true });
    await hear(2, 'HK_PLATFORM', 1.9, { abroad: true });
    await hear(3, 'HK_POWER', -5000, { vcid: 1, abroad: true });
    await bench.drain();
    await hear(4, 'HK_POWER', 3.9, { abroad: true });
    await hear(11, 'HK_POWER', -900_000);
    await hear(12, 'HK_POWER', 11.9);
    await bench.drain(bench.consumer());
    for (let turns = 0; turns < 10; turns++) await new Promise((resolve) => setImmediate(resolve));
    expect(told).toEqual([
      ['POWER', 'real-time', false, false],
      ['POWER', 'real-time', true, false],
      ['PLATFORM', 'real-time', false, false],
      ['POWER', 'playback', false, false],
      ['POWER', 'real-time', true, false],
      ['POWER', 'real-time', false, true],
      ['POWER', 'real-time', false, false],
    ]);
    await subscription.unsubscribe();
  });

  it('keeps a packet without a generation time once for each antenna that heard it', async () => {
    const octets = buildSpacePacket({ apid: 7, sequenceCount: 3, data: Uint8Array.of(1, 2, 3) });
    const [{ bytes }] = maker.frames([{ vcid: 0, octets }]) as [MultiplexedFrame];
    const place = { antenna: 'PK-KHI-1', site: 'PK-KHI', stationLog: 'station.PK-KHI@log' };
    await bench.append([
      { header: maker.annotation(1, 1), octets: bytes },
      { header: maker.annotation(1, 1.02, place), octets: bytes },
    ]);
    await bench.drain();
    const rows = await database.dataSource.query<unknown[]>(
      'select apid, sequence_count as count, generation_time as at, antenna from telemetry_command.packet order by antenna',
    );
    const packet = { apid: 7, count: 3, at: null };
    expect(rows).toEqual([
      { ...packet, antenna: 'CN-MYN-1' },
      { ...packet, antenna: 'PK-KHI-1' },
    ]);
  });

  it('goes on after the database was busy or away for a while, and takes no frame for a bad one', async () => {
    const packets = mixed(maker, 60);
    const frames = framed(maker, packets);
    await bench.append(frames);
    const troubles = [
      new DatabaseBusyError(10_000, 1),
      sqlError('57P01', 'terminating connection due to administrator command'),
    ];
    let transactions = 0;
    const troubled = {
      transaction: async (work: (manager: EntityManager) => Promise<unknown>) => {
        // Every other one: recalling the cursor succeeds, the batch does not.
        const trouble = transactions++ % 2 === 1 ? troubles.shift() : undefined;
        if (trouble !== undefined) throw trouble;
        return database.dataSource.transaction(work);
      },
    } as unknown as DataSource;
    const frameLogs = { open: async () => bench.log } as unknown as FrameLogs;
    const consumer = bench.consumer(troubled);
    const follower = new LogFollower(frameLogs, bench.log.name, consumer, bench.logger, bench.metrics);
    const stop = new AbortController();
    const following = follower.run(stop.signal);
    for (let tries = 0; tries < 1000 && (await follower.status()).sequence < frames.length; tries++) await delay(5);
    stop.abort();
    await following;
    expect(troubles).toEqual([]);
    expect(await archivedPackets()).toEqual(packets.map(({ octets }) => bytesToHex(octets)));
    expect(await totals()).toMatchObject({ frames: frames.length, faulty: 0, complete: 60, gaps: 0 });
  });

  it('keeps and tells an alarm whose value has no label as null', async () => {
    const events: unknown[] = [];
    const subscription = await bench.bus.subscribe('telemetry.GF-1.alarm', ({ payload }) => void events.push(payload));
    const modes = [0, 77].map((PLF_MODE, i) => ({ vcid: 0, octets: maker.packet('HK_PLATFORM', i, i, { PLF_MODE }) }));
    await bench.append(framed(maker, modes));
    await bench.drain(bench.consumer());
    const expected = [
      { parameter: 'PLF_MODE', from: 'unmonitored', to: 'critical', value: 'SAFE' },
      { parameter: 'PLF_MODE', from: 'critical', to: 'in-limits', value: null },
    ];
    expect(
      await database.dataSource.query<unknown[]>(
        'select parameter, from_result as "from", to_result as "to", value from telemetry_command.alarm order by id',
      ),
    ).toEqual(expected);
    for (let turns = 0; turns < 10; turns++) await new Promise((resolve) => setImmediate(resolve));
    expect(events).toMatchObject(expected);
    await subscription.unsubscribe();
  });

  it('refuses records of another mode or spacecraft and unreadable ones, keeps unusable frames, and goes on', async () => {
    const packets = mixed(maker, 100).filter(({ vcid }) => vcid === 0);
    const frames = framed(maker, packets);
    const [first, ...rest] = frames as [Framed, ...Framed[]];
    const strange = (changes: Record<string, unknown>) => ({
      header: { ...first.header, ...changes },
      octets: first.octets,
    });
    await bench.append([
      first,
      strange({ mode: 'operational', stationSequence: 101 }),
      strange({ spacecraft: 'HJ-1A', stationSequence: 102 }),
      strange({ antenna: 17, stationSequence: 103 }),
      strange({ correctedSymbols: [1e6], stationSequence: 104 }),
      strange({ linkProfile: { id: 'GF-1-TTC', version: 9 }, stationSequence: 105 }),
      { header: maker.annotation(106, 0.2), octets: Uint8Array.of(1, 2, 3) },
      ...rest,
    ] as Framed[]);
    await bench.drain();
    const rejected = await database.dataSource.query<{ reason: string; detail: string }[]>(
      'select reason, detail from telemetry_command.rejected_record order by sequence',
    );
    expect(rejected.map(({ reason }) => reason)).toEqual([
      'other-mode',
      'other-spacecraft',
      'bad-annotation',
      'bad-annotation',
    ]);
    expect(rejected[2]!.detail).toMatch(/^antenna: /);
    const faults = await database.dataSource.query<{ fault: string }[]>(
      'select fault from telemetry_command.frame where fault is not null order by station_sequence',
    );
    expect(faults.map(({ fault }) => fault)).toEqual([
      'link profile GF-1-TTC: expected version 3, found 9',
      'TM transfer frame: frame: expected 1115 octets, found 3',
    ]);
    expect(await archivedPackets()).toEqual(packets.map(({ octets }) => bytesToHex(octets)));
    expect(await totals()).toMatchObject({ faulty: 2, frames: frames.length + 2 });
  });

  it('takes what telemetry may hold: NUL in texts, NaN, values beyond every limit', async () => {
    const octets = maker.packet('HK_PLATFORM', 1, 1);
    octets.set([66, 0, 67, 255, 0, 1, 2, 3], octets.length - 10);
    const random = fc.sample(fc.uint8Array({ minLength: 900, maxLength: 900 }), { numRuns: 20, seed: 7 });
    const packets = random.map((noise, i) => {
      const packet = maker.packet(containers[i % 4]!, i, i);
      packet.set(noise.subarray(0, packet.length - 24), 22);
      return { vcid: 0, octets: packet };
    });
    const frames = framed(
      maker,
      [{ vcid: 0, octets }, ...packets].map((one) => ({ ...one, octets: sealPacket(one.octets) })),
    );
    await bench.append(frames);
    await bench.drain();
    expect(await totals()).toMatchObject({ frames: frames.length, complete: 21, faulty: 0, partial: 0 });
  });

  it('gives up the last packets of a stream when its antenna goes on with the next contact', async () => {
    const packets = mixed(maker, 60).filter(({ vcid }) => vcid === 0);
    const frames = framed(maker, packets).slice(0, 2);
    await bench.append(frames);
    await bench.drain();
    expect(await bench.count(`stream_state where jsonb_path_exists(state, '$.channels[*].partial.position')`)).toBe(1);
    const next = new TelemetryMaker();
    const later = next.frames([{ vcid: 0, octets: next.packet('HK_POWER', 500, 6000) }]).map(({ bytes }) => ({
      header: next.annotation(50, 6000, { contact: 'GF-1_CN-MYN-1_70002' }),
      octets: bytes,
    }));
    await bench.append(later);
    await bench.drain();
    expect(await totals()).toMatchObject({ partial: 1, gaps: 0 });
    const open = await database.dataSource.query<{ contact: string }[]>(
      'select contact from telemetry_command.stream_state',
    );
    expect(open).toEqual([{ contact: 'GF-1_CN-MYN-1_70002' }]);
  });
});
