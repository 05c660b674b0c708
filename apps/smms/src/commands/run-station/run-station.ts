import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import {
  type AntennaId,
  operationsModeSchema,
  type PassReport,
  siteIdSchema,
  type StationContact,
  subjects,
} from '@app/contracts';
import {
  AnchoredMissionClock,
  createLocalMessageBus,
  createLogger,
  LocalFrameLogs,
  type Logger,
  Metrics,
  type MissionClock,
  OtherModeError,
  parseMissionClockSpec,
  SystemWallClock,
} from '@app/platform';
import { parseUtc } from '@app/time';
import { StationAgent, type TransceiverAddress } from '../../../../station/src/index.js';
import { type DataFolder, dataFolder, lockDataFolder } from '../../ground/data-folder.js';
import { logFileAndWarnings } from '../../ground/log-destinations.js';
import { readReferenceSeeds } from '../../ground/reference-seeds.js';
import { type PredictedContacts, predictedContacts } from './predicted-contacts.js';
import { parseStationConfig, type StationConfig } from './station-config.js';
import { StationConfigError } from './station-config.error.js';
import { type StationPlan, stationPlan } from './station-plan.js';
import { contactLine, reportLine, StatusFilter, statusLine } from './status-line.js';

export interface RunStationOptions {
  readonly config: string;
  /** End after the first pass. */
  readonly once: boolean;
}

export interface RunningStation {
  readonly agent: StationAgent;
  /** Resolves where there is nothing more to execute, or after the first pass: whether every pass that ended was completed. */
  readonly over: Promise<boolean>;
  stop(): Promise<void>;
}

/** Nothing is left of a plan: every contact is past, or none is in sight. */
export class NothingToExecuteError extends Error {
  override readonly name = 'NothingToExecuteError';
  constructor(
    readonly file: string,
    readonly expected: string,
  ) {
    super(`${file}: expected ${expected}, found none`);
  }
}

type Print = (line: Record<string, unknown>) => void;

/**
 * One station as a process of its own: no database, no centre. Prints JSON lines. Throws StationConfigError, DataFolderError, OtherModeError,
 * NothingToExecuteError.
 */
