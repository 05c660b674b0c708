import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  type CltuTransfer,
  frameAnnotationSchema,
  passStatusSchema,
  type StationContact,
  subjects,
} from '@app/contracts';
import type { JsonValue, LoggedRecord } from '@app/platform';
import { formatUtc, parseUtc, plusSeconds } from '@app/time';
import { CADU_BITS } from './testing/bit-stream.js';
import { obedientRotator } from './testing/fake-rotctld.js';
import { SAMPLE_BIT_RATE, sampleContact } from './testing/sample-contact.js';
import { StationBench, turns } from './testing/station-bench.js';
import { CltuJournal, cltuRecordSchema } from './uplink/cltu-journal.js';

const contact = sampleContact({ lastsS: 30, antenna: { setUpS: 20, tearDownS: 10 } });
let bench: StationBench;

afterEach(() => bench.close());

/** What the centre answers to a station that asks. */
const centre = (open: readonly StationContact[], messages: readonly StationContact[]): JsonValue =>
  JSON.parse(JSON.stringify({ open: open.map((one) => one.contact.id), messages })) as JsonValue;

/** Short enough to read where a test fails. */
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 12);

/** What the log must hold: each frame once, in order, with the time of the first bit of its ASM. */
function expectLogged(
  records: readonly LoggedRecord[],
  frames: readonly Uint8Array[],
  of: StationContact = contact,
): void {
  expect(records.map(({ payload }) => digest(payload))).toEqual(frames.map(digest));
  const start = plusSeconds(parseUtc(of.contact.window.aos), 2);
  records.forEach(({ header }, n) => {
    const annotation = frameAnnotationSchema.parse(header);
    expect(annotation).toMatchObject({ contact: of.contact.id, mode: 'simulation', disposition: 'route' });
    expect(annotation.earthReceiveTime).toBe(formatUtc(plusSeconds(start, (n * CADU_BITS) / SAMPLE_BIT_RATE)));
  });
}

