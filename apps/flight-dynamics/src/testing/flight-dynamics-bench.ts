import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { type ContactWindow, contactWindowQuerySchema, type Principal, principalSchema } from '@app/contracts';
import {
  AuditLog,
  type AuditRecord,
  type DatabaseKind,
  LocalMessageBus,
  ManualMissionClock,
  Metrics,
  openTestDatabase,
  RegistryAuthority,
  RegistryReader,
  SystemWallClock,
  type TestDatabase,
} from '@app/platform';
import { parseUtc } from '@app/time';
import { ContactSearchRunner } from '../contact-windows/contact-search-runner.port.js';
import type { ContactSearchJob } from '../contact-windows/contact-search.js';
import { ContactWindowRepository } from '../contact-windows/contact-window.repository.js';
import { InProcessContactSearchRunner } from '../contact-windows/in-process-contact-search-runner.js';
import { PredictContactWindows } from '../contact-windows/predict-contact-windows.use-case.js';
import { PredictSpacecraft } from '../contact-windows/predict-spacecraft.use-case.js';
import { defaultPredictionSettings, type PredictionSettings } from '../contact-windows/prediction-settings.js';
import { SpacecraftMotions } from '../contact-windows/spacecraft-motion.js';
import { EarthOrientationStore } from '../earth-orientation/earth-orientation.store.js';
import { ImportEarthOrientation } from '../earth-orientation/import-earth-orientation.use-case.js';
import { ElementSetRepository } from '../element-sets/element-set.repository.js';
import { ImportElementSets } from '../element-sets/import-element-sets.use-case.js';
import { EphemeridesController } from '../ephemerides/ephemerides.controller.js';
import { EphemerisRepository } from '../ephemerides/ephemeris.repository.js';
import { ImportEphemeris } from '../ephemerides/import-ephemeris.use-case.js';
import { FlightDynamicsController } from '../flight-dynamics.controller.js';
import { flightDynamicsEntities } from '../flight-dynamics.entities.js';
import { ManeuverRepository } from '../maneuvers/maneuver.repository.js';
import { ManeuversController } from '../maneuvers/maneuvers.controller.js';
import { DescribeObjects } from '../objects/describe-objects.use-case.js';

interface Seeded {
  id: string;
  operator?: string;
  member?: string;
  site?: string;
  linkProfile?: string;
}

/** The element sets of the three spacecraft in orbit, as OMM JSON. */
export const seededOmm = readFileSync('db/seeds/element-sets-in-orbit.omm.json', 'utf8');

class ListedAudit extends AuditLog {
  readonly records: AuditRecord[] = [];
  override async append(record: AuditRecord): Promise<void> {
    this.records.push(record);
  }
}

/** Searches on this thread, and keeps what it was asked for. */
class ListedRunner extends ContactSearchRunner {
  private readonly inner = new InProcessContactSearchRunner();
  jobs: ContactSearchJob[] = [];
  override run(job: ContactSearchJob) {
    this.jobs.push(job);
    return this.inner.run(job);
  }
  override async close(): Promise<void> {}
}

export const flightDynamicist = (user: string, member: string): Principal =>
  principalSchema.parse({ user, name: user, member, roles: ['flight-dynamics'] });

/** Flight dynamics with a real database and bus, the reference spacecraft, three antennas, and a clock that the test sets. */
export class FlightDynamicsBench {
  readonly audit = new ListedAudit();
  readonly runner = new ListedRunner();
  readonly clock = new ManualMissionClock(parseUtc('2026-04-24T12:00:00Z'));
  readonly elementSets: ElementSetRepository;
  readonly ephemerides: EphemerisRepository;
  readonly maneuvers: ManeuverRepository;
  readonly earthOrientation: EarthOrientationStore;
  readonly windows: ContactWindowRepository;
  readonly importSets: ImportElementSets;
  readonly importEphemeris: ImportEphemeris;
  readonly importEarthOrientation: ImportEarthOrientation;
  readonly objects: DescribeObjects;
  readonly predict: PredictContactWindows;
  readonly controller: FlightDynamicsController;
  readonly maneuversController: ManeuversController;
  readonly ephemeridesController: EphemeridesController;
  private readonly metrics = new Metrics();

