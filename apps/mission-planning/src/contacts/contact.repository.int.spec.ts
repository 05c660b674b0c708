import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Contact, contactSchema, serviceRequestSchema } from '@app/contracts';
import {
  expectEntitiesToMatchMigrations,
  openTestDatabase,
  RegistryReader,
  type TestDatabase,
  testDatabaseKinds,
} from '@app/platform';
import { missionPlanningEntities } from '../index.js';
import { ServiceRequestRepository } from '../requests/service-request.repository.js';
import { ContactRepository } from './contact.repository.js';
import { MISSED } from './missed.js';

const constellation = JSON.parse(readFileSync('db/seeds/constellation.json', 'utf8')) as Record<
  string,
  { id: string; operator?: string }[]
>;
const request = serviceRequestSchema.parse({
  id: 'GF-1-COMMAND',
  member: 'CN',
  spacecraft: 'GF-1',
  contactsPerDay: 4,
  minMinutes: 5,
  uplink: true,
  services: ['telemetry', 'telecommand'],
  priority: 1,
});

function contact(
  spacecraft: string,
  antenna: string,
  orbit: number,
  start: string,
  end: string,
  change: Partial<Contact> = {},
): Contact {
  const site = antenna.slice(0, 6);
  return contactSchema.parse({
    id: `${spacecraft}_${antenna}_${orbit}`,
    mode: 'simulation',
    state: 'booked',
    spacecraft,
    site,
    antenna,
    request: 'GF-1-COMMAND',
    agreement: 'CN-FOR-CN',
    uplink: true,
    services: ['telemetry', 'telecommand'],
    start: `2026-04-24T${start}Z`,
    end: `2026-04-24T${end}Z`,
    window: {
      id: `${spacecraft}_${antenna}_${orbit}`,
      spacecraft,
      site,
      antenna,
      orbitNumber: orbit,
      aos: `2026-04-24T${start}Z`,
      tca: `2026-04-24T${start}Z`,
      los: `2026-04-24T${end}Z`,
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
    },
    reason: { rule: 'served', winner: null, explanation: 'test' },
    ...change,
  });
}

