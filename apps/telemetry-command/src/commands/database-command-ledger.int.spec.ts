import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { bytesToHex } from '@app/ccsds';
import type { Command, FrameReference, SpacecraftId, Utc } from '@app/contracts';
import { compileCommandDecoder } from '@app/mission-database';
import {
  expectEntitiesToMatchMigrations,
  inTransaction,
  openTestDatabase,
  type TestDatabase,
  testDatabaseKinds,
} from '@app/platform';
import { parseUtc, plusSeconds } from '@app/time';
import { telemetryCommandEntities } from '../index.js';
import { clearCommands, LedgerBench, liNa, time, wangLei } from '../testing/ledger-bench.js';
import { sampleCommand } from '../testing/sample-command.js';
import { seedRegistry } from '../testing/seed-registry.js';
import { referenceDatabase } from '../testing/telemetry-maker.js';
import type { UplinkContact } from './command-ledger.port.js';

const gf1 = 'GF-1' as SpacecraftId;
const uplink = { contact: 'GF-1_CN-MYN-1_70001', antenna: 'CN-MYN-1' } as unknown as UplinkContact;
const next = { contact: 'GF-1_CN-KAS-1_70002', antenna: 'CN-KAS-1' } as unknown as UplinkContact;
const frame: FrameReference = { stationLog: 'station.CN-MYN@log', stationSequence: 7, earthReceiveTime: time(40) };
const cltu = '00000000-0000-4000-8000-000000000001' as never;

