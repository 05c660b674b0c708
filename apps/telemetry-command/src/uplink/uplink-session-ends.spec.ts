import { describe, expect, it, jest } from '@jest/globals';
import type { Cop1DirectiveRequest } from '@app/contracts';
import { plusSeconds } from '@app/time';
import { UplinkBench } from './testing/uplink-bench.js';
import type { TransferOutcome } from './uplink-ports.js';

const directive = (
  name: Exclude<Cop1DirectiveRequest['directive'], 'initiate-ad-with-set-vr'>,
): Cop1DirectiveRequest => ({
  mode: 'simulation',
  directive: name,
});
const initiate = directive('initiate-ad-with-clcw-check');
const inOrder = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const executed = ({ craft }: UplinkBench) => craft.executed.map(({ sequenceCount }) => sequenceCount);

/** An AD service with 14 commands queued, ten of them in CLTUs that wait before the modulator. */
async function underWay(laneS = 5): Promise<UplinkBench> {
  const bench = await UplinkBench.start();
  await bench.begin(70001);
  await bench.run(2);
  bench.station.laneS = laneS;
  for (let i = 0; i < 14; i++) bench.ledger.queue();
  await bench.settle();
  expect(bench.station.transfers).toHaveLength(10);
  return bench;
}

/** Two frames of one batch that tell the same: V(R) before anything of what is under way has arrived. */
async function twoReports(bench: UplinkBench): Promise<void> {
  const first = bench.reported('GF-1_CN-MYN-1_70001' as never);
  bench.clock.advanceTo(plusSeconds(bench.clock.now(), 0.01));
  bench.session.clcws([first, { ...bench.reported('GF-1_CN-MYN-1_70001' as never), clcw: first.clcw }]);
  await bench.settle();
}

/** Transfers that are answered when the test says so. */
function heldTransfer(bench: UplinkBench): (outcome: TransferOutcome) => void {
  let answer: (outcome: TransferOutcome) => void = () => undefined;
  const transfer = jest.spyOn(bench.station, 'transfer');
  transfer.mockImplementationOnce((one) => {
    bench.station.transfers.push(one);
    return new Promise((resolve) => (answer = resolve));
  });
  return (outcome) => answer(outcome);
}