  private constructor(
    readonly database: TestDatabase,
    readonly bus: LocalMessageBus,
  ) {
    const { dataSource } = database;
    const wallClock = new SystemWallClock();
    const { clock } = this;
    const registry = new RegistryReader(dataSource);
    const authority = new RegistryAuthority(registry, this.audit, clock, wallClock, this.metrics, 'simulation');
    this.elementSets = new ElementSetRepository(dataSource, wallClock);
    this.ephemerides = new EphemerisRepository(dataSource, wallClock);
    this.maneuvers = new ManeuverRepository(dataSource);
    this.earthOrientation = new EarthOrientationStore(dataSource, wallClock);
    this.windows = new ContactWindowRepository(dataSource);
    this.importSets = new ImportElementSets(registry, this.elementSets, authority);
    this.importEphemeris = new ImportEphemeris(registry, this.ephemerides, authority);
    this.importEarthOrientation = new ImportEarthOrientation(registry, this.earthOrientation, authority);
    const known = [this.elementSets, this.ephemerides, this.maneuvers] as const;
    this.objects = new DescribeObjects(registry, ...known, this.windows, clock, defaultPredictionSettings);
    this.predict = this.predictWith(defaultPredictionSettings);
    this.controller = new FlightDynamicsController(
      registry,
      this.elementSets,
      this.windows,
      this.importSets,
      this.predict,
      clock,
      wallClock,
    );
    this.maneuversController = new ManeuversController(registry, this.maneuvers, authority, this.predict);
    this.ephemeridesController = new EphemeridesController(
      registry,
      this.ephemerides,
      this.importEphemeris,
      authority,
      this.predict,
    );
  }

  predictWith(settings: PredictionSettings): PredictContactWindows {
    return new PredictContactWindows(
      new RegistryReader(this.database.dataSource),
      new SpacecraftMotions(this.elementSets, this.ephemerides, this.maneuvers),
      this.earthOrientation,
      new PredictSpacecraft(this.windows, this.runner),
      this.windows,
      this.bus,
      this.clock,
      settings,
      pino({ level: 'silent' }),
    );
  }

  static async open(kind: DatabaseKind, onFault: (fault: unknown) => void): Promise<FlightDynamicsBench> {
    const database = await openTestDatabase({ kind, entities: flightDynamicsEntities, migrations: true });
    const bench = new FlightDynamicsBench(database, new LocalMessageBus({ onFault }));
    await bench.fillRegistry();
    return bench;
  }

  private async fillRegistry(): Promise<void> {
    const seeds = JSON.parse(readFileSync('db/seeds/constellation.json', 'utf8')) as Record<string, Seeded[]>;
    const put = async (
      seed: string,
      table: string,
      columns: string,
      values: (one: Seeded) => unknown[],
      most = 100,
    ) => {
      for (const one of (seeds[seed] ?? []).slice(0, most)) {
        const row = [...values(one), JSON.stringify(one)];
        await this.database.dataSource.query(
          `insert into service_management.${table} (${columns}, document) values (${row.map((_, i) => `$${i + 1}`).join(', ')})`,
          row,
        );
      }
    };
    await put('members', 'member', 'id', ({ id }) => [id]);
    await put('linkProfiles', 'link_profile', 'id, version', ({ id }) => [id, 1]);
    await put('spacecraft', 'spacecraft', 'id, owner, operator, link_profile', ({ id, operator, linkProfile }) => [
      id,
      operator,
      operator,
      linkProfile,
    ]);
    await put('sites', 'site', 'id, member', ({ id, member }) => [id, member]);
    await put('antennas', 'antenna', 'id, site', ({ id, site }) => [id, site], 3);
  }

  /** Changes an antenna in the registry, as its owner would. */
  async changeAntenna(id: string, change: object): Promise<void> {
    await this.database.dataSource.query(
      'update service_management.antenna set document = document || $2::jsonb where id = $1',
      [id, JSON.stringify(change)],
    );
  }

  /** All windows that are stored, and which transaction wrote each row last. */
  async stored(): Promise<{ windows: ContactWindow[]; writers: Map<string, string> }> {
    const rows: { id: string; writer: string }[] = await this.database.dataSource.query(
      'select id, xmin::text as writer from flight_dynamics.contact_window',
    );
    const windows = await this.windows.find(contactWindowQuerySchema.parse({ limit: 5000 }));
    return { windows, writers: new Map(rows.map(({ id, writer }) => [id, writer])) };
  }

  async close(): Promise<void> {
    await this.bus.close();
    this.metrics.close();
    await this.database.close();
  }
}
