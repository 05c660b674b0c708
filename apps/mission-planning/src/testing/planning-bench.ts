import { readFileSync } from 'node:fs';
import {
  type Contact,
  contactIdSchema,
  type ContactWindow,
  contactWindowSchema,
  type ServiceRequest,
  serviceRequestSchema,
  type StationContact,
  stationContactSchema,
  subjects,
} from '@app/contracts';
import {
  createLogger,
  LocalMessageBus,
  ManualMissionClock,
  openTestDatabase,
  RegistryReader,
  type TestDatabase,
  type testDatabaseKinds,
} from '@app/platform';
import { formatUtc, parseUtc, plusSeconds } from '@app/time';
import { ContactRepository } from '../contacts/contact.repository.js';
import { FollowPrediction } from '../contacts/follow-prediction.use-case.js';
import { PastContacts } from '../contacts/past-contacts.js';
import { PlanContacts } from '../contacts/plan-contacts.use-case.js';
import { StationNotifier } from '../contacts/station-notifier.js';
import { missionPlanningEntities } from '../planning.entities.js';
import { PlanningController } from '../planning.controller.js';
import { PlanningMessages } from '../planning.messages.js';
import { ServiceRequestRepository } from '../requests/service-request.repository.js';

type Row = { id: string } & Record<string, unknown>;
const constellation = JSON.parse(readFileSync('db/seeds/constellation.json', 'utf8')) as Record<string, Row[]>;

export const BENCH_START = parseUtc('2026-04-24T08:00:00Z');
export const benchRequest: ServiceRequest = serviceRequestSchema.parse({
  id: 'GF-1-COMMAND',
  member: 'CN',
  spacecraft: 'GF-1',
  contactsPerDay: 4,
  minMinutes: 5,
  uplink: true,
  services: ['telemetry', 'telecommand'],
  priority: 1,
});

const elementSet = {
  spacecraft: 'GF-1',
  objectName: 'GF-1',
  objectId: null,
  catalogNumber: null,
  epoch: '2026-04-24T00:00:00.000000Z',
  meanMotionRevPerDay: 14.76,
  eccentricity: 0.0015,
  inclinationDeg: 97.9,
  raanDeg: 190,
  argumentOfPericenterDeg: 90,
  meanAnomalyDeg: 270,
  bstar: 3e-5,
  meanMotionDot: 0,
  meanMotionDdot: 0,
  revolutionAtEpoch: 1000,
  source: 'made up for tests',
};

/** A window of GF-1 over CN-MYN-1, `fromMin` minutes after the bench's start. */
export function benchWindow(orbitNumber: number, fromMin: number, lengthMin = 8): ContactWindow {
  const at = (minutes: number): string => formatUtc(plusSeconds(BENCH_START, minutes * 60));
  return contactWindowSchema.parse({
    id: `GF-1_CN-MYN-1_${orbitNumber}`,
    spacecraft: 'GF-1',
    site: 'CN-MYN',
    antenna: 'CN-MYN-1',
    orbitNumber,
    aos: at(fromMin),
    tca: at(fromMin + lengthMin / 2),
    los: at(fromMin + lengthMin),
    maxElevationDeg: 40,
    aosAzimuthDeg: 10,
    tcaAzimuthDeg: 90,
    losAzimuthDeg: 170,
    tcaRangeKm: 900,
    aosOpen: false,
    losOpen: false,
    model: {
      propagator: 'SGP4',
      elementSetEpoch: '2026-04-24T00:00:00Z',
      elementSetSource: 'test',
      elementAgeDays: 0.5,
      earthOrientation: 'none',
      minElevationDeg: 5,
      horizonMask: false,
    },
  });
}

/** Mission planning with a real database and bus, the reference registry, and windows, clock and element sets that the test sets. */
export class PlanningBench {
  readonly bus = new LocalMessageBus({ onFault: () => undefined });
  readonly clock = new ManualMissionClock(BENCH_START);
  windows: ContactWindow[] = [];
  /** Whether flight dynamics answers for element sets. */
  knowsElements = true;
  /** What stations were sent. */
  readonly sent: StationContact[] = [];
  readonly contacts: ContactRepository;
  readonly requests: ServiceRequestRepository;
  plans!: PlanContacts;
  follow!: FollowPrediction;
  messages!: PlanningMessages;
  controller!: PlanningController;
  private readonly registry: RegistryReader;

  private constructor(readonly database: TestDatabase) {
    this.registry = new RegistryReader(database.dataSource);
    this.contacts = new ContactRepository(database.dataSource);
    this.requests = new ServiceRequestRepository(database.dataSource, this.registry);
    this.restart();
  }

  static async create(kind: ReturnType<typeof testDatabaseKinds>[number]): Promise<PlanningBench> {
    const bench = new PlanningBench(
      await openTestDatabase({ kind, entities: missionPlanningEntities, migrations: true }),
    );
    await bench.register();
    await bench.requests.add(benchRequest);
    await bench.bus.respond(subjects.contactWindows, () => bench.windows);
    await bench.bus.respond(subjects.elementSet, () => {
      if (!bench.knowsElements) throw new RangeError('no elements');
      return elementSet;
    });
    await bench.bus.subscribe('station.*.contact.booked', ({ payload }) => {
      bench.sent.push(stationContactSchema.parse(payload));
    });
    return bench;
  }

  /** As a new process has it: with nothing in memory. */
  restart(): void {
    const { bus, clock, contacts, registry, requests } = this;
    const logger = createLogger('silent');
    const stations = new StationNotifier(registry, contacts, bus, logger);
    const past = new PastContacts(contacts, stations, clock, logger);
    this.plans = new PlanContacts(registry, requests, contacts, stations, past, bus, clock, 'simulation', logger);
    this.follow = new FollowPrediction(contacts, stations, this.plans, bus, clock, logger);
    this.messages = new PlanningMessages(contacts, stations, this.follow, 'simulation');
    this.controller = new PlanningController(contacts, requests, this.plans, registry);
  }

  async contact(orbitNumber: number): Promise<Contact | undefined> {
    return (await this.contacts.find({ id: contactIdSchema.parse(`GF-1_CN-MYN-1_${orbitNumber}`) }))[0];
  }

  /** Identifiers of what stations were sent since this was asked last. */
  async newlySent(): Promise<string[]> {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    return this.sent.splice(0).map(({ contact }) => contact.id);
  }

  passMinutes(minutes: number): void {
    this.clock.advanceTo(plusSeconds(this.clock.now(), minutes * 60));
  }

  async close(): Promise<void> {
    await this.bus.close();
    await this.database.close();
  }

  private async register(): Promise<void> {
    const columns: Record<string, [table: string, columns: readonly string[]]> = {
      members: ['member', []],
      linkProfiles: ['link_profile', ['version']],
      spacecraft: ['spacecraft', ['owner', 'operator', 'linkProfile']],
      sites: ['site', ['member']],
      antennas: ['antenna', ['site']],
      agreements: ['agreement', ['provider', 'user']],
    };
    for (const [key, [table, fields]] of Object.entries(columns)) {
      const names = [
        'id',
        'document',
        ...fields.map((field) => (field === 'linkProfile' ? 'link_profile' : `"${field}"`)),
      ];
      for (const row of constellation[key] ?? []) {
        await this.database.dataSource.query(
          `insert into service_management.${table} (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
          [row.id, JSON.stringify(row), ...fields.map((field) => row[field])],
        );
      }
    }
  }
}