/** As `run`, while an answer is owed. */
async function pass(bench: UplinkBench, seconds: number): Promise<void> {
  const until = plusSeconds(bench.clock.now(), seconds);
  while (bench.clock.now() < until) {
    bench.clock.advanceTo(plusSeconds(bench.clock.now(), 0.08));
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('an AD service starts when nothing of an earlier one is on its way', () => {
  it.each(inOrder(8))(
    'an uplink that is lost and back at step %i of the radiation loses and doubles nothing',
    async (n) => {
      const bench = await underWay(0);
      await bench.run(0.08 * n);
      bench.say('lost');
      await bench.settle();
      bench.say('ready');
      await (n % 2 === 0 ? bench.settle() : twoReports(bench));
      await bench.run(60);
      expect(bench.ledger.states()).toEqual({ acknowledged: 14 });
      expect(executed(bench)).toEqual(inOrder(14));
      expect(bench.alarms).toEqual([]);
    },
  );

  it.each([
    [
      'back after its time',
      async (bench: UplinkBench) => {
        bench.say('lost');
        await bench.run(bench.parameters.lastReportsS + 0.1);
        expect(bench.session.phase).toBe('no-uplink');
      },
    ],
    ['followed by a process anew', (bench: UplinkBench) => bench.restart()],
  ])('an uplink that is %s: no number is given twice while old CLTUs wait', async (_, interrupt) => {
    const bench = await underWay();
    bench.telemetry = false;
    await interrupt(bench);
    bench.say('ready');
    await bench.settle();
    await twoReports(bench);
    await twoReports(bench);
    expect(bench.session.phase).toBe('awaiting-clcw');
    bench.telemetry = true;
    await bench.run(60);
    expect(bench.session.phase).toBe('active');
    expect(bench.acknowledgedInError()).toEqual([]);
    // What went up before is out of sight, and went up once.
    expect(bench.ledger.states()).toEqual({ unknown: 10, acknowledged: 4 });
    expect(executed(bench)).toEqual(inOrder(14));
  });

  it('a commander is refused until the last CLTU has left and a CLCW can tell of it', async () => {
    const bench = await underWay();
    await bench.session.direct(directive('terminate-ad'));
    await bench.run(2);
    expect(await bench.session.direct(initiate)).toMatchObject({
      accepted: false,
      reason: expect.stringMatching(/still be on its way: expected a CLCW received after 2026-04-24T/),
    });
    expect(bench.session.phase).toBe('halted');
    // The lane, then ten CLTUs of 42 octets, then the delay of the link profile.
    await bench.run(3.5 + (10 * 8 * 42) / 4000 + 1.5);
    expect(await bench.session.direct(initiate)).toEqual({ accepted: true });
    await bench.run(20);
    expect(bench.acknowledgedInError()).toEqual([]);
    expect(executed(bench)).toEqual(inOrder(14));
  });

  it('waits as long as a CLTU may be begun where nobody tells of it', async () => {
    const bench = await underWay();
    const sent = bench.clock.now();
    jest.spyOn(bench.session, 'notified').mockImplementation(() => undefined);
    await bench.end();
    await bench.run(bench.parameters.lastReportsS + 0.1);
    bench.craft.farm = { ...bench.craft.farm, receiverFrameSequenceNumber: 0 };
    await bench.begin(70002);
    const { fop, groundAllowanceS, acknowledgementDelayS } = bench.parameters;
    const wait = fop.t1InitialSeconds + (8 * 42) / 4000 + groundAllowanceS + acknowledgementDelayS;
    const left = wait - Number(bench.clock.now() - sent) / 1e9;
    await bench.run(left - 0.2);
    expect(bench.session.phase).toBe('awaiting-clcw');
    await bench.run(0.5);
    expect(bench.session.phase).toBe('initialising');
  });

  it('no CLCW confirms a start that was received before its own delay is over', async () => {
    const bench = await UplinkBench.start();
    bench.telemetry = false;
    const contact = await bench.begin(70001);
    const report = async (after: number) => {
      bench.clock.advanceTo(plusSeconds(bench.clock.now(), after));
      bench.session.clcws([bench.reported(contact)]);
      await bench.settle();
      return bench.session.phase;
    };
    expect(await report(0.01)).toBe('initialising');
    expect(await report(1.4)).toBe('initialising');
    expect(await report(0.2)).toBe('active');
  });
});

describe('a suspended AD service', () => {
  const suspended = async () => {
    const bench = await UplinkBench.start({ timeoutType: 1, transmissionLimit: 2 });
    await bench.begin(70001);
    await bench.run(2);
    bench.station.fate = () => 'lost-in-space';
    const id = bench.ledger.queue();
    await bench.run(2 * bench.parameters.fop.t1InitialSeconds + 1);
    expect(bench.session.phase).toBe('suspended');
    bench.station.fate = () => 'received';
    return { bench, id };
  };

  it('ends with its contact: the next one cannot resume it, and starts', async () => {
    const { bench, id } = await suspended();
    await bench.end();
    await bench.run(bench.parameters.lastReportsS + 1);
    expect(bench.ledger.command(id).state).toBe('unknown');
    expect(bench.session.status()).toMatchObject({ state: 'S6', suspended: false, sentQueue: 0 });
    bench.telemetry = false;
    await bench.begin(70002, 'PK-KHI-1');
    expect(await bench.session.direct(directive('resume-ad'))).toMatchObject({ accepted: false });
    bench.telemetry = true;
    const next = bench.ledger.queue();
    await bench.run(20);
    expect(bench.session.phase).toBe('active');
    expect(bench.ledger.command(next).state).toBe('acknowledged');
    expect(executed(bench)).toEqual([1]);
  });

  it.each(['terminated and started', 'started'])('is %s anew in its contact, from V(R) as it is', async (how) => {
    const { bench, id } = await suspended();
    if (how !== 'started') {
      expect(await bench.session.direct(directive('terminate-ad'))).toEqual({ accepted: true });
      expect(bench.session.phase).toBe('halted');
    }
    await bench.run(2);
    expect(await bench.session.direct(initiate)).toEqual({ accepted: true });
    const next = bench.ledger.queue();
    await bench.run(5);
    expect([id, next].map((one) => bench.ledger.command(one).state)).toEqual(['unknown', 'acknowledged']);
  });
});

describe('the end of an uplink that the station knows first', () => {
  it('stops what is released, puts back what was not taken, and waits for the last acknowledgements', async () => {
    const bench = await UplinkBench.start();
    await bench.begin(70001);
    await bench.run(2);
    for (let i = 0; i < 20; i++) bench.ledger.queue();
    bench.station.fate = (n) => (n < 6 ? 'received' : 'uplink-gone');
    await bench.run(1.5);
    await bench.end();
    await bench.run(bench.parameters.lastReportsS + 1);
    expect(bench.ledger.states()).toEqual({ acknowledged: 6, queued: 14 });
    expect(bench.station.transfers).toHaveLength(7);
    expect(bench.alarms).toEqual([]);
    bench.station.fate = () => 'received';
    await bench.begin(70002);
    await bench.run(20);
    expect(bench.ledger.states()).toEqual({ acknowledged: 20 });
    expect(bench.craft.executed).toHaveLength(20);
  });

  it('is none where the uplink goes on: T1 sends the frame again, an expedited command is released again', async () => {
    const bench = await UplinkBench.start();
    await bench.begin(70001);
    await bench.run(2);
    bench.station.fate = (n) => (n === 1 || n === 3 ? 'uplink-gone' : 'received');
    for (let i = 0; i < 3; i++) bench.ledger.queue();
    await bench.run(bench.parameters.fop.t1InitialSeconds - 1);
    expect(bench.station.transfers).toHaveLength(2);
    const expedited = bench.ledger.queue('BD');
    await bench.run(3 * bench.parameters.fop.t1InitialSeconds);
    expect(bench.ledger.states()).toEqual({ acknowledged: 3, radiated: 1 });
    expect(bench.ledger.command(expedited).state).toBe('radiated');
    expect(bench.craft.executed.filter(({ service }) => service === 'AD')).toHaveLength(3);
    expect(bench.alarms).toEqual([]);
  });

  it('releases nothing that cannot end before LOS', async () => {
    const bench = await UplinkBench.start();
    bench.los = plusSeconds(bench.clock.now(), 20);
    await bench.begin(70001);
    // The longest CLTU takes 0.612 s (uplink-parameters.spec.ts).
    await bench.run(19.5);
    const id = bench.ledger.queue();
    await bench.run(0.4);
    expect(bench.session.phase).toBe('active');
    expect(bench.ledger.command(id).state).toBe('queued');
    expect(bench.station.transfers).toEqual([]);
  });
});

describe('answers that come late', () => {
  it('a refusal ends no AD service but its own, and is told of its command', async () => {
    const bench = await UplinkBench.start();
    await bench.begin(70001);
    await bench.run(2);
    const answer = heldTransfer(bench);
    const id = bench.ledger.queue();
    await pass(bench, 0.5);
    bench.say('off');
    await pass(bench, bench.parameters.lastReportsS + 1);
    expect(bench.ledger.command(id).state).toBe('unknown');
    await pass(bench, bench.quietAfterStartS);
    bench.say('ready');
    await pass(bench, 3);
    expect(bench.session.phase).toBe('active');
    answer({ kind: 'refused', reason: 'no-agreement: it has ended' });
    await bench.run(1);
    expect(bench.session.phase).toBe('active');
    expect(bench.alarms).toEqual([]);
    expect(bench.ledger.command(id).stages.at(-1)).toMatchObject({ stage: 'radiated', outcome: 'failed' });
    const next = bench.ledger.queue();
    await bench.run(3);
    expect(bench.ledger.command(next).state).toBe('acknowledged');
  });

  it('an answer that never comes holds up neither AD nor BC nor BD frames of the next contact', async () => {
    for (const kind of ['AD', 'BC', 'BD'] as const) {
      const bench = await UplinkBench.start();
      if (kind === 'BC') bench.craft.farm = { ...bench.craft.farm, retransmit: true };
      else {
        await bench.begin(70001);
        await bench.run(2);
      }
      heldTransfer(bench);
      if (kind === 'BC') void bench.begin(70001);
      else bench.ledger.queue(kind);
      await pass(bench, 2);
      expect(bench.station.transfers).toHaveLength(1);
      bench.say('off');
      await pass(bench, bench.quietAfterStartS + 3);
      expect(bench.session.phase).toBe('no-uplink');
      bench.say('ready');
      await pass(bench, 4);
      expect(bench.session.phase).toBe('active');
      const next = bench.ledger.queue(kind === 'BD' ? 'BD' : 'AD');
      await pass(bench, 2);
      expect(bench.ledger.command(next).state).toBe(kind === 'BD' ? 'radiated' : 'acknowledged');
    }
  });
});

describe('other ends', () => {
  it('asks to put back a command of which no CLTU was radiated, and never leaves it without one to follow it', async () => {
    const bench = await UplinkBench.start();
    await bench.begin(70001);
    await bench.run(2);
    bench.station.fate = () => 'not-radiated';
    const id = bench.ledger.queue();
    await bench.run(1);
    await bench.end();
    await bench.run(bench.parameters.lastReportsS + 1);
    const told = bench.ledger.events.filter((one) => one.id === id).map(({ event }) => event.type);
    expect(told).toContain('not-sent');
    expect(bench.ledger.command(id).state).not.toBe('released');
  });

  it('sends and releases nothing after it was told to stop, whatever is queued', async () => {
    const bench = await UplinkBench.start();
    await bench.begin(70001);
    await bench.run(2);
    const releases = jest.spyOn(bench.ledger, 'release');
    const id = bench.ledger.queue();
    const stopped = bench.session.stop();
    await stopped;
    expect(releases).not.toHaveBeenCalled();
    expect([bench.station.transfers.length, bench.ledger.command(id).state]).toEqual([0, 'queued']);
  });

  it('puts back a command that was released while it was told to stop', async () => {
    const bench = await UplinkBench.start();
    await bench.begin(70001);
    await bench.run(2);
    const release = bench.ledger.release.bind(bench.ledger);
    jest.spyOn(bench.ledger, 'release').mockImplementation((...of) => {
      void bench.session.stop();
      return release(...of);
    });
    const id = bench.ledger.queue();
    await bench.settle();
    expect([bench.station.transfers.length, bench.ledger.command(id).state]).toEqual([0, 'queued']);
  });

  it('takes what the link profile says anew from the next start of the AD service on', async () => {
    const bench = await UplinkBench.start();
    await bench.begin(70001);
    await bench.run(2);
    const vcid = bench.parameters.vcid + 1;
    bench.session.setParameters({ ...bench.parameters, vcid });
    expect(bench.session.status().vcid).toBe(bench.parameters.vcid);
    const id = bench.ledger.queue();
    await bench.run(2);
    expect(bench.ledger.command(id).state).toBe('acknowledged');
    await bench.session.direct(directive('terminate-ad'));
    await bench.session.direct(initiate);
    expect(bench.session.status().vcid).toBe(vcid);
  });

  it('asks the ledger for the queue once, not for each frame', async () => {
    const bench = await UplinkBench.start();
    for (let i = 0; i < 30; i++) bench.ledger.queue();
    const asked = jest.spyOn(bench.ledger, 'releasable');
    await bench.begin(70001);
    await bench.run(20);
    expect(bench.ledger.states()).toEqual({ acknowledged: 30 });
    // Once for the thirty, once to hear that there are no more.
    expect(asked.mock.calls.length).toBeLessThanOrEqual(3);
  });
});
