import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { authorCommandSchema, type Command } from '@app/contracts';
import { openTestDatabase, type TestDatabase } from '@app/platform';
import { telemetryCommandEntities } from '../index.js';
import { clearCommands, LedgerBench, liNa, wangLei } from '../testing/ledger-bench.js';
import { seedRegistry } from '../testing/seed-registry.js';
import { ApproveCommandUseCase } from './approve-command.use-case.js';
import { AuthorCommandUseCase } from './author-command.use-case.js';
import { CancelCommandUseCase } from './cancel-command.use-case.js';
import { ReadCommands } from './read-commands.use-case.js';

const mode = 'simulation';
const door = 'POST /somewhere';

// What is asked of authority, and what is done when it says no.
describe('commands as people give them', () => {
  let database: TestDatabase;
  let bench: LedgerBench;
  let commands: ReadCommands;
  let author: AuthorCommandUseCase;
  let approve: ApproveCommandUseCase;
  let cancel: CancelCommandUseCase;

  beforeAll(async () => {
    database = await openTestDatabase({ entities: telemetryCommandEntities, migrations: true });
    await seedRegistry(database.dataSource, ({ linkProfiles = [] }) => {
      linkProfiles.find(({ id }) => id === 'HJ-1A-TTC')!['uplink'] = null;
    });
  });
  afterAll(async () => database.close());
  beforeEach(async () => {
    await clearCommands(database.dataSource);
    bench = new LedgerBench(database.dataSource);
    await bench.start();
    const { registry, catalogues, consoles, commanders, authority, ledger, clock } = bench;
    commands = new ReadCommands(database.dataSource, registry, catalogues);
    author = new AuthorCommandUseCase(catalogues, registry, consoles, commanders, authority, ledger, clock, mode);
    approve = new ApproveCommandUseCase(commands, commanders, authority, ledger, clock);
    cancel = new CancelCommandUseCase(commands, commanders, authority, ledger, clock);
  });
  afterEach(async () => bench.stop());

  const write = (body: object, spacecraft = 'GF-1'): Promise<Command> =>
    author.execute(spacecraft, authorCommandSchema.parse({ mode, ...body }), wangLei, door);
  const hazardous = { name: 'TRANSMITTER_OFF', arguments: { OFF_DURATION_S: 60 }, contact: 'GF-1_CN-MYN-1_7' };
  const refuse = (): void => {
    bench.authority.answer = { allowed: false, rule: 'no-role', explanation: 'a test says no', agreement: null };
  };

  it('asks who may write it, with everything that is known of it', async () => {
    await bench.act('li.na', { action: 'take', mode });
    const { id } = await write(hazardous);
    expect(bench.authority.asked).toEqual([
      {
        who: wangLei,
        question: {
          operation: 'author-command',
          door,
          mode,
          spacecraft: 'GF-1',
          antenna: 'CN-MYN-1',
          subject: id,
          holder: 'li.na',
          author: 'wang.lei',
          hazardous: true,
        },
      },
    ]);
    await write({ name: 'CONNECTION_TEST', mode: 'test' });
    const { question } = bench.authority.asked[1]!;
    expect(question).toMatchObject({ mode: 'test', hazardous: false });
    expect(question).not.toHaveProperty('antenna');
  });

  it('asks who may approve or cancel it, with who wrote it', async () => {
    const { id } = await write(hazardous);
    await bench.act('wang.lei', { action: 'take', mode });
    await approve.execute('GF-1', id, { mode, verdict: 'approve', reason: null }, liNa, door);
    await cancel.execute('GF-1', id, { mode, reason: null }, wangLei, door);
    const facts = {
      door,
      mode,
      spacecraft: 'GF-1',
      holder: 'wang.lei',
      author: 'wang.lei',
      hazardous: true,
    };
    expect(bench.authority.asked.slice(1)).toEqual([
      { who: liNa, question: { operation: 'approve-command', ...facts, subject: `${id}: approve` } },
      { who: wangLei, question: { operation: 'cancel-command', ...facts, subject: id } },
    ]);
    const { id: other } = await write(hazardous);
    await approve.execute('GF-1', other, { mode, verdict: 'reject', reason: 'eclipse' }, liNa, door);
    expect(bench.authority.asked.at(-1)!.question.subject).toBe(`${other}: reject, eclipse`);
  });

  it('leaves everything as it is when authority refuses', async () => {
    const { id } = await write(hazardous);
    refuse();
    await expect(write({ name: 'CONNECTION_TEST' })).rejects.toMatchObject({ status: 403 });
    await expect(
      approve.execute('GF-1', id, { mode, verdict: 'approve', reason: null }, liNa, door),
    ).rejects.toMatchObject({ status: 403 });
    await expect(cancel.execute('GF-1', id, { mode, reason: null }, wangLei, door)).rejects.toMatchObject({
      status: 403,
    });
    const all = await commands.list('GF-1', { limit: 10 });
    expect(all.map((command) => [command.id, command.state])).toEqual([[id, 'awaiting-approval']]);
    expect(await bench.heard()).toHaveLength(1);
  });

  it('says nothing of what is wrong with a command to who may not give it', async () => {
    refuse();
    await expect(write({ name: 'NOPE', contact: 'HJ-1A_CN-MYN-1_7' })).rejects.toMatchObject({ status: 403 });
  });

  it('refuses a spacecraft that nobody can command', async () => {
    await expect(write({ name: 'CONNECTION_TEST' }, 'HJ-1A')).rejects.toMatchObject({
      status: 422,
      errors: [{ path: 'spacecraft', message: expect.stringMatching(/no uplink|an uplink/) }],
    });
    await expect(write({ name: 'CONNECTION_TEST' }, 'XX-9')).rejects.toMatchObject({ status: 404 });
  });

  it('offers for release what is routine at once, and what is hazardous when it is approved', async () => {
    const { id } = await write(hazardous);
    expect(bench.offered).toEqual([]);
    await approve.execute('GF-1', id, { mode, verdict: 'approve', reason: null }, liNa, door);
    expect(bench.offered).toEqual(['GF-1']);
    await write({ name: 'CONNECTION_TEST' });
    expect(bench.offered).toEqual(['GF-1', 'GF-1']);
  });
});