export async function startStation(options: RunStationOptions, print: Print): Promise<RunningStation> {
  const file = options.config;
  const config = parseStationConfig(await textOf(file), file);
  const plan = await stationPlan(config, file, readReferenceSeeds());
  const folder = dataFolder(resolve(dirname(file), config.data));
  const lock = await lockDataFolder(folder);
  try {
    claim(folder, config);
    const logger = createLogger(config.logLevel, logFileAndWarnings(folder.logFile));
    const wall = new SystemWallClock((seconds) => logger.warn({ seconds }, 'the system time was stepped'));
    const clock = new AnchoredMissionClock(wall, parseMissionClockSpec(config.clock, wall.now()));
    const station = new Station(options, { config, plan, folder, clock, logger, print });
    await station.start();
    return {
      agent: station.agent,
      over: station.over,
      stop: async () => {
        await station.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new StationConfigError(file, [{ path: '', expected: 'a file that can be read', found }]);
  }
}

const ownerSchema = z.strictObject({ mode: operationsModeSchema, site: siteIdSchema });

/** A data folder belongs to the mode and the site that it was made for. Throws OtherModeError, StationConfigError. */
function claim({ root }: DataFolder, { mode, site }: StationConfig): void {
  const path = join(root, 'station.json');
  mkdirSync(root, { recursive: true });
  let owner: z.infer<typeof ownerSchema>;
  try {
    owner = ownerSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    writeFileSync(path, `${JSON.stringify({ mode, site })}\n`);
    return;
  }
  if (owner.mode !== mode) throw new OtherModeError(root, mode, owner.mode);
  if (owner.site !== site) throw new StationConfigError(path, [{ path: 'site', expected: site, found: owner.site }]);
}

interface StationParts {
  readonly config: StationConfig;
  readonly plan: StationPlan;
  readonly folder: DataFolder;
  readonly clock: MissionClock;
  readonly logger: Logger;
  readonly print: Print;
}

class Station {
  agent!: StationAgent;
  readonly over: Promise<boolean>;
  private readonly metrics = new Metrics();
  private readonly bus;
  private frameLogs: LocalFrameLogs | undefined;
  private resolveOver: (completed: boolean) => void = () => undefined;
  private readonly known = new Map<string, StationContact>();
  private readonly ended = new Map<string, boolean>();
  private cancelPrediction: () => void = () => undefined;

  constructor(
    private readonly options: RunStationOptions,
    private readonly parts: StationParts,
  ) {
    this.over = new Promise((resolve) => (this.resolveOver = resolve));
    this.bus = createLocalMessageBus(parts.logger, this.metrics);
  }

  async start(): Promise<void> {
    const { bus } = this;
    const { clock, config, folder, logger, plan, print } = this.parts;
    const { mode, site } = config;
    print({
      type: 'station',
      ...{ mode, site, missionClock: clock.describe(), data: folder.root },
      antennas: plan.antennas.map(({ id }) => id),
    });
    this.plan();
    this.frameLogs = await LocalFrameLogs.openRoot(folder.frameLogs, {
      onEvent: (event) => logger.warn({ event }, 'frame log'),
    });
    const filter = new StatusFilter(() => performance.now());
    await bus.subscribe(subjects.passStatus(site), ({ payload }) => {
      const line = statusLine(payload as unknown as Parameters<typeof statusLine>[0]);
      if (filter.isNew(line)) print(line);
    });
    // The centre of a station by itself is its own plan.
    await bus.respond(subjects.contactsForSite(site), () => {
      const messages = [...this.known.values()];
      return { open: messages.map(({ contact }) => contact.id), messages };
    });
    this.agent = this.agentOf(this.frameLogs);
    await this.agent.start();
    if (plan.contacts === undefined)
      this.cancelPrediction = clock.every((config.hours * 3600) / 2, () => this.planAgain());
  }

  async stop(): Promise<void> {
    this.cancelPrediction();
    await this.agent.stop();
    await this.bus.close();
    await this.frameLogs?.close();
    this.metrics.close();
  }

  private agentOf(frameLogs: LocalFrameLogs): StationAgent {
    const { bus } = this;
    const { clock, config, folder, logger } = this.parts;
    const { mode, recording, site } = config;
    const transceivers: Partial<Record<AntennaId, TransceiverAddress>> = {};
    const hardware = Object.fromEntries(
      Object.entries(config.hardware).map(([antenna, { transceiver, ...devices }]) => {
        if (transceiver !== undefined) transceivers[antenna as AntennaId] = transceiver;
        return [antenna, devices];
      }),
    );
    return new StationAgent({
      ...{ site, mode, dataDir: folder.root, hardware, transceivers, bus, frameLogs, clock, logger },
      ...(recording === undefined ? {} : { recording }),
      onReport: (report, file) => this.takeReport(report, file),
    });
  }

  /** What is to be executed from now on. Throws NothingToExecuteError. */
  private plan(): void {
    const { clock, config, plan, print } = this.parts;
    const { contacts, skipped }: PredictedContacts =
      plan.contacts === undefined ? this.predicted() : { contacts: plan.contacts, skipped: [] };
    const now = clock.now();
    const ahead = contacts.filter(({ contact }) => parseUtc(contact.end) > now);
    for (const one of ahead) {
      if (!this.known.has(one.contact.id)) print(contactLine(one));
      this.known.set(one.contact.id, one);
    }
    for (const one of skipped) print({ type: 'skipped', ...one });
    if (this.known.size > 0) return;
    throw plan.contacts === undefined
      ? new NothingToExecuteError(this.options.config, `a pass within ${config.hours} h`)
      : new NothingToExecuteError(config.contacts ?? '', 'a contact that is not over');
  }

  private predicted(): PredictedContacts {
    const { clock, config, plan } = this.parts;
    const { mode, hours, minMaxElevationDeg } = config;
    const { antennas, spacecraft } = plan;
    return predictedContacts({ ...{ mode, hours, minMaxElevationDeg, antennas, spacecraft }, from: clock.now() });
  }

  private planAgain(): void {
    const before = new Set(this.known.keys());
    try {
      this.plan();
    } catch (error) {
      this.parts.logger.warn({ error }, 'no pass in sight');
    }
    for (const [id, contact] of this.known) if (!before.has(id)) this.agent.book(contact);
  }

  private takeReport(report: PassReport, file: string): void {
    this.parts.print(reportLine(report, file));
    this.ended.set(report.contact, report.phase === 'completed');
    const allOver = this.parts.plan.contacts !== undefined && [...this.known.keys()].every((id) => this.ended.has(id));
    if (this.options.once || allOver) this.resolveOver([...this.ended.values()].every((completed) => completed));
    if (!this.options.once && this.parts.plan.contacts === undefined) this.known.delete(report.contact);
  }
}