describe.each(testDatabaseKinds())('booked contacts on %s', (kind) => {
  let database: TestDatabase;
  let contacts: ContactRepository;
  let requests: ServiceRequestRepository;

  beforeAll(async () => {
    database = await openTestDatabase({ kind, entities: missionPlanningEntities, migrations: true });
    contacts = new ContactRepository(database.dataSource);
    requests = new ServiceRequestRepository(database.dataSource, new RegistryReader(database.dataSource));
    for (const member of constellation['members'] ?? []) {
      await database.dataSource.query('insert into service_management.member (id, document) values ($1, $2)', [
        member.id,
        JSON.stringify(member),
      ]);
    }
    for (const profile of constellation['linkProfiles'] ?? []) {
      await database.dataSource.query(
        'insert into service_management.link_profile (id, version, document) values ($1, 1, $2)',
        [profile.id, JSON.stringify(profile)],
      );
    }
    for (const craft of (constellation['spacecraft'] ?? []).slice(0, 3)) {
      await database.dataSource.query(
        'insert into service_management.spacecraft (id, owner, operator, link_profile, document) values ($1, $2, $2, $3, $4)',
        [craft.id, craft.operator, `${craft.id}-TTC`, JSON.stringify(craft)],
      );
    }
    await requests.add(request);
  });
  afterAll(async () => database.close());
  beforeEach(async () => {
    await database.dataSource.query('truncate mission_planning.contact');
  });

  it('has entities that agree with the migrations', async () => {
    await expectEntitiesToMatchMigrations(database.dataSource);
  });

  it('books back to back on one antenna, and refuses a microsecond of overlap', async () => {
    const first = contact('GF-1', 'CN-MYN-1', 1, '08:00:00.000000', '08:10:00.000001');
    await contacts.book([first], undefined);
    await contacts.book([contact('HJ-1A', 'CN-MYN-1', 1, '08:10:00.000001', '08:20:00.000000')], undefined);
    const late = contact('CBERS-4', 'CN-MYN-1', 1, '07:50:00.000000', '08:00:00.000001');
    const { booked, clashes } = await contacts.book([late], undefined);
    expect(booked).toEqual([]);
    expect(clashes).toEqual([
      {
        window: late.window,
        request: 'GF-1-COMMAND',
        reason: {
          rule: 'antenna-busy',
          winner: first.id,
          explanation: expect.stringContaining('its antenna is booked then'),
        },
      },
    ]);
    expect((await contacts.find({})).map(({ id }) => id)).toEqual(['GF-1_CN-MYN-1_1', 'HJ-1A_CN-MYN-1_1']);
    expect((await contacts.find({ id: first.id }))[0]).toEqual(first);
  });

  it('refuses a second uplink to a spacecraft, but not a second receiving antenna', async () => {
    await contacts.book([contact('GF-1', 'CN-MYN-1', 1, '08:00:00', '08:10:00')], undefined);
    const { clashes } = await contacts.book([contact('GF-1', 'CN-KSI-1', 1, '08:05:00', '08:15:00')], undefined);
    expect(clashes).toMatchObject([
      {
        reason: {
          rule: 'spacecraft-uplink-busy',
          winner: 'GF-1_CN-MYN-1_1',
          explanation: expect.stringContaining('another uplink'),
        },
      },
    ]);
    await contacts.book([contact('GF-1', 'CN-KSI-1', 1, '08:05:00', '08:15:00', { uplink: false })], undefined);
    expect(await contacts.find({})).toHaveLength(2);
  });

  it('lets drafts overlap, and books what fits beside what clashes, which it says', async () => {
    await contacts.book([contact('GF-1', 'CN-MYN-1', 1, '08:00:00', '08:10:00')], undefined);
    await contacts.book([contact('HJ-1A', 'CN-MYN-1', 2, '08:00:00', '08:10:00', { state: 'draft' })], undefined);
    const fits = contact('HJ-1A', 'CN-SYA-1', 3, '09:00:00', '09:10:00');
    const clashes = contact('CBERS-4', 'CN-MYN-1', 4, '08:00:00', '08:10:00');
    const again = contact('GF-1', 'CN-MYN-1', 1, '10:00:00', '10:10:00');
    const outcome = await contacts.book([clashes, again, fits], []);
    expect(outcome.booked).toEqual([fits]);
    expect(outcome.clashes.map(({ reason: { rule, winner } }) => [rule, winner])).toEqual([
      ['antenna-busy', 'GF-1_CN-MYN-1_1'],
      ['already-booked', again.id],
    ]);
    expect(await contacts.find({ site: 'CN-SYA' })).toEqual([fits]);
    const lost = await contacts.lost({ limit: 10 });
    expect(lost.map(({ window: { id } }) => id).sort()).toEqual([clashes.id, again.id].sort());
  });

  it('changes state only from the states given, and finds by what a period touches', async () => {
    const one = contact('GF-1', 'CN-MYN-1', 1, '08:00:00', '08:10:00');
    await contacts.book([one], undefined);
    expect(await contacts.changeState(one.id, ['executing'], 'completed')).toBe(false);
    expect(await contacts.changeState(one.id, ['booked'], 'executing')).toBe(true);
    expect((await contacts.find({ state: ['executing'] })).map(({ state }) => state)).toEqual(['executing']);
    expect(await contacts.find({ start: '2026-04-24T08:10:00Z' })).toEqual([]);
    expect(await contacts.find({ end: '2026-04-24T08:00:00Z' })).toEqual([]);
    expect(await contacts.find({ start: '2026-04-24T08:09:59Z', end: '2026-04-24T08:00:01Z' })).toHaveLength(1);
  });

  it('moves neighbours together into one another’s old times, and not one of them where two would meet', async () => {
    const [a, b] = [
      contact('GF-1', 'CN-MYN-1', 1, '08:00:00', '08:10:00'),
      contact('GF-1', 'CN-MYN-1', 2, '08:10:00', '08:20:00'),
    ];
    await contacts.book([a, b], undefined);
    const at = (one: Contact, start: string, end: string) => ({
      contact: one,
      window: one.window,
      start: `2026-04-24T${start}Z` as Contact['start'],
      end: `2026-04-24T${end}Z` as Contact['end'],
    });
    const later = [at(a, '08:05:00', '08:15:00'), at(b, '08:15:00', '08:25:00')];
    await expect(contacts.moveTo(later[0]!)).rejects.toMatchObject({ status: 409 });
    expect((await contacts.moveAll(later)).map(({ start }) => start)).toEqual(later.map(({ start }) => start));
    expect((await contacts.find({})).map(({ start }) => start)).toEqual(later.map(({ start }) => start));
    const meeting = [at(a, '08:00:00', '08:10:00'), at(b, '08:09:00', '08:19:00')];
    await expect(contacts.moveAll(meeting)).rejects.toMatchObject({ status: 409 });
    expect((await contacts.find({})).map(({ start }) => start)).toEqual(later.map(({ start }) => start));
    // Outside of such a move a double booking is refused at once.
    expect((await contacts.book([contact('HJ-1A', 'CN-MYN-1', 3, '08:05:00', '08:06:00')], undefined)).booked).toEqual(
      [],
    );
    await contacts.changeState(a.id, ['booked'], 'executing');
    expect(await contacts.moveTo(at(a, '07:00:00', '07:10:00'))).toBeUndefined();
    expect(await contacts.moveAll([at(a, '07:00:00', '07:10:00')])).toEqual([]);
  });

  it('keeps why a contact failed, and believes a station that reports after all', async () => {
    const [one, other] = [
      contact('GF-1', 'CN-MYN-1', 1, '08:00:00', '08:10:00'),
      contact('GF-1', 'CN-MYN-1', 2, '09:00:00', '09:10:00'),
    ];
    await contacts.book([one, other], undefined);
    await contacts.changeState(one.id, ['booked'], 'failed', MISSED);
    await contacts.changeState(other.id, ['booked'], 'failed', 'no frame was received');
    const found = async () => (await contacts.find({})).map(({ state, failure }) => [state, failure]);
    expect(await found()).toEqual([
      ['failed', MISSED],
      ['failed', 'no frame was received'],
    ]);
    expect(await contacts.changeState(one.id, ['booked'], 'executing')).toBe(false);
    expect(await contacts.changeState(one.id, ['booked', 'executing'], 'completed')).toBe(true);
    expect(await contacts.changeState(other.id, ['booked', 'executing'], 'completed')).toBe(false);
    expect(await found()).toEqual([
      ['completed', undefined],
      ['failed', 'no frame was received'],
    ]);
  });

  it('refuses a request for an unknown spacecraft, by another member than its operator, or twice', async () => {
    await expect(requests.add({ ...request, spacecraft: 'XX-9' as never })).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining('XX-9'),
    });
    await expect(requests.add({ ...request, id: 'R2' as never, member: 'PK' as never })).rejects.toMatchObject({
      status: 422,
    });
    await expect(requests.add(request)).rejects.toMatchObject({ status: 409 });
    await expect(requests.add({ ...request, id: 'R3' as never, services: ['payload'] })).rejects.toMatchObject({
      status: 422,
      errors: [{ path: 'services', message: 'expected telemetry among them, found payload' }],
    });
    expect(await requests.all()).toHaveLength(1);
  });
});
