import { describe, expect, it } from '@jest/globals';
import { cop1StatusSchema, type CommandId, cltuTransferSchema, type Utc } from '@app/contracts';
import { formatUtc, plusSeconds } from '@app/time';
import { APID } from './testing/memory-ledger.js';
import { UplinkBench } from './testing/uplink-bench.js';

const now = ({ clock }: UplinkBench): Utc => formatUtc(clock.now()) as Utc;
const stages = (bench: UplinkBench, id: CommandId) =>
  bench.ledger.command(id).stages.map(({ stage, outcome }) => `${stage} ${outcome}`);

async function report(bench: UplinkBench, id: CommandId, stage: 'accepted' | 'completed'): Promise<void> {
  const { sequenceCount } = bench.ledger.command(id);
  const frame = { stationLog: 'station.PK-KHI@log', stationSequence: 77, earthReceiveTime: now(bench) };
  const event = { type: 'report', at: now(bench), stage, success: true, detail: null, frame } as const;
  const { changed } = await bench.ledger.recordReports(undefined, 'GF-1' as never, [
    { apid: APID, sequenceCount: sequenceCount!, event },
  ]);
  bench.session.reported(changed);
  await bench.settle();
}

describe('commanding over a real FARM-1', () => {
  it('starts the AD service by the first CLCW that has RF and bit lock, from V(R) as it is', async () => {
    const bench = await UplinkBench.start();
    bench.craft.farm = { ...bench.craft.farm, receiverFrameSequenceNumber: 201 };
    const id = bench.ledger.queue();
    const contact = await bench.begin(70001);
    bench.craft.hasBitLock = false;
    await bench.run(1);
    expect(bench.session.phase).toBe('awaiting-clcw');
    bench.craft.hasBitLock = true;
    await bench.run(2);
    expect(bench.session.phase).toBe('active');
    expect(bench.ledger.command(id).state).toBe('acknowledged');
    expect(stages(bench, id)).toEqual(['released done', 'released done', 'radiated done', 'acknowledged done']);
    expect(bench.ledger.command(id).stages.at(-1)!.frame).toMatchObject({ stationLog: 'station.CN-MYN@log' });
    expect(bench.ledger.command(id).stages[1]).toMatchObject({ frameSequenceNumber: 201 });
    const status = cop1StatusSchema.parse(bench.session.status());
    expect(status).toMatchObject({ state: 'S1', contact, sentQueue: 0, transmitterFrameSequenceNumber: 202 });
    for (const transfer of bench.station.transfers) cltuTransferSchema.parse(transfer);
  });

  it('uses no CLCW of another contact, and none from before the uplink was ready', async () => {
    const bench = await UplinkBench.start();
    bench.telemetry = false;
    const old = bench.reported('GF-1_CN-MYN-1_70001' as never, {
      noRfAvailable: false,
      noBitLock: false,
      reportValue: 9,
    });
    await bench.run(1);
    const contact = await bench.begin(70001);
    bench.session.clcws([old, bench.reported('GF-1_PK-KHI-1_70001' as never)]);
    await bench.settle();
    expect(bench.session.phase).toBe('awaiting-clcw');
    bench.session.clcws([bench.reported(contact)]);
    await bench.settle();
    expect(bench.session.phase).toBe('initialising');
  });

  it.each([0, 250])(
    'executes 200 commands once and in order while every tenth CLTU is lost (V(R) = %i)',
    async (vr) => {
      const bench = await UplinkBench.start();
      bench.craft.farm = { ...bench.craft.farm, receiverFrameSequenceNumber: vr };
      // A tenth of them, by a fixed sequence of pseudo-random numbers (Park and Miller).
      let seed = 20_260_424;
      bench.station.fate = () => ((seed = (seed * 48_271) % 2_147_483_647) % 10 === 0 ? 'lost-in-space' : 'received');
      for (let i = 0; i < 200; i++) bench.ledger.queue();
      await bench.begin(70001);
      await bench.run(250);
      expect(bench.ledger.states()).toEqual({ acknowledged: 200 });
      expect(bench.craft.executed.map(({ sequenceCount }) => sequenceCount)).toEqual(
        Array.from({ length: 200 }, (_, i) => i),
      );
      expect(bench.station.transfers.length).toBeGreaterThan(200);
      expect(bench.alarms).toEqual([]);
      // Never more in flight than K.
      expect(Math.max(...bench.statuses.map(({ sentQueue }) => sentQueue))).toBeLessThanOrEqual(10);
    },
  );

  it('does not unlock by itself: a lockout at the start is an alarm, and ends by the commander alone', async () => {
    const bench = await UplinkBench.start();
    bench.craft.farm = { ...bench.craft.farm, name: 'S3', lockout: true, receiverFrameSequenceNumber: 40 };
    const id = bench.ledger.queue();
    await bench.begin(70001);
    await bench.run(30);
    expect(bench.session.phase).toBe('lockout');
    expect(bench.station.transfers).toEqual([]);
    expect(bench.alarms).toEqual(['farm-lockout']);
    expect(await bench.session.direct({ mode: 'simulation', directive: 'resume-ad' })).toMatchObject({
      accepted: false,
      reason: expect.stringMatching(/S6/),
    });
    expect(await bench.session.direct({ mode: 'simulation', directive: 'initiate-ad-with-unlock' })).toEqual({
      accepted: true,
    });
    await bench.run(5);
    expect(bench.session.phase).toBe('active');
    expect(bench.alarms).toEqual(['farm-lockout', 'no farm-lockout']);
    expect(bench.ledger.command(id).state).toBe('acknowledged');
    expect(bench.craft.farm).toMatchObject({ lockout: false, receiverFrameSequenceNumber: 41, farmBCounter: 1 });
  });

  it('ends what is in flight at LOS as unknown, never sends it again, and believes the report that is played back', async () => {
    const bench = await UplinkBench.start();
    await bench.begin(70001);
    await bench.run(2);
    bench.station.fate = (n) => (n < 2 ? 'received' : 'lost-in-space');
    bench.telemetry = false;
    const ids = [bench.ledger.queue(), bench.ledger.queue(), bench.ledger.queue()];
    await bench.run(1);
    await bench.end();
    expect(bench.session.phase).toBe('closing');
    await bench.run(bench.parameters.lastReportsS + 1);
    expect(bench.session.phase).toBe('no-uplink');
    expect(ids.map((id) => bench.ledger.command(id).state)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(stages(bench, ids[0]!).at(-1)).toBe('acknowledged unknown');
    const sent = bench.station.transfers.length;

    await bench.run(3000);
    bench.telemetry = true;
    bench.station.fate = () => 'received';
    const next = bench.ledger.queue();
    await bench.begin(70002, 'PK-KHI-1');
    await bench.run(30);
    expect(bench.station.transfers.length).toBe(sent + 1);
    expect(bench.ledger.command(next)).toMatchObject({ state: 'acknowledged', contact: 'GF-1_PK-KHI-1_70002' });
    expect(bench.craft.executed.map(({ sequenceCount }) => sequenceCount)).toEqual([0, 1, 3]);
    expect(bench.alarms).toEqual([]);

    await report(bench, ids[0]!, 'completed');
    expect(ids.map((id) => bench.ledger.command(id).state)).toEqual(['completed', 'unknown', 'unknown']);
  });

  it('takes the acknowledgement of CLCWs that come in after the carrier went down', async () => {
    const bench = await UplinkBench.start();
    await bench.begin(70001);
    await bench.run(2);
    bench.telemetry = false;
    const id = bench.ledger.queue();
    await bench.run(1);
    await bench.end();
    bench.telemetry = true;
    await bench.run(1);
    expect(bench.ledger.command(id).state).toBe('acknowledged');
    expect(bench.session.phase).toBe('closing');
  });

  it('repeats nothing once the uplink is gone', async () => {
    const bench = await UplinkBench.start();
    await bench.begin(70001);
    await bench.run(2);
    bench.station.fate = () => 'lost-in-space';
    for (let i = 0; i < 3; i++) bench.ledger.queue();
    await bench.run(bench.parameters.fop.t1InitialSeconds - 1);
    const sent = bench.station.transfers.length;
    expect(sent).toBe(3);
    await bench.end('lost');
    await bench.run(60);
    expect(bench.station.transfers.length).toBe(sent);
    expect(bench.ledger.states()).toEqual({ unknown: 3 });
  });

  it('goes on with the same AD service when the uplink comes back in time', async () => {
    const bench = await UplinkBench.start();
    await bench.begin(70001);
    await bench.run(2);
    bench.station.fate = (n) => (n === 0 ? 'lost-in-space' : 'received');
    const [lost, ahead] = [bench.ledger.queue(), bench.ledger.queue()];
    await bench.run(0.16);
    bench.telemetry = false;
    await bench.end('lost');
    await bench.run(1);
    expect(bench.session.phase).toBe('closing');
    bench.telemetry = true;
    await bench.begin(70001);
    const id = bench.ledger.queue();
    await bench.run(20);
    expect([lost, ahead, id].map((one) => bench.ledger.command(one).state)).toEqual(Array(3).fill('acknowledged'));
    expect(bench.craft.executed.map(({ sequenceCount }) => sequenceCount)).toEqual([0, 1, 2]);
    expect(bench.alarms).toEqual([]);
  });

  it('starts anew in the same contact when the uplink comes back late, over a Retransmit flag that is left', async () => {
    const bench = await UplinkBench.start();
    await bench.begin(70001);
    await bench.run(2);
    bench.station.fate = (n) => (n === 0 ? 'lost-in-space' : 'received');
    const [lost, ahead] = [bench.ledger.queue(), bench.ledger.queue()];
    await bench.run(0.16);
    bench.telemetry = false;
    await bench.run(1);
    expect(bench.craft.farm.retransmit).toBe(true);
    await bench.end('lost');
    await bench.run(bench.parameters.lastReportsS + 0.1);
    expect(bench.session.phase).toBe('no-uplink');
    bench.telemetry = true;
    await bench.begin(70001);
    const id = bench.ledger.queue();
    await bench.run(20);
    expect(bench.session.phase).toBe('active');
    expect(bench.craft.farm.retransmit).toBe(false);
    expect([lost, ahead, id].map((one) => bench.ledger.command(one).state)).toEqual([
      'unknown',
      'unknown',
      'acknowledged',
    ]);
    expect(bench.craft.executed).toHaveLength(1);
  });

  it('sends expedited commands into a lockout; one that nothing answers is unknown at the end of the contact', async () => {
    const bench = await UplinkBench.start();
    bench.craft.farm = { ...bench.craft.farm, name: 'S3', lockout: true };
    const [first, second, acknowledged] = [
      bench.ledger.queue('BD'),
      bench.ledger.queue('BD'),
      bench.ledger.queue('AD'),
    ];
    await bench.begin(70001);
    await bench.run(5);
    expect(bench.craft.executed.map(({ service }) => service)).toEqual(['BD', 'BD']);
    expect(bench.ledger.command(acknowledged).state).toBe('queued');
    await report(bench, first, 'accepted');
    await bench.end();
    await bench.run(10);
    expect(bench.ledger.command(first).state).toBe('accepted');
    expect(stages(bench, first)).not.toContain('accepted unknown');
    expect(bench.ledger.command(second).state).toBe('unknown');
    expect(stages(bench, second).at(-1)).toBe('accepted unknown');
  });

  it('says after a restart that what was on its way is out of sight, and does not send it again', async () => {
    const bench = await UplinkBench.start();
    await bench.begin(70001);
    await bench.run(2);
    bench.station.fate = () => 'lost-in-space';
    const id = bench.ledger.queue();
    await bench.run(0.16);
    expect(bench.ledger.command(id).state).toMatch(/released|radiated/);
    await bench.restart();
    expect(bench.ledger.command(id).state).toBe('unknown');
    expect(bench.ledger.command(id).stages.at(-1)!.detail).toMatch(/restart/);
    bench.station.fate = () => 'received';
    const sent = bench.station.transfers.length;
    const next = bench.ledger.queue();
    bench.say('ready');
    await bench.run(bench.quietAfterStartS + 5);
    expect(bench.ledger.command(next).state).toBe('acknowledged');
    expect(bench.station.transfers.length).toBe(sent + 1);
    // The station's word on what an earlier process sent is recorded all the same.
    expect(stages(bench, id)).toContain('radiated done');
  });

  it('puts back what a station refused, raises both alarms and waits for the commander', async () => {
    const bench = await UplinkBench.start();
    await bench.begin(70001);
    await bench.run(2);
    bench.station.fate = () => 'refused';
    const id = bench.ledger.queue();
    await bench.run(20);
    expect(bench.session.phase).toBe('halted');
    expect(bench.ledger.command(id).state).toBe('queued');
    expect(bench.station.transfers).toHaveLength(1);
    expect(bench.alarms).toEqual(['cltu-not-radiated', 'cop1-alert']);
    expect(bench.session.status().alert).toMatch(/^llif/);
    bench.station.fate = () => 'received';
    expect(await bench.session.direct({ mode: 'simulation', directive: 'initiate-ad-with-clcw-check' })).toEqual({
      accepted: true,
    });
    await bench.run(5);
    expect(bench.ledger.command(id).state).toBe('acknowledged');
    expect(bench.alarms).toEqual(['cltu-not-radiated', 'cop1-alert', 'no cop1-alert', 'no cltu-not-radiated']);
  });

  it('does not storm a station that refuses expedited commands', async () => {
    const bench = await UplinkBench.start();
    bench.station.fate = () => 'refused';
    const id = bench.ledger.queue('BD');
    await bench.begin(70001);
    const { t1InitialSeconds } = bench.parameters.fop;
    await bench.run(3.5 * t1InitialSeconds);
    expect(bench.station.transfers).toHaveLength(4);
    expect(bench.ledger.command(id).state).toBe('queued');
  });

  it.each(['not-radiated', 'unanswered', 'lost-in-space'] as const)(
    'repeats by its timer what was %s',
    async (fate) => {
      const bench = await UplinkBench.start();
      await bench.begin(70001);
      await bench.run(2);
      bench.station.fate = (n) => (n === 0 ? fate : 'received');
      const id = bench.ledger.queue();
      await bench.run(bench.parameters.fop.t1InitialSeconds + 3);
      expect(bench.ledger.command(id).state).toBe('acknowledged');
      expect(bench.craft.executed).toHaveLength(1);
      expect(bench.alarms.includes('cltu-not-radiated')).toBe(fate !== 'lost-in-space');
    },
  );

  it('gives up at the transmission limit: an alert, the commands unknown, and nothing more until a commander acts', async () => {
    const bench = await UplinkBench.start();
    await bench.begin(70001);
    await bench.run(2);
    bench.station.fate = () => 'lost-in-space';
    const id = bench.ledger.queue();
    const { t1InitialSeconds, transmissionLimit } = bench.parameters.fop;
    await bench.run(transmissionLimit * t1InitialSeconds + 5);
    expect(bench.station.transfers).toHaveLength(transmissionLimit);
    expect(bench.ledger.command(id).state).toBe('unknown');
    expect(bench.alarms).toEqual(['cop1-alert']);
    const waiting = bench.ledger.queue();
    await bench.run(60);
    expect(bench.session.phase).toBe('halted');
    expect(bench.ledger.command(waiting).state).toBe('queued');
  });

  it.each(['resumed', 'ended'])(
    'suspends at the limit where the link profile says so, and is then %s',
    async (then) => {
      const bench = await UplinkBench.start({ timeoutType: 1, transmissionLimit: 2 });
      await bench.begin(70001);
      await bench.run(2);
      bench.telemetry = false;
      const id = bench.ledger.queue();
      await bench.run(2 * bench.parameters.fop.t1InitialSeconds + 5);
      expect(bench.session.phase).toBe('suspended');
      expect(bench.session.status()).toMatchObject({ state: 'S6', suspended: true, sentQueue: 1 });
      expect(bench.alarms).toEqual(['cop1-alert']);
      expect(bench.ledger.command(id).state).toBe('radiated');
      if (then === 'resumed') {
        // The book's Resume sends nothing: it goes on waiting for CLCWs.
        bench.telemetry = true;
        expect(await bench.session.direct({ mode: 'simulation', directive: 'resume-ad' })).toEqual({ accepted: true });
        await bench.run(2 * bench.parameters.fop.t1InitialSeconds);
      } else {
        await bench.end();
        await bench.run(bench.parameters.lastReportsS + 1);
      }
      expect(bench.ledger.command(id).state).toBe(then === 'resumed' ? 'acknowledged' : 'unknown');
      expect(bench.craft.executed).toHaveLength(1);
    },
  );

  it('asks that nothing is begun after T1 or LOS, and does not wait for a station that has fallen silent', async () => {
    const bench = await UplinkBench.start();
    bench.los = plusSeconds(bench.clock.now(), 30);
    await bench.begin(70001);
    await bench.run(5);
    const { t1InitialSeconds } = bench.parameters.fop;
    const sentAt = bench.clock.now();
    const ids = [bench.ledger.queue()];
    await bench.settle();
    await bench.run(20);
    ids.push(bench.ledger.queue());
    await bench.run(1);
    expect(ids.map((id) => bench.ledger.command(id).state)).toEqual(['acknowledged', 'acknowledged']);
    expect(bench.station.transfers.map(({ notAfter }) => notAfter)).toEqual([
      formatUtc(plusSeconds(sentAt, t1InitialSeconds)),
      formatUtc(bench.los),
    ]);
    await bench.run(20);
    expect(bench.session.phase).toBe('no-uplink');
    expect(bench.session.status().contact).toBeNull();
  });
});
