import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { encodeClcw } from '@app/ccsds';
import { cltuIdSchema, type CltuTransfer, passStatusSchema, type StationContact, utcSchema } from '@app/contracts';
import { formatUtc, parseUtc, plusSeconds, secondsBetween } from '@app/time';
import { SpacecraftView } from '../pointing/spacecraft-view.js';
import { CADU_BITS } from '../testing/bit-stream.js';
import { SAMPLE_BIT_RATE, sampleContact, sampleUplink } from '../testing/sample-contact.js';
import { type AntennaBench, StationBench, turns } from '../testing/station-bench.js';
import { uplinkWindowOf } from './uplink-window.js';

const FROM_DEG = 5.4;
const contact = sampleContact({
  lastsS: 45,
  transmitFromElevationDeg: FROM_DEG,
  antenna: { setUpS: 20, tearDownS: 10 },
});
let bench: StationBench;

afterEach(() => bench.close());

const clcw = (lost: boolean, vcid: number = sampleUplink.frame.vcid): Uint8Array =>
  encodeClcw({
    ...{ statusField: 0, copInEffect: 1, vcid, lockout: false, wait: false, retransmit: false },
    ...{ noRfAvailable: lost, noBitLock: lost, farmBCounter: 0, reportValue: 0 },
  });
/** Frames come from two seconds after AOS on, 0.64 s apart; from this one on the spacecraft says that it has the uplink. */
const ACQUIRED_FROM = 20;
const acquiredInTime = (n: number): Uint8Array => clcw(n < ACQUIRED_FROM);

function transfer(changes: Partial<CltuTransfer> = {}): CltuTransfer {
  return {
    mode: 'simulation',
    id: cltuIdSchema.parse(randomUUID()),
    spacecraft: contact.contact.spacecraft,
    contact: contact.contact.id,
    octets: Buffer.from('eb90c0ffee', 'hex').toString('base64'),
    notAfter: contact.contact.window.los,
    ...changes,
  };
}
const octetsFor = (seconds: number): string =>
  Buffer.alloc((seconds * sampleUplink.bitRateBps) / 8, 0x3c).toString('base64');

async function begun(ocfOf = acquiredInTime, of: StationContact = contact): Promise<AntennaBench> {
  bench = await StationBench.create(of);
  const antenna = await bench.addAntenna(of, 60, 0, ocfOf);
  await bench.start();
  await bench.book(of);
  return antenna;
}
const uplinkIs = async (state: string): Promise<void> =>
  bench.flyUntil(() => bench.statuses.at(-1)?.uplink.state === state, `uplink ${state}`);
const notified = async (count: number): Promise<void> =>
  bench.flyUntil(() => bench.notifications.length >= count, `${count} notifications`);
/** Uplink states in the order of their publication, each once in a row. */
const states = (): string[] =>
  bench.statuses.map(({ uplink }) => uplink.state).filter((state, i, all) => state !== all[i - 1]);

