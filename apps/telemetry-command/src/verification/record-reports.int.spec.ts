import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Clcw, encodeClcw } from '@app/ccsds';
import type { CommandId, Utc } from '@app/contracts';
import { openTestDatabase, type TestDatabase } from '@app/platform';
import { telemetryCommandEntities } from '../telemetry-command.entities.js';
import { ArchiveBench } from '../testing/archive-bench.js';
import { crashingAt, PlannedCrash } from '../testing/faulty-data-source.js';
import { TelemetryMaker } from '../testing/telemetry-maker.js';
import { APID } from '../uplink/testing/memory-ledger.js';

const clcw: Clcw = {
  statusField: 0,
  copInEffect: 1,
  vcid: 0,
  noRfAvailable: false,
  noBitLock: false,
  lockout: false,
  wait: false,
  retransmit: false,
  farmBCounter: 0,
  reportValue: 0,
};
const khi = { antenna: 'PK-KHI-1', site: 'PK-KHI', stationLog: 'station.PK-KHI@log' };

describe('what telemetry says of commands', () => {
  let database: TestDatabase;
  let bench: ArchiveBench;
  let maker: TelemetryMaker;
  let sequence: number;

  beforeAll(async () => {
    database = await openTestDatabase({ entities: telemetryCommandEntities, migrations: true });
    bench = new ArchiveBench(database.dataSource);
  });
  beforeEach(async () => {
    await bench.reset();
    maker = new TelemetryMaker();
    sequence = 0;
  });
  afterAll(async () => {
    await bench.close();
    await database.close();
  });

  /** A command that was sent. */
  const sent = async (): Promise<CommandId> => {
    const id = bench.ledger.queue();
    const at = '2026-04-24T08:00:00.000000Z' as Utc;
    await bench.ledger.release(id, { contact: 'GF-1_CN-MYN-1_70001', antenna: 'CN-MYN-1' } as never, at);
    return id;
  };
  const report = (container: string, count: number, seconds: number, request: number, raw = {}): Uint8Array =>
    maker.packet(container, count, seconds, {
      REQUEST_APID: APID,
      REQUEST_SEQUENCE_COUNT: request,
      ...raw,
    });
  const receive = async (octets: Uint8Array, { vcid = 0, changes = {} } = {}): Promise<void> => {
    const frames = maker.frames([{ vcid, octets }]).map(({ bytes }) => {
      sequence++;
      return { header: maker.annotation(sequence, sequence * 0.16, changes), octets: bytes };
    });
    await bench.append(frames);
  };

  it('records live and played-back reports with their time on board and the frame that brought them', async () => {
    const [live, played, failing] = [await sent(), await sent(), await sent()];
    await receive(report('TC_ACCEPTED', 1, 10.5, 0));
    await receive(report('TC_STARTED', 2, 11, 0));
    await receive(report('TC_COMPLETED', 3, 12, 0));
    await receive(report('TC_COMPLETED', 4, -500, 1), { vcid: 1 });
    await receive(report('TC_ACCEPTANCE_FAILED', 5, 13, 2));
    await bench.drain();
    const stages = (id: CommandId) => bench.ledger.command(id).stages.slice(1);
    expect(bench.ledger.command(live).state).toBe('completed');
    expect(stages(live)).toMatchObject([
      {
        stage: 'accepted',
        outcome: 'done',
        at: '2026-04-24T08:00:10.500000Z',
        frame: {
          stationLog: 'station.CN-MYN@log',
          stationSequence: 1,
          earthReceiveTime: '2026-04-24T08:00:00.160000Z',
        },
      },
      { stage: 'started', outcome: 'done' },
      { stage: 'completed', outcome: 'done', frame: { stationSequence: 3 } },
    ]);
    expect(bench.ledger.command(played).state).toBe('completed');
    expect(bench.ledger.command(failing).state).toBe('failed');
    expect(stages(failing)[0]).toMatchObject({
      stage: 'accepted',
      outcome: 'failed',
      detail: expect.stringMatching(/code \d+/),
    });
  });

  it('records once what two antennas heard, and passes over reports that are none of ours', async () => {
    await sent();
    const octets = report('TC_ACCEPTED', 1, 10, 0);
    await receive(octets);
    await receive(octets, { changes: khi });
    await receive(report('TC_ACCEPTED', 2, 11, 999));
    await bench.drain();
    expect(bench.ledger.events.filter(({ event }) => event.type === 'report')).toHaveLength(1);
    expect(await bench.count(`sample where container = '/SMMS/TC_ACCEPTED'`)).toBe(2);
    const metrics = await bench.metrics.registry.metrics();
    expect(metrics).toMatch(/smms_verification_reports_unknown_total\{spacecraft="GF-1"\} 1/);
  });

  it('hands on the CLCWs of our telecommand channel, in order, with contact and frame, and none twice', async () => {
    const seconds = [1, 2, 3, 4, 5];
    for (const at of seconds) {
      // The third reports on another virtual channel, the fourth is no CLCW of COP-1.
      maker.ocf = encodeClcw({ ...clcw, reportValue: at, vcid: at === 3 ? 1 : 0, copInEffect: at === 4 ? 0 : 1 });
      await receive(maker.packet('HK_POWER', at, at), { changes: at === 5 ? khi : {} });
    }
    await bench.drain(bench.consumer(), 2);
    const heard = () => bench.commanding.heard.flatMap(({ clcws }) => clcws);
    expect(
      heard().map(({ contact, clcw: { reportValue }, frame }) => [contact, reportValue, frame.stationSequence]),
    ).toEqual([
      ['GF-1_CN-MYN-1_70001', 1, 1],
      ['GF-1_CN-MYN-1_70001', 2, 2],
      ['GF-1_PK-KHI-1_70001', 5, 5],
    ]);
    // The same frames again, as after a link that broke before the log knew that they had arrived.
    const records = await bench.log.read(1, { maxRecords: 10 });
    await bench.append(records.map(({ header, payload }) => ({ header: header as never, octets: payload })));
    await bench.drain();
    expect(heard()).toHaveLength(3);
  });

  it('says nothing of a batch that was not committed', async () => {
    await sent();
    maker.ocf = encodeClcw(clcw);
    await receive(report('TC_ACCEPTED', 1, 10, 0));
    const crashing = bench.consumer(crashingAt(database.dataSource, { statement: 14, lostAnswer: false }));
    await expect(bench.drain(crashing)).rejects.toThrow(PlannedCrash);
    expect(bench.commanding.heard).toEqual([]);
    await bench.drain();
    expect(bench.commanding.heard).toHaveLength(1);
  });
});