describe.each(testDatabaseKinds())('command ledger on %s', (kind) => {
  let database: TestDatabase;
  let bench: LedgerBench;

  beforeAll(async () => {
    database = await openTestDatabase({ entities: telemetryCommandEntities, migrations: true, kind });
    await seedRegistry(database.dataSource);
  });
  afterAll(async () => database.close());
  beforeEach(async () => {
    await clearCommands(database.dataSource);
    bench = new LedgerBench(database.dataSource);
    await bench.start();
    await bench.act('wang.lei', { action: 'take', mode: 'simulation' });
  });
  afterEach(async () => bench.stop());

  const ids = (commands: readonly Command[]): string[] => commands.map(({ id }) => id);
  const releasable = async (at = uplink): Promise<string[]> => ids(await bench.ledger.releasable(gf1, at.contact));

  it('has the tables that its entities say', async () => {
    await expectEntitiesToMatchMigrations(database.dataSource);
  });

  it('keeps a command as it was written', async () => {
    const written = await bench.write(
      {
        name: 'HEATER_SET',
        arguments: { HEATER: 'TANK', STATE: true, HUGE: '18446744073709551615', RATE: 0.1 },
        note: 'before eclipse \u0000',
        contact: uplink.contact,
        askedContact: uplink.contact,
      },
      1,
    );
    const [kept] = await bench.ledger.releasable(gf1, uplink.contact);
    expect(kept).toEqual({ ...written, note: 'before eclipse \u2400' });
    expect(await bench.heard()).toEqual([kept]);
    expect(bench.offered).toEqual(['GF-1']);
  });

  it('releases in the order of authoring, a hazardous command in that of its approval, each in the contact it is for', async () => {
    const hazardous = await bench.write({ hazardous: true, significance: 'severe', state: 'awaiting-approval' }, 1);
    const first = await bench.write({}, 2);
    const asked = await bench.write({ contact: next.contact, askedContact: next.contact }, 3);
    const last = await bench.write({}, 5);
    await bench.write({ spacecraft: 'HJ-1A' }, 5);
    await bench.write({ mode: 'test' }, 5);
    expect(await releasable()).toEqual([first.id, last.id]);
    expect(bench.offered).not.toHaveLength(0);
    const approved = await bench.ledger.record(hazardous.id, { type: 'approved', at: time(4), by: liNa.user });
    expect(approved).toMatchObject({ state: 'queued', approver: 'li.na' });
    expect(await releasable()).toEqual([first.id, hazardous.id, last.id]);
    expect(await releasable(next)).toEqual([first.id, asked.id, hazardous.id, last.id]);
    expect(await bench.ledger.release(asked.id, uplink, time(6))).toBeUndefined();
  });

  it('gives each command the next count of its APID and the packet that the mission database says', async () => {
    const heater = { name: 'HEATER_SET', arguments: { HEATER: 'TANK', STATE: 'ON' } };
    const decoder = compileCommandDecoder(referenceDatabase());
    const counts: [number | null, number | null][] = [];
    for (const [i, what] of [{}, heater, {}, heater].entries()) {
      const { id } = await bench.write(what, i);
      const released = await bench.ledger.release(id, uplink, time(10 + i));
      const { command, packet } = released!;
      expect(command.packetHex).toBe(bytesToHex(packet));
      expect(command).toMatchObject({
        state: 'released',
        contact: uplink.contact,
        antenna: 'CN-MYN-1',
        agreement: 'CN-FOR-CN',
      });
      expect(command.stages.at(-1)).toMatchObject({
        stage: 'released',
        outcome: 'done',
        by: 'wang.lei',
        at: time(10 + i),
      });
      const decoded = decoder.decode(packet);
      expect(decoded).toMatchObject({
        kind: 'command',
        command: { name: what === heater ? 'HEATER_SET' : 'CONNECTION_TEST' },
        header: { apid: command.apid, sequenceCount: command.sequenceCount },
      });
      counts.push([command.apid, command.sequenceCount]);
    }
    expect(counts).toEqual([
      [100, 0],
      [101, 0],
      [100, 1],
      [101, 1],
    ]);
    expect(await releasable()).toEqual([]);
  });

  it('counts to 16 383 and begins anew', async () => {
    await database.dataSource.query(
      `insert into telemetry_command.sequence_count (spacecraft, apid, next) values ('GF-1', 100, 16383)`,
    );
    const counts: (number | null)[] = [];
    for (let i = 0; i < 2; i++) {
      const { id } = await bench.write({}, i);
      counts.push((await bench.ledger.release(id, uplink, time(10)))!.command.sequenceCount);
    }
    expect(counts).toEqual([16_383, 0]);
  });

  it('asks authority for the holder of the console, with all that it must know', async () => {
    const { id } = await bench.write({}, 1);
    await bench.ledger.release(id, uplink, time(10));
    expect(bench.authority.asked).toEqual([
      {
        who: wangLei,
        question: {
          operation: 'release-command',
          door: 'release into GF-1_CN-MYN-1_70001',
          mode: 'simulation',
          spacecraft: 'GF-1',
          antenna: 'CN-MYN-1',
          subject: id,
          holder: 'wang.lei',
          author: 'wang.lei',
          hazardous: false,
        },
      },
    ]);
  });

  it('keeps what may not be released, says why once, and tries again when something is different', async () => {
    const { id } = await bench.write({}, 1);
    const allowed = bench.authority.answer;
    bench.authority.answer = {
      allowed: false,
      rule: 'no-agreement',
      explanation: 'expected one, found none',
      agreement: null,
    };
    expect(await bench.ledger.release(id, uplink, time(10))).toBeUndefined();
    expect(await bench.ledger.release(id, uplink, time(11))).toBeUndefined();
    const refusals = (await bench.heard()).at(-1)!.stages.filter(({ outcome }) => outcome === 'failed');
    expect(refusals).toEqual([
      expect.objectContaining({ stage: 'released', detail: 'no-agreement: expected one, found none', at: time(10) }),
    ]);
    expect((await bench.heard()).at(-1)).toMatchObject({ state: 'queued', sequenceCount: null, packetHex: null });
    // Nothing has changed in this contact; another one is something else.
    expect(await releasable()).toEqual([]);
    expect(await releasable(next)).toEqual([id]);
    // The console changed hands.
    await bench.act('wang.lei', { action: 'offer', mode: 'simulation', to: 'li.na' });
    await bench.act('li.na', { action: 'accept', mode: 'simulation' });
    expect(await releasable()).toEqual([id]);
    expect(await bench.ledger.release(id, uplink, time(12))).toBeUndefined();
    expect(await releasable()).toEqual([]);
    // An agreement has come into force, or ended.
    bench.clock.advanceTo(parseUtc('2036-01-01T00:00:00Z'));
    expect(await releasable()).toEqual([id]);
    bench.authority.answer = allowed;
    const released = await bench.ledger.release(id, uplink, time(13));
    expect(released!.command.stages.at(-1)).toMatchObject({ stage: 'released', outcome: 'done', by: 'li.na' });
  });

  it('releases nothing while nobody holds the console, or who holds it is shut out', async () => {
    const { id } = await bench.write({}, 1);
    bench.accounts.set(wangLei, false);
    expect(await bench.ledger.release(id, uplink, time(9))).toBeUndefined();
    expect((await bench.heard()).at(-1)!.stages.at(-1)!.detail).toMatch(/^account-disabled: wang\.lei/);
    // Enabled again, he is somebody else: the version says so.
    bench.accounts.set(wangLei);
    expect(await releasable()).toEqual([id]);
    expect(await bench.ledger.release(id, uplink, time(9))).toBeUndefined();
    expect((await bench.heard()).at(-1)!.stages.at(-1)!.detail).toMatch(/^account-changed: wang\.lei/);
    await bench.act('wang.lei', { action: 'leave', mode: 'simulation' });
    expect(await bench.ledger.release(id, uplink, time(10))).toBeUndefined();
    expect((await bench.heard()).at(-1)!.stages.at(-1)!.detail).toMatch(/^console-not-held: nobody holds/);
    expect(bench.authority.asked.map(({ who }) => who)).toEqual([null, null, null]);
  });

  it('decides anew where the console changes hands while it is decided', async () => {
    const { id } = await bench.write({}, 1);
    bench.authority.meanwhile = async () => {
      bench.authority.meanwhile = async () => undefined;
      await bench.act('wang.lei', { action: 'offer', mode: 'simulation', to: 'li.na' });
      await bench.act('li.na', { action: 'accept', mode: 'simulation' });
    };
    const released = await bench.ledger.release(id, uplink, time(10));
    expect(bench.authority.asked.map(({ who, question }) => [who?.user, question.operation])).toEqual([
      ['wang.lei', 'release-command'],
      // Li Na commands now, and the command is still Wang Lei's.
      ['wang.lei', 'author-command'],
      ['li.na', 'release-command'],
    ]);
    expect(released!.command.stages.at(-1)!.by).toBe('li.na');
  });

  const lastReason = async (): Promise<string | null> => (await bench.heard()).at(-1)!.stages.at(-1)!.detail;
  const act = (by: 'wang.lei' | 'li.na', action: string, to?: string): Promise<void> =>
    bench.act(by, { action, mode: 'simulation', ...(to === undefined ? {} : { to }) });
  const handOver = async (): Promise<void> => {
    await act('wang.lei', 'offer', 'li.na');
    await act('li.na', 'accept');
  };
  const approved = async (): Promise<Command> => {
    const what = { name: 'TRANSMITTER_OFF', arguments: { OFF_DURATION_S: 60 } };
    const state = { hazardous: true, significance: 'severe', state: 'awaiting-approval' };
    const { id } = await bench.write({ ...what, ...state }, 1);
    return bench.ledger.record(id, { type: 'approved', at: time(2), by: liNa.user });
  };

  it('sends nothing because somebody new took the console; a hand-over goes on with what is queued', async () => {
    const { id } = await bench.write({}, 1);
    await handOver();
    const mine = await bench.write({ author: 'li.na' }, 2);
    await act('li.na', 'leave');
    await act('wang.lei', 'take');
    for (const old of [id, mine.id]) {
      expect(await bench.ledger.release(old, uplink, time(10))).toBeUndefined();
      expect((await bench.heard()).at(-1)).toMatchObject({ id: old, state: 'queued' });
      expect(await lastReason()).toMatch(/^earlier-holding: .* wrote it before wang\.lei took the console/);
    }
    // No audit entry says that they were allowed to leave.
    expect(bench.authority.asked).toEqual([]);
    expect(await releasable()).toEqual([]);
    // Nor does a hand-over of the new holding adopt what was queued in the old one.
    const young = await bench.write({}, 12);
    await handOver();
    expect(await bench.ledger.release(id, uplink, time(13))).toBeUndefined();
    expect((await bench.ledger.release(young.id, uplink, time(14)))!.command.stages.at(-1)!.by).toBe('li.na');
  });

  const shutOut: readonly [string, string, RegExp, () => void][] = [
    ['author', 'is disabled', /^account-disabled: wang\.lei, who wrote it/, () => bench.accounts.set(wangLei, false)],
    [
      'author',
      'has no account',
      /^account-missing: wang\.lei, who wrote it/,
      () => bench.accounts.remove(wangLei.user),
    ],
    ['approver', 'is disabled', /^account-disabled: li\.na, who approved it/, () => bench.accounts.set(liNa, false)],
    ['approver', 'has no account', /^account-missing: li\.na, who approved it/, () => bench.accounts.remove(liNa.user)],
  ];
  it.each(shutOut)('keeps a command whose %s %s, and asks authority for nobody', async (whose, _, reason, change) => {
    const { id } = whose === 'author' ? await bench.write({}, 1) : await approved();
    if (whose === 'author') await handOver();
    bench.authority.asked.length = 0;
    change();
    expect(await bench.ledger.release(id, uplink, time(10))).toBeUndefined();
    expect(await lastReason()).toMatch(reason);
    expect(bench.authority.asked).toEqual([
      {
        who: null,
        question: expect.objectContaining({
          operation: whose === 'author' ? 'author-command' : 'approve-command',
          subject: id,
        }),
      },
    ]);
    expect(await releasable()).toEqual([]);
    // Something is different, and with everybody there it goes.
    bench.accounts.set(whose === 'author' ? wangLei : liNa);
    expect(await releasable()).toEqual([id]);
    expect(await bench.ledger.release(id, uplink, time(11))).toBeDefined();
  });

  it.each(['author-command', 'approve-command'] as const)(
    'keeps what authority allows not any more: %s',
    async (what) => {
      const { id } = what === 'author-command' ? await bench.write({}, 1) : await approved();
      if (what === 'author-command') await handOver();
      const explanation = 'expected a role, found none';
      bench.authority.answers.set(what, { allowed: false, rule: 'no-role', explanation, agreement: null });
      expect(await bench.ledger.release(id, uplink, time(10))).toBeUndefined();
      expect(await lastReason()).toMatch(/^no-role: (wang\.lei, who wrote|li\.na, who approved) it: expected a role/);
      const asked = bench.authority.asked.at(-1)!.question;
      // The author holds the console no more: he need not, when his command leaves.
      expect([asked.operation, asked.author, asked.holder]).toEqual([
        what,
        'wang.lei',
        what === 'author-command' ? 'wang.lei' : undefined,
      ]);
      bench.authority.answers.clear();
      expect(await bench.ledger.release(id, uplink, time(11))).toBeDefined();
    },
  );

  it('keeps as routine nothing that the mission database calls hazardous today', async () => {
    const { id } = await bench.write({ name: 'TRANSMITTER_OFF', arguments: { OFF_DURATION_S: 60 } }, 1);
    expect(await bench.ledger.release(id, uplink, time(10))).toBeUndefined();
    expect(await lastReason()).toMatch(/^not-approved: .*TRANSMITTER_OFF, which is of significance severe now/);
    expect(bench.authority.asked).toEqual([]);
    const { id: second } = await approved();
    expect(await bench.ledger.release(second, uplink, time(11))).toBeDefined();
  });

  it('keeps in the database nothing hazardous on its way without a second person', async () => {
    const hazardous = { hazardous: true, significance: 'severe' };
    for (const state of ['queued', 'released', 'completed', 'unknown'])
      await expect(bench.write({ ...hazardous, state }, 1)).rejects.toThrow(/violates check constraint/);
    for (const state of ['awaiting-approval', 'rejected', 'cancelled'])
      expect(await bench.write({ ...hazardous, state }, 1)).toMatchObject({ state });
  });

  it('tries again when authority has read the registry anew, and when an agreement says something else', async () => {
    const { id } = await bench.write({}, 1);
    const allowed = bench.authority.answer;
    const explanation = 'by a registry of two seconds ago';
    bench.authority.answer = { allowed: false, rule: 'no-agreement', explanation, agreement: null };
    const refuse = async (second: number): Promise<void> => {
      expect(await bench.ledger.release(id, uplink, time(second))).toBeUndefined();
      expect(await releasable()).toEqual([]);
    };
    await refuse(10);
    // Nobody else says that it is time.
    bench.offered.length = 0;
    bench.wallClock.pass(2.5);
    bench.clock.advanceTo(plusSeconds(bench.clock.now(), 2.5));
    expect(bench.offered).toEqual(['GF-1']);
    expect(await releasable()).toEqual([id]);
    await refuse(13);
    // The registry has read like this for long: nothing new is to come.
    bench.wallClock.pass(60);
    bench.clock.advanceTo(plusSeconds(bench.clock.now(), 60));
    expect(await releasable()).toEqual([]);
    expect(bench.offered).toEqual(['GF-1']);
    const services = (list: string) =>
      database.dataSource.query(
        `update service_management.agreement set document = jsonb_set(document, '{services}', $1) where id = 'CN-FOR-CN'`,
        [list],
      );
    const [{ before }] = await database.dataSource.query<[{ before: string }]>(
      `select (document->'services')::text as before from service_management.agreement where id = 'CN-FOR-CN'`,
    );
    await services('["telemetry"]');
    expect(await releasable()).toEqual([id]);
    await services(before);
    bench.authority.answer = allowed;
    expect(await bench.ledger.release(id, uplink, time(14))).toBeDefined();
  });

  it('keeps one command of an identifier, however often and at the same time it is asked for', async () => {
    const { revision } = await bench.consoles.read(gf1);
    const command = sampleCommand({ name: 'CONNECTION_TEST', arguments: { B: -0, A: 0.1 }, note: 'orbit \u0000' });
    const again = sampleCommand({ ...command, arguments: { A: 0.1, B: 0 } });
    const answers = await Promise.all([command, again, again].map((one) => bench.ledger.add(one, time(1), revision)));
    expect(answers.map(({ id }) => id)).toEqual([command.id, command.id, command.id]);
    expect(await releasable()).toEqual([command.id]);
    expect(await bench.heard()).toHaveLength(1);
    for (const other of [{ arguments: { A: 0.2, B: 0 } }, { service: 'BD' }, { author: 'li.na' }, { note: null }])
      await expect(bench.ledger.add(sampleCommand({ ...again, ...other }), time(2), revision)).rejects.toMatchObject({
        status: 409,
        errors: [{ path: 'id' }],
      });
    const cancelled = await bench.ledger.record(command.id, {
      type: 'cancelled',
      at: time(3),
      by: wangLei.user,
      reason: null,
    });
    expect(await bench.ledger.add(again, time(4), revision)).toEqual(cancelled);
  });

  it('refuses a command that was allowed under another holder', async () => {
    const { revision } = await bench.consoles.read(gf1);
    await bench.act('wang.lei', { action: 'leave', mode: 'simulation' });
    await expect(bench.ledger.add(sampleCommand(), time(1), revision)).rejects.toThrow(/console changed hands/);
    expect(await bench.heard()).toEqual([]);
  });

  it('releases a command once, however many ask at the same time', async () => {
    const { id } = await bench.write({}, 1);
    const released = await Promise.all([1, 2, 3].map((second) => bench.ledger.release(id, uplink, time(second))));
    expect(released.filter((one) => one !== undefined)).toHaveLength(1);
  });

  it('goes the whole way, tells each change, and knows what is under way', async () => {
    const { id } = await bench.write({}, 1);
    const { packetHex, ...released } = (await bench.ledger.release(id, uplink, time(2)))!.command;
    expect(ids(await bench.ledger.underWay(gf1))).toEqual([id]);
    await bench.ledger.record(id, { type: 'transmitted', at: time(3), frameSequenceNumber: 0, cltu });
    await bench.ledger.record(id, { type: 'radiated', at: time(4), frameSequenceNumber: 0, cltu });
    expect(ids(await bench.ledger.underWay(gf1))).toEqual([id]);
    await bench.ledger.record(id, { type: 'acknowledged', at: time(5), frame });
    expect(await bench.ledger.underWay(gf1)).toEqual([]);
    const after = await bench.ledger.record(id, { type: 'acknowledged', at: time(6), frame });
    expect(after.stages.map(({ stage, at }) => [stage, at])).toEqual([
      ['queued', '2026-04-24T07:59:00.000000Z'],
      ['released', time(2)],
      ['released', time(3)],
      ['radiated', time(4)],
      ['acknowledged', time(5)],
    ]);
    expect(after.stages.at(-1)!.frame).toEqual(frame);
    expect((await bench.heard()).map(({ state }) => state)).toEqual([
      'queued',
      'released',
      'released',
      'radiated',
      'acknowledged',
    ]);
    expect((await bench.heard()).at(-1)).toEqual({ ...after, packetHex });
    expect(released.sequenceCount).toBe(0);
  });

  it('takes reports within the transaction of the caller, and gives back those of nobody', async () => {
    const { id } = await bench.write({}, 1);
    const { apid, sequenceCount } = (await bench.ledger.release(id, uplink, time(2)))!.command;
    const report = (count: number, stage: 'accepted' | 'completed') => ({
      apid: apid!,
      sequenceCount: count,
      event: { type: 'report', at: time(20), stage, success: true, detail: null, frame } as const,
    });
    const all = [report(sequenceCount!, 'accepted'), report(99, 'accepted'), report(sequenceCount!, 'completed')];
    const told = (await bench.heard()).length;
    await expect(
      inTransaction(database.dataSource, async (manager) => {
        await bench.ledger.recordReports(manager, gf1, all);
        throw new RangeError('the frame could not be archived');
      }),
    ).rejects.toThrow(RangeError);
    expect((await bench.ledger.underWay(gf1))[0]!.state).toBe('released');
    const { changed, unknown } = await inTransaction(database.dataSource, (manager) =>
      bench.ledger.recordReports(manager, gf1, all),
    );
    expect(unknown).toEqual([all[1]]);
    expect(changed.map((command) => [command.id, command.state, command.stages.length])).toEqual([
      [id, 'completed', 4],
    ]);
    expect(await bench.heard()).toHaveLength(told);
    await bench.ledger.tell(changed);
    expect((await bench.heard()).at(-1)).toEqual(changed[0]);
    const again = await inTransaction(database.dataSource, (manager) => bench.ledger.recordReports(manager, gf1, all));
    expect(again.changed).toEqual([]);
    const none = await inTransaction(database.dataSource, (manager) =>
      bench.ledger.recordReports(manager, 'HJ-1A' as SpacecraftId, [all[0]!]),
    );
    expect(none.unknown).toHaveLength(1);
  });

  it('takes a report for the command that left last with its count', async () => {
    const old = await bench.write({}, 1);
    await bench.ledger.release(old.id, uplink, time(2));
    await database.dataSource.query('update telemetry_command.sequence_count set next = 0');
    const young = await bench.write({}, 3);
    await bench.ledger.release(young.id, uplink, time(4));
    const event = { type: 'report', at: time(20), stage: 'accepted', success: true, detail: null, frame } as const;
    const { changed } = await inTransaction(database.dataSource, (manager) =>
      bench.ledger.recordReports(manager, gf1, [{ apid: 100, sequenceCount: 0, event }]),
    );
    expect(ids(changed)).toEqual([young.id]);
  });

  it('gives a report of before the release of a command to the one that had its count then, or to none', async () => {
    const { id } = await bench.write({}, 1);
    await bench.ledger.release(id, uplink, '2026-04-24T12:00:00Z' as Utc);
    const reports = (at: string) => [
      {
        apid: 100,
        sequenceCount: 0,
        event: { type: 'report', at: at as Utc, stage: 'completed', success: true, detail: null, frame } as const,
      },
    ];
    const record = (at: string) =>
      inTransaction(database.dataSource, (manager) => bench.ledger.recordReports(manager, gf1, reports(at)));
    const early = await record('2026-04-24T11:58:00Z');
    expect([early.changed, early.unknown]).toEqual([[], reports('2026-04-24T11:58:00Z')]);
    expect(ids((await record('2026-04-24T12:00:01Z')).changed)).toEqual([id]);
  });

  it('puts back what was not sent, and tells nobody that it is new', async () => {
    const { id } = await bench.write({}, 1);
    await bench.ledger.release(id, uplink, time(2));
    bench.offered.length = 0;
    const back = await bench.ledger.record(id, { type: 'not-sent', at: time(3), reason: 'no station took it' });
    expect(back).toMatchObject({ state: 'queued', contact: null });
    expect(await releasable(next)).toEqual([id]);
    expect(bench.offered).toEqual([]);
    const again = await bench.ledger.release(id, next, time(5));
    expect(again!.command).toMatchObject({ sequenceCount: 1, contact: next.contact });
  });

  it('refuses a second approval at the same time as the first', async () => {
    const { id } = await bench.write({ hazardous: true, significance: 'severe', state: 'awaiting-approval' }, 1);
    const approve = (by: typeof liNa) =>
      bench.ledger.recordIf(id, { type: 'approved', at: time(4), by: by.user }, ({ state }) => {
        if (state !== 'awaiting-approval') throw new RangeError(state);
      });
    const outcomes = await Promise.allSettled([approve(liNa), approve(liNa)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('does not know what was never written', async () => {
    const id = '00000000-0000-4000-8000-00000000dead' as never;
    await expect(bench.ledger.record(id, { type: 'lost-sight', at: time(1), reason: '' })).rejects.toThrow(
      /no such command/,
    );
  });
});
