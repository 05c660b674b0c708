import type { DataSource } from 'typeorm';
import {
  type Command,
  commandSchema,
  type ConsoleAction,
  type SpacecraftId,
  subjects,
  type UserId,
  type Utc,
} from '@app/contracts';
import { createLocalMessageBus, createLogger, ManualMissionClock, Metrics, RegistryReader } from '@app/platform';
import { parseUtc } from '@app/time';
import { CommandCatalogues } from '../commands/command-catalogues.js';
import { DatabaseCommandLedger } from '../commands/database-command-ledger.js';
import { ReleaseCircumstances } from '../commands/release-circumstances.js';
import { ReleaseOffers } from '../commands/release-offers.js';
import { ReleasePermits } from '../commands/release-permit.js';
import { Commanders } from '../console/commanders.js';
import { ConsoleStore } from '../console/console-store.js';
import { stepConsole } from '../console/console.machine.js';
import { FindMission } from '../http/find-mission.js';
import { MissionDatabases } from '../mission/mission-databases.js';
import { sampleCommand } from './sample-command.js';
import { HandWallClock, person, RecordingAuthority, TestAccounts } from './test-doors.js';

const gf1 = 'GF-1' as SpacecraftId;

/** So many seconds after eight o'clock, up to 59. */
export const time = (second: number): Utc => `2026-04-24T08:00:${String(second).padStart(2, '0')}.000000Z` as Utc;
export const wangLei = person('wang.lei', 'CN', 'controller');
export const liNa = person('li.na', 'CN', 'controller');

/** The ledger with its real neighbours, but for authority. */
export class LedgerBench {
  readonly authority = new RecordingAuthority();
  readonly accounts = new TestAccounts([wangLei, liNa]);
  readonly clock = new ManualMissionClock(parseUtc('2026-04-24T08:10:00Z'));
  readonly wallClock = new HandWallClock(parseUtc('2026-11-22T10:00:00Z'));
  readonly consoles: ConsoleStore;
  readonly commanders: Commanders;
  readonly registry: RegistryReader;
  readonly catalogues: CommandCatalogues;
  readonly ledger: DatabaseCommandLedger;
  private readonly told: Command[] = [];
  readonly offered: string[] = [];
  private readonly logger = createLogger('silent');
  private readonly metrics = new Metrics();
  private readonly bus = createLocalMessageBus(this.logger, this.metrics);
  private ids = 0;

  constructor(readonly dataSource: DataSource) {
    this.registry = new RegistryReader(dataSource);
    this.catalogues = new CommandCatalogues(new FindMission(this.registry, new MissionDatabases(dataSource)));
    this.consoles = new ConsoleStore(dataSource);
    const { consoles, accounts, authority, registry, catalogues, clock, wallClock } = this;
    this.commanders = new Commanders(consoles, accounts, registry, clock, 'simulation');
    const circumstances = new ReleaseCircumstances(consoles, accounts, registry, clock, wallClock);
    const permits = new ReleasePermits(this.commanders, accounts, authority, catalogues, circumstances);
    const offers = new ReleaseOffers(clock, this.logger);
    this.ledger = new DatabaseCommandLedger(
      dataSource,
      this.consoles,
      permits,
      offers,
      this.bus,
      'simulation',
      this.logger,
    );
    this.ledger.onReleasable((spacecraft) => this.offered.push(spacecraft));
  }

  async start(): Promise<void> {
    await this.bus.subscribe(subjects.anyCommand, ({ payload }) => void this.told.push(commandSchema.parse(payload)));
  }

  async act(by: 'wang.lei' | 'li.na', action: Record<string, unknown>): Promise<void> {
    const kept = await this.consoles.read(gf1);
    const request = {
      action: action as ConsoleAction,
      by: by as UserId,
      account: (await this.accounts.find(by as UserId))!.version,
      at: time(0),
      holderAbsent: (await this.commanders.fitToHold(gf1, kept)).state === 'absent',
    };
    await this.consoles.change(gf1, ({ holding }) => {
      const outcome = stepConsole(holding, request);
      return 'problem' in outcome ? holding : outcome;
    });
  }

  async write(changes: Record<string, unknown>, second: number): Promise<Command> {
    const id = `00000000-0000-4000-8000-0000000001${String(this.ids++).padStart(2, '0')}`;
    const command = sampleCommand({ id, name: 'CONNECTION_TEST', ...changes });
    const { revision } = await this.consoles.read(command.spacecraft);
    return this.ledger.add(command, time(second), revision);
  }

  /** All that the bus has been told until now, the latest last. */
  async heard(): Promise<readonly Command[]> {
    await new Promise((resolve) => setImmediate(resolve));
    return this.told;
  }

  async stop(): Promise<void> {
    await this.bus.close();
    this.metrics.close();
  }
}

/** Empties the tables of commands and consoles. */
export async function clearCommands(dataSource: DataSource): Promise<void> {
  const tables = ['command_stage', 'command', 'sequence_count', 'console_holding'];
  await dataSource.query(`truncate ${tables.map((table) => `telemetry_command.${table}`).join(', ')} restart identity`);
}
