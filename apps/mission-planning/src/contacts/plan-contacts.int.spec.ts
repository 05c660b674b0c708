import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { passStatusSchema, siteContactsSchema, siteIdSchema } from '@app/contracts';
import { testDatabaseKinds } from '@app/platform';
import { formatUtc, plusSeconds } from '@app/time';
import { BENCH_START, benchWindow, PlanningBench } from '../testing/planning-bench.js';
import { MISSED } from './missed.js';

const site = siteIdSchema.parse('CN-MYN');

describe.each(testDatabaseKinds())('planning rounds on %s', (kind) => {
  let bench: PlanningBench;
  beforeAll(async () => {
    bench = await PlanningBench.create(kind);
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    await bench.database.dataSource.query('truncate mission_planning.contact, mission_planning.lost_window');
    bench.knowsElements = true;
    bench.windows = [];
    await bench.newlySent();
    bench.restart();
  });
  const minutesFromNow = (minutes: number): number => Number(bench.clock.now() - BENCH_START) / 60e9 + minutes;
  const ids = (...orbits: number[]): string[] => orbits.map((orbit) => `GF-1_CN-MYN-1_${orbit}`);

  it.each(['failed', 'cancelled'] as const)('plans round a contact that is %s and would come again', async (state) => {
    bench.windows = [benchWindow(1, minutesFromNow(60)), benchWindow(2, minutesFromNow(160))];
    await bench.plans.execute();
    const [first = ''] = ids(1);
    await bench.contacts.changeState(first as never, ['booked'], state, state === 'failed' ? 'broken' : null);
    bench.windows.push(benchWindow(3, minutesFromNow(260)));
    const { booked, lost } = await bench.plans.execute();
    expect(booked.map(({ id }) => id)).toEqual(ids(3));
    expect(lost.map(({ window, reason: { rule } }) => [window.id, rule])).toEqual([[first, 'already-over']]);
    expect((await bench.contact(1))?.state).toBe(state);
  });

  it('books each window once where two plans are made at a time', async () => {
    bench.windows = [1, 2, 3].map((orbit) => benchWindow(orbit, minutesFromNow(100 * orbit)));
    const [a, b] = await Promise.all([bench.plans.execute(), bench.plans.execute()]);
    expect([a, b].map(({ booked }) => booked.length)).toEqual([3, 0]);
    // A second plan that reads too early calls them lost: to themselves.
    expect(b.lost).toEqual([]);
    expect(await bench.contacts.find({})).toHaveLength(3);
  });

  it('asks the station for a contact past its end, then calls it missed, and serves its request anew', async () => {
    bench.windows = [benchWindow(1, minutesFromNow(10))];
    await bench.plans.execute();
    expect(await bench.newlySent()).toEqual(ids(1));
    bench.passMinutes(40);
    bench.windows = [];
    await bench.plans.execute();
    expect(await bench.newlySent()).toEqual(ids(1));
    expect((await bench.contact(1))?.state).toBe('booked');
    // The station is given time to answer.
    await bench.plans.execute();
    expect((await bench.contact(1))?.state).toBe('booked');
    bench.passMinutes(2);
    // Four contacts a day are asked for, and the missed one is none of them.
    bench.windows = [2, 3, 4, 5].map((orbit) => benchWindow(orbit, minutesFromNow(60 * orbit)));
    await bench.plans.execute();
    expect(await bench.controller.one(ids(1)[0] ?? '')).toMatchObject({ state: 'failed', failure: MISSED });
    expect(await bench.newlySent()).toEqual(ids(2, 3, 4, 5));
  });

  it('gives a contact the grace of ten minutes after its end', async () => {
    bench.windows = [benchWindow(1, minutesFromNow(10))];
    await bench.plans.execute();
    const end = (await bench.contact(1))?.end ?? '';
    bench.windows = [];
    bench.passMinutes(25);
    expect(formatUtc(bench.clock.now()) > end).toBe(true);
    await bench.plans.execute();
    bench.passMinutes(2);
    await bench.plans.execute();
    expect((await bench.contact(1))?.state).toBe('booked');
    bench.passMinutes(10);
    await bench.plans.execute();
    expect((await bench.contact(1))?.state).toBe('failed');
  });

  it('hears a station that answers for a pass of the past, and keeps why it failed', async () => {
    bench.windows = [benchWindow(1, minutesFromNow(10)), benchWindow(2, minutesFromNow(30))];
    await bench.plans.execute();
    const status = (orbit: number, phase: string, reason: string | null) =>
      passStatusSchema.parse({
        mode: 'simulation',
        contact: ids(orbit)[0],
        spacecraft: 'GF-1',
        site,
        antenna: 'CN-MYN-1',
        at: formatUtc(plusSeconds(BENCH_START, 1)),
        phase,
        reason,
        commandedAzimuthDeg: null,
        commandedElevationDeg: null,
        actualAzimuthDeg: null,
        actualElevationDeg: null,
        elevationDeg: 0,
        rangeKm: 1000,
        esN0Db: null,
        frames: { good: 1, corrected: 0, uncorrectable: 0, notRouted: 0, correctedSymbols: 0 },
        uplink: {
          state: 'off',
          carrierUp: false,
          noRfAvailable: null,
          noBitLock: null,
          cltusRadiated: 0,
          cltusFailed: 0,
        },
        alarms: [],
        lastFrameAt: null,
      });
    bench.passMinutes(90);
    await bench.plans.execute();
    await bench.messages.passStatus(status(1, 'completed', null));
    await bench.messages.passStatus(status(2, 'failed', 'no frame was received'));
    bench.passMinutes(90);
    await bench.plans.execute();
    expect(await bench.contact(1)).toMatchObject({ state: 'completed' });
    expect(await bench.contact(2)).toMatchObject({ state: 'failed', failure: 'no frame was received' });
  });

  it('sends what could not be sent at the next round, and all that is open after a restart', async () => {
    bench.windows = [benchWindow(1, minutesFromNow(60))];
    await bench.plans.execute();
    expect(await bench.newlySent()).toEqual(ids(1));
    bench.knowsElements = false;
    bench.windows.push(benchWindow(2, minutesFromNow(160)));
    await bench.plans.execute();
    expect(await bench.newlySent()).toEqual([]);
    bench.knowsElements = true;
    await bench.plans.execute();
    expect(await bench.newlySent()).toEqual(ids(2));
    await bench.plans.execute();
    expect(await bench.newlySent()).toEqual([]);
    bench.restart();
    await bench.plans.execute();
    expect(await bench.newlySent()).toEqual(ids(1, 2));
  });

  it('tells a station what is open, also where no message can be made of it', async () => {
    bench.windows = [benchWindow(1, minutesFromNow(60))];
    await bench.plans.execute();
    const answer = (): Promise<unknown> =>
      bench.messages.contactsForSite({ getSubject: () => `mission-planning.contacts.${site}` } as never);
    const whole = siteContactsSchema.parse(await answer());
    expect(whole.open).toEqual(ids(1));
    expect(whole.messages.map(({ contact }) => contact.id)).toEqual(ids(1));
    bench.knowsElements = false;
    expect(await answer()).toEqual({ open: ids(1), messages: [] });
  });

  it('moves neighbours into one another’s old times with one prediction, and sends both', async () => {
    bench.windows = [benchWindow(1, minutesFromNow(60), 6), benchWindow(2, minutesFromNow(76), 6)];
    await bench.plans.execute();
    await bench.newlySent();
    bench.windows = [benchWindow(1, minutesFromNow(70), 6), benchWindow(2, minutesFromNow(86), 6)];
    await bench.follow.execute();
    expect(await bench.newlySent()).toEqual(ids(1, 2));
    expect((await bench.contact(1))?.window).toEqual(bench.windows[0]);
    expect((await bench.contact(2))?.window).toEqual(bench.windows[1]);
  });

  it('moves the others where one new time clashes', async () => {
    bench.windows = [1, 2, 3].map((orbit) => benchWindow(orbit, minutesFromNow(60 * orbit), 6));
    await bench.plans.execute();
    await bench.newlySent();
    // The first would come to lie upon the second, which stays; the third goes later.
    bench.windows = [120, 120, 200].map((from, i) => benchWindow(i + 1, minutesFromNow(from), 6));
    await bench.follow.execute();
    expect(await bench.newlySent()).toEqual(ids(3));
    expect((await bench.contact(3))?.window).toEqual(bench.windows[2]);
  });

  it.each(['%00', '\0', 'nope', 'GF-1_CN-MYN-1_x', "a'b"])('has no contact %j, and says so by 404', async (id) => {
    await expect(bench.controller.one(id)).rejects.toMatchObject({ status: 404 });
  });
});