describe('uplink of a pass', () => {
  it('comes up with telemetry and elevation, is ready by the CLCW, radiates, and goes down before LOS', async () => {
    const { baseband } = await begun();
    await uplinkIs('acquiring');
    expect(bench.statuses.at(-1)?.phase).toBe('locked');
    await uplinkIs('ready');
    const [one, two] = [transfer(), transfer({ octets: octetsFor(2) })];
    const answers = await Promise.all([bench.transfer(one), bench.transfer(two), bench.transfer(one)]);
    const accepted = { accepted: true, antenna: 'MIYUN-1', agreement: 'AG-1' };
    expect(answers).toEqual([accepted, accepted, accepted]);
    await notified(2);
    const { radiated } = baseband.modulator;
    expect(radiated.map(({ order }) => Buffer.from(order.bits).toString('base64'))).toEqual([one.octets, two.octets]);
    expect(bench.notifications).toEqual(
      [one, two].map(({ id }, i) => ({
        ...{ mode: 'simulation', id, spacecraft: 'SAMPLE-1', contact: contact.contact.id },
        ...{ site: 'MIYUN', antenna: 'MIYUN-1', outcome: 'radiated', reason: null },
        radiationStart: formatUtc(radiated[i]?.begin ?? 0n),
        radiationEnd: formatUtc(radiated[i]?.end ?? 0n),
      })),
    );
    await bench.flyUntilPhase(contact, 'completed');
    expect(states()).toEqual(['waiting', 'acquiring', 'ready', 'off']);
    const withCarrier = bench.statuses.filter(({ uplink }) => uplink.carrierUp);
    expect(withCarrier.length).toBeGreaterThan(20);
    for (const { at, elevationDeg } of withCarrier) {
      expect(elevationDeg).toBeGreaterThanOrEqual(FROM_DEG);
      expect(at < contact.contact.window.los).toBe(true);
    }
    expect(bench.statuses.at(-1)?.uplink).toEqual({
      ...{ state: 'off', carrierUp: false, noRfAvailable: false, noBitLock: false },
      ...{ cltusRadiated: 2, cltusFailed: 0 },
    });
    for (const status of bench.statuses) passStatusSchema.parse(status);
    // Nobody is there as the centre; nothing else is amiss.
    expect(bench.warnings.filter((line) => !line.includes('the centre does not answer'))).toEqual([]);
    expect(baseband.orders.map(({ type }) => type)).toEqual([
      'configure-reception',
      'start-transmission',
      'telecommand',
      'telecommand',
      'stop-transmission',
      'stop-reception',
    ]);
  });

  it('refuses what it may not radiate, by the rule, and says the same of the same CLTU for ever', async () => {
    const { baseband } = await begun();
    const ask = async (changes: Partial<CltuTransfer> = {}): Promise<unknown> => {
      const answer = await bench.transfer(transfer(changes));
      return answer.accepted ? answer : answer.rule;
    };
    const early = transfer();
    expect(await bench.transfer(early)).toMatchObject({ accepted: false, rule: 'no-pass' });
    await bench.flyUntilPhase(contact, 'acquiring');
    expect(await ask()).toBe('below-permitted-elevation');
    await uplinkIs('acquiring');
    expect(await ask()).toBe('uplink-not-ready');
    await uplinkIs('ready');
    expect(await bench.transfer(early)).toMatchObject({ accepted: false, rule: 'no-pass' });
    expect(await ask({ mode: 'operational' })).toBe('other-mode');
    expect(await ask({ contact: 'SAMPLE-1_MIYUN-1_1' as never })).toBe('unknown-contact');
    expect(await ask({ spacecraft: 'SAMPLE-2' as never })).toBe('unknown-contact');
    expect(await ask({ octets: '?' })).toBe('invalid');
    expect(await ask({ octets: '' })).toBe('invalid');
    expect(await ask({ notAfter: utcSchema.parse(formatUtc(plusSeconds(bench.clock.now(), -1))) })).toBe('too-late');
    expect(await ask({ octets: octetsFor(12) })).toMatchObject({ accepted: true });
    const soon = utcSchema.parse(formatUtc(plusSeconds(bench.clock.now(), 11)));
    expect(await ask({ notAfter: soon })).toBe('too-late');
    expect(await ask({ octets: octetsFor(12) })).toMatchObject({ accepted: true });
    // The pass lasts for 30 more seconds.
    expect(await ask({ octets: octetsFor(12) })).toBe('too-late');
    const given = (): number => baseband.orders.filter(({ type }) => type === 'telecommand').length;
    await bench.settle(() => given() >= 2, 'two CLTUs at the unit');
    await turns(20);
    expect(given()).toBe(2);
  });

  it('refuses every CLTU in a contact that may not transmit', async () => {
    const silent = sampleContact({ lastsS: 30, antenna: { setUpS: 20, tearDownS: 10 } });
    const { baseband } = await begun(acquiredInTime, silent);
    await bench.flyUntilPhase(silent, 'locked');
    expect(await bench.transfer(transfer({ contact: silent.contact.id }))).toMatchObject({ rule: 'not-permitted' });
    await bench.flyUntilPhase(silent, 'completed');
    expect(states()).toEqual(['not-permitted']);
    expect(baseband.modulator.carrierUp).toBe(false);
    expect(baseband.orders.map(({ type }) => type)).toEqual(['configure-reception', 'stop-reception']);
  });

  it('does not take a CLCW of another telecommand channel, nor one from before the carrier, for its own', async () => {
    const window = uplinkWindowOf(contact, new SpacecraftView(contact));
    const firstBit = plusSeconds(parseUtc(contact.contact.window.aos), 2);
    const upTo = (secondsBetween(firstBit, window?.from ?? 0n) * SAMPLE_BIT_RATE) / CADU_BITS;
    expect(upTo).toBeGreaterThan(2);
    // The last good one is of a frame that was begun before the carrier and ends after it came up.
    await begun((n) => clcw(false, n <= upTo ? 5 : 6));
    await bench.flyUntilPhase(contact, 'completed');
    expect(states()).toEqual(['waiting', 'acquiring', 'off']);
  });

  it('is lost when the spacecraft says so, and ready again when it says so', async () => {
    await begun((n) => clcw(n < ACQUIRED_FROM || (n >= 30 && n < 36)));
    await bench.flyUntilPhase(contact, 'completed');
    expect(states()).toEqual(['waiting', 'acquiring', 'ready', 'lost', 'ready', 'off']);
  });

  it('raises an alarm where it is not acquired in time, and takes it back', async () => {
    await begun((n) => clcw(n < 54));
    await bench.flyUntilPhase(contact, 'completed');
    const alarms = bench.statuses.map(({ alarms: some }) => some.join(' ')).filter((one, i, all) => one !== all[i - 1]);
    expect(alarms).toEqual(['', 'uplink-not-acquired', '']);
    expect(states()).toEqual(['waiting', 'acquiring', 'ready', 'off']);
  });

  it('raises the alarm where the transmitter does not come up, once, and goes on trying', async () => {
    bench = await StationBench.create(contact);
    const { baseband } = await bench.addAntenna(contact, 60, 0, acquiredInTime);
    baseband.modulator.fails = true;
    await bench.start();
    await bench.book(contact);
    await bench.flyUntilPhase(contact, 'completed');
    const alarms = bench.statuses.map(({ alarms: some }) => some.join(' ')).filter((one, i, all) => one !== all[i - 1]);
    expect(alarms).toEqual(['', 'uplink-not-acquired', '']);
    expect(baseband.orders.filter(({ type }) => type === 'start-transmission').length).toBeGreaterThan(20);
    expect(bench.statuses.some(({ uplink }) => uplink.carrierUp)).toBe(false);
  });

  it('takes the carrier down when the contact is aborted, and says what was not radiated', async () => {
    const { baseband } = await begun();
    await uplinkIs('ready');
    const [inHand, queued] = [transfer({ octets: octetsFor(4) }), transfer()];
    await bench.transfer(inHand);
    await bench.transfer(queued);
    await bench.fly(1);
    const cancelled = structuredClone(contact);
    cancelled.contact.state = 'cancelled';
    await bench.book(cancelled);
    await bench.flyUntilPhase(contact, 'aborted');
    expect(baseband.modulator.carrierUp).toBe(false);
    expect(bench.notifications.map(({ id, outcome }) => [id, outcome])).toEqual([
      [queued.id, 'not-radiated'],
      [inHand.id, 'radiated'],
    ]);
    expect(bench.statuses.at(-1)?.uplink).toMatchObject({ state: 'off', cltusRadiated: 1, cltusFailed: 1 });
  });

  it('learns after a lost connection what became of its CLTUs, and acquires anew', async () => {
    const { baseband } = await begun();
    await uplinkIs('ready');
    const [inHand, queued] = [transfer({ octets: octetsFor(4) }), transfer()];
    await bench.transfer(inHand);
    await bench.transfer(queued);
    await bench.fly(1);
    baseband.disconnect();
    await uplinkIs('waiting');
    expect(await bench.transfer(transfer())).toMatchObject({ rule: 'uplink-not-ready' });
    await notified(2);
    expect(bench.notifications.map(({ id, outcome }) => [id, outcome])).toEqual([
      [queued.id, 'not-radiated'],
      [inHand.id, 'radiated'],
    ]);
    await uplinkIs('ready');
    expect(await bench.transfer(transfer())).toMatchObject({ accepted: true });
    await notified(3);
  });

  it('radiates nothing twice across a restart, and hands on an end that comes after it', async () => {
    const { baseband } = await begun();
    await uplinkIs('ready');
    baseband.modulator.held = true;
    const one = transfer();
    const answer = await bench.transfer(one);
    await bench.flyUntil(() => baseband.orders.some(({ type }) => type === 'telecommand'), 'the unit has the CLTU');
    await bench.fly(0.5);
    const stopped = bench.stop();
    baseband.disconnect();
    await stopped;
    baseband.modulator.held = false;
    await bench.start();
    expect(await bench.transfer(one)).toEqual(answer);
    await notified(1);
    expect(bench.notifications[0]).toMatchObject({ id: one.id, outcome: 'radiated' });
    expect(await bench.transfer(one)).toEqual(answer);
    expect(baseband.orders.filter(({ type }) => type === 'telecommand')).toHaveLength(1);
    await uplinkIs('ready');
    expect(bench.statuses.at(-1)?.uplink.cltusRadiated).toBe(1);
  });

  it('goes on with a pass in which a status could not be told, and takes the carrier down in its time', async () => {
    const { baseband } = await begun();
    const { bus } = bench;
    const publish = bus.publish.bind(bus);
    let untold = 0;
    bus.publish = (subject, payload, headers) => {
      const { phase } = payload as { phase?: string };
      if (phase === 'locked' && untold++ === 0) throw new TypeError('planted');
      return publish(subject, payload, headers);
    };
    await uplinkIs('ready');
    await bench.flyUntilPhase(contact, 'completed');
    expect(untold).toBeGreaterThan(1);
    expect(states()).toEqual(['waiting', 'acquiring', 'ready', 'off']);
    expect(baseband.modulator.carrierUp).toBe(false);
    expect(bench.statuses.at(-1)?.frames.good).toBe(60);
    expect(bench.refusals.join()).toMatch(/planted/);
  });

  it.each([
    ['off', contact],
    ['not-permitted', sampleContact({ lastsS: 30, antenna: { setUpS: 20, tearDownS: 10 } })],
  ] as const)('is %s in a pass that cannot be executed, by whether it might have transmitted', async (state, of) => {
    bench = await StationBench.create(of);
    await bench.start();
    await bench.book(of);
    const { uplink } = await bench.flyUntilPhase(of, 'failed');
    expect(uplink.state).toBe(state);
  });

  it('says nothing of a CLTU whose unit says nothing', async () => {
    const { baseband } = await begun();
    await uplinkIs('ready');
    baseband.modulator.silent = true;
    await bench.transfer(transfer());
    await bench.flyUntilPhase(contact, 'completed');
    await turns(20);
    expect(baseband.modulator.radiated).toHaveLength(1);
    expect(bench.notifications).toEqual([]);
    expect(bench.statuses.at(-1)?.uplink).toMatchObject({ cltusRadiated: 0, cltusFailed: 0 });
  });

  it('raises an alarm where no telemetry comes, and never transmits then', async () => {
    bench = await StationBench.create(contact);
    const { baseband } = await bench.addAntenna(contact, 0);
    await bench.start();
    await bench.book(contact);
    await bench.flyUntilPhase(contact, 'failed');
    const silent = bench.statuses.filter(({ alarms }) => alarms.includes('no-telemetry'));
    expect(parseUtc(silent[0]?.at ?? '')).toBeGreaterThanOrEqual(plusSeconds(parseUtc(contact.contact.window.aos), 30));
    expect(states()).toEqual(['waiting', 'off']);
    expect(baseband.orders.some(({ type }) => type === 'start-transmission')).toBe(false);
  });
});