describe('station agent', () => {
  it('executes a contact from set-up to the last bit, and logs each frame before it counts it', async () => {
    bench = await StationBench.create(contact);
    const { rotator, baseband, frames, messages } = await bench.addAntenna(contact, 40);
    baseband.limit = messages - 4; // the rest comes only after the order to stop
    await bench.start();
    await bench.book(contact);
    const status = await bench.flyUntilPhase(contact, 'completed');
    expect(bench.phases(contact)).toEqual(['set-up', 'ready', 'acquiring', 'locked', 'tear-down', 'completed']);
    expectLogged(await bench.logged(), frames);
    expect(status).toMatchObject({
      reason: null,
      frames: { good: 40, corrected: 0, uncorrectable: 0, notRouted: 0, correctedSymbols: 0 },
    });
    expect(bench.ahead).toEqual([]);
    for (const published of bench.statuses) passStatusSchema.parse(published);
    expect(baseband.orders.map(({ type }) => type)).toEqual(['configure-reception', 'stop-reception']);
    expect(rotator.commands[0]).toBe('\\dump_state');
    expect(rotator.commands.filter((command) => command !== 'p').at(-1)).toBe('K');
  });

  it('points where the elements say, before AOS at the place of AOS', async () => {
    bench = await StationBench.create(contact);
    await bench.addAntenna(contact, 5);
    await bench.start();
    await bench.book(contact);
    const ready = await bench.flyUntilPhase(contact, 'ready');
    const aosAzimuth = contact.contact.window.aosAzimuthDeg;
    expect(((ready.actualAzimuthDeg ?? 0) - aosAzimuth + 540) % 360).toBeCloseTo(180, 0);
    await bench.flyUntilPhase(contact, 'completed');
    const tracking = bench.statuses.filter(({ phase }) => phase === 'locked' || phase === 'acquiring').slice(4);
    expect(tracking.length).toBeGreaterThan(20);
    for (const { actualElevationDeg, elevationDeg } of tracking)
      expect(Math.abs((actualElevationDeg ?? 0) - elevationDeg)).toBeLessThan(0.1);
  });

  it('takes a pass up in the middle after a restart, with nobody to ask, and logs and counts each frame once', async () => {
    bench = await StationBench.create(contact);
    const { baseband, frames, messages } = await bench.addAntenna(contact, 40);
    baseband.limit = Math.floor(messages / 2);
    await bench.start();
    await bench.book(contact);
    await bench.flyUntilPhase(contact, 'locked');
    await bench.flyUntil(() => (bench.statuses.at(-1)?.frames.good ?? 0) >= 15, '15 frames');
    await bench.stop();
    // The unit delivers again what the station may have lost with its memory.
    baseband.cursor -= 12;
    baseband.limit = Infinity;
    const before = bench.statuses.length;
    await bench.start();
    await bench.settle(() => baseband.orders.length === 2, 'a second order to receive');
    const status = await bench.flyUntilPhase(contact, 'completed');
    expectLogged(await bench.logged(), frames);
    expect(status.frames).toMatchObject({ good: 40, uncorrectable: 0, notRouted: 0 });
    const later = bench.statuses.slice(before);
    expect(later[0]?.frames.good).toBeGreaterThanOrEqual(15);
    expect(later.every(({ frames: { good } }, i) => good >= (later[i - 1]?.frames.good ?? 0))).toBe(true);
    expect(bench.ahead).toEqual([]);
  });

  it('goes on when both devices are lost in mid-pass, and says it', async () => {
    bench = await StationBench.create(contact);
    const { rotator, baseband, frames, messages } = await bench.addAntenna(contact, 40);
    baseband.limit = Math.floor(messages / 3);
    await bench.start();
    await bench.book(contact);
    await bench.flyUntilPhase(contact, 'locked');
    await bench.flyUntil(() => (bench.statuses.at(-1)?.frames.good ?? 0) > 9, '10 frames');
    rotator.script = () => 'disconnect';
    rotator.disconnectAll();
    baseband.disconnect();
    await bench.flyUntil(
      () => /rotator.*trying again; baseband unit.*trying again/.test(bench.statuses.at(-1)?.reason ?? ''),
      'both losses said',
    );
    rotator.script = obedientRotator();
    baseband.limit = Infinity;
    const status = await bench.flyUntilPhase(contact, 'completed');
    expect(bench.phases(contact).slice(3)).toEqual(['locked', 'acquiring', 'locked', 'tear-down', 'completed']);
    expect(baseband.orders.filter(({ type }) => type === 'configure-reception')).toHaveLength(2);
    expect(status.reason).toBeNull();
    // One frame at most was cut by the loss of the connection.
    const logged = (await bench.logged()).map(({ payload }) => digest(payload));
    expect(logged.length).toBeGreaterThanOrEqual(38);
    expect(frames.map(digest).filter((frame) => logged.includes(frame))).toEqual(logged);
    expect(status.frames.good).toBe(logged.length);
  });

  it('ends with what there is where the baseband unit never says that it is done', async () => {
    bench = await StationBench.create(contact);
    const { baseband, frames } = await bench.addAntenna(contact, 10);
    baseband.saysEnded = false;
    await bench.start();
    await bench.book(contact);
    const status = await bench.flyUntilPhase(contact, 'completed');
    expect(status.reason).toMatch(/did not say that it has delivered everything/);
    expectLogged(await bench.logged(), frames);
  });

  it('fails a pass without a baseband unit, by that reason, and says on the way that no frame comes', async () => {
    const long = sampleContact({ lastsS: 60, antenna: { setUpS: 20, tearDownS: 10 } });
    bench = await StationBench.create(long);
    const { baseband } = await bench.addAntenna(long, 1);
    await baseband.close();
    await bench.start();
    await bench.book(long);
    const status = await bench.flyUntilPhase(long, 'failed');
    expect(status.reason).toMatch(/baseband unit: .*ECONNREFUSED/);
    expect(bench.statuses.some(({ reason }) => /no frame 30 s after AOS/.test(reason ?? ''))).toBe(true);
  });

  it('fails a pass of an antenna that nobody gave an address for', async () => {
    bench = await StationBench.create(contact);
    await bench.start();
    await bench.book(contact);
    const status = await bench.flyUntilPhase(contact, 'failed');
    expect(status.reason).toBe('no hardware addresses for antenna MIYUN-1');
  });

  it('executes contacts on two antennas at once', async () => {
    const second = sampleContact({ lastsS: 30, antenna: { id: 'MIYUN-2', setUpS: 20, tearDownS: 10 } });
    bench = await StationBench.create(contact);
    const a = await bench.addAntenna(contact, 20);
    const b = await bench.addAntenna(second, 20, 100);
    await bench.start();
    await bench.book(contact);
    await bench.book(second);
    await bench.flyUntilPhase(contact, 'completed');
    await bench.flyUntilPhase(second, 'completed');
    const logged = await bench.logged();
    const of = (id: string): LoggedRecord[] => logged.filter(({ header }) => header.contact === id);
    expectLogged(of(contact.contact.id), a.frames);
    expectLogged(of(second.contact.id), b.frames, second);
    expect(bench.agent.passes().map(({ frames }) => frames.good)).toEqual([20, 20]);
  });

  it('refuses a contact of another mode, and one that it may not receive', async () => {
    bench = await StationBench.create(contact);
    await bench.addAntenna(contact, 1);
    await bench.start();
    await bench.book(sampleContact({ lastsS: 30, mode: 'operational' }));
    await bench.book({ ...contact, permissions: { ...contact.permissions, receive: false } });
    expect(bench.agent.nextContacts()).toEqual([]);
    expect(bench.refusals.join('\n')).toMatch(
      /contact.mode: expected simulation, found operational[^]*permissions.receive: expected true, found false/,
    );
  });

  it('asks the centre when it starts, and gives up what is not in the plan any more', async () => {
    bench = await StationBench.create(contact);
    await bench.addAntenna(contact, 1);
    await bench.start();
    const second = sampleContact({ window: 1 });
    await bench.book(contact);
    await bench.book(second);
    const ids = (): string[] => bench.agent.nextContacts().map((next) => next.contact.id);
    expect(ids()).toEqual([contact.contact.id, second.contact.id]);
    await bench.stop();
    await bench.bus.respond(subjects.contactsForAnySite, () => centre([second], [second]));
    await bench.start();
    await bench.settle(() => ids().length === 1, 'the agent has heard the centre');
    expect(ids()).toEqual([second.contact.id]);
  });

  it('keeps what is open for the centre where the centre could make no message of it', async () => {
    bench = await StationBench.create(contact);
    await bench.addAntenna(contact, 1);
    await bench.start();
    await bench.book(contact);
    await bench.stop();
    await bench.bus.respond(subjects.contactsForAnySite, () => centre([contact], []));
    await bench.start();
    await turns(20);
    expect(bench.agent.nextContacts().map((next) => next.contact.id)).toEqual([contact.contact.id]);
  });

  it('keeps what was booked while the centre was asked', async () => {
    const second = sampleContact({ window: 1 });
    bench = await StationBench.create(contact);
    await bench.addAntenna(contact, 1);
    await bench.bus.respond(subjects.contactsForAnySite, async () => {
      await bench.book(second);
      return centre([contact], [contact]);
    });
    await bench.start();
    await bench.settle(() => bench.agent.nextContacts().length > 1, 'both contacts');
    expect(bench.agent.nextContacts().map((next) => next.contact.id)).toEqual([contact.contact.id, second.contact.id]);
  });

  it.each([[[]], [{ messages: [] }], [{ open: ['?'], messages: [] }], [null]])(
    'drops nothing on an answer that is none, and says so: %j',
    async (answer: JsonValue) => {
      bench = await StationBench.create(contact);
      await bench.addAntenna(contact, 1);
      await bench.start();
      await bench.book(contact);
      await bench.stop();
      await bench.bus.respond(subjects.contactsForAnySite, () => answer);
      await bench.start();
      await bench.settle(() => bench.refusals.length > 0, 'the refusal');
      expect(bench.agent.nextContacts().map((next) => next.contact.id)).toEqual([contact.contact.id]);
      expect(bench.refusals.join('\n')).toContain('not what was agreed');
    },
  );

  it('forgets the CLTUs of 48 hours ago when a pass ends', async () => {
    bench = await StationBench.create(contact);
    await bench.addAntenna(contact, 5);
    const journal = new CltuJournal(bench.folder, bench.site);
    await journal.open(() => true);
    // Young enough when the agent starts, too old when the pass has ended.
    const takenAt = formatUtc(plusSeconds(bench.clock.now(), -172_800 + 5));
    const id = '00000000-0000-4000-8000-000000000001';
    await journal.append(
      cltuRecordSchema.parse({
        ...{ id, identifier: '7', spacecraft: 'SAMPLE-1', contact: contact.contact.id, antenna: 'MIYUN-1' },
        ...{ agreement: 'AG-1', takenAt, outcome: 'radiated' },
      }),
    );
    await journal.close();
    await bench.start();
    const asked = { mode: 'simulation', id, spacecraft: 'SAMPLE-1', contact: contact.contact.id, octets: 'AA==' };
    const ask = () => bench.transfer({ ...asked, notAfter: contact.contact.window.los } as CltuTransfer);
    await bench.book(contact);
    expect(await ask()).toMatchObject({ accepted: true });
    await bench.flyUntilPhase(contact, 'completed');
    await bench.settle(async () => !((await ask()) as { accepted: boolean }).accepted, 'it is forgotten');
  });

  it('says again how a pass ended when its contact comes again, also after a restart', async () => {
    bench = await StationBench.create(contact);
    await bench.addAntenna(contact, 5);
    await bench.start();
    await bench.book(contact);
    const last = await bench.flyUntilPhase(contact, 'completed');
    await turns(20);
    const heard = (): unknown[] => bench.statuses.filter(({ phase }) => phase === 'completed');
    await bench.book(contact);
    expect(heard()).toEqual([last, last]);
    await bench.stop();
    // The centre was away for hours.
    bench.clock.advanceTo(plusSeconds(bench.clock.now(), 6 * 3600));
    await bench.start();
    await bench.book(sampleContact({ window: 1 }));
    await bench.book(contact);
    expect(heard()).toEqual([last, last, last]);
  });

  it('flies new times of a contact that is not begun, and none of one that is', async () => {
    const later = structuredClone(contact);
    const shift = (text: string): never => formatUtc(plusSeconds(parseUtc(text), 100)) as never;
    later.contact.start = shift(contact.contact.start);
    bench = await StationBench.create(contact);
    await bench.addAntenna(contact, 5);
    await bench.start();
    await bench.book(later);
    await bench.book(contact);
    expect(bench.agent.nextContacts()[0]?.contact.start).toBe(contact.contact.start);
    await bench.flyUntilPhase(contact, 'set-up');
    await bench.book(later);
    await bench.flyUntilPhase(contact, 'completed');
    await bench.book(contact);
    expect(bench.agent.nextContacts()).toEqual([]);
  });

  it('drops a cancelled contact, and aborts it where it is begun', async () => {
    const cancelled = structuredClone(contact);
    cancelled.contact.state = 'cancelled';
    bench = await StationBench.create(contact);
    await bench.addAntenna(contact, 5);
    await bench.start();
    await bench.book(contact);
    await bench.book(cancelled);
    expect(bench.agent.nextContacts()).toEqual([]);
    await bench.book(contact);
    await bench.flyUntilPhase(contact, 'ready');
    await bench.book(cancelled);
    const status = await bench.flyUntilPhase(contact, 'aborted');
    expect(status.reason).toBe('the contact was cancelled');
  });
});
