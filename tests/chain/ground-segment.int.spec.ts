import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  agreementSchema,
  antennaSchema,
  type Contact,
  contactSchema,
  contactWindowSchema,
  linkProfileSchema,
  lostConflictSchema,
  serviceRequestSchema,
  sessionSchema,
  siteSchema,
  spacecraftSchema,
} from '@app/contracts';
import { violations } from '@app/planner';
import { formatUtc, parseUtc, secondsBetween } from '@app/time';
import { planningProblem } from '../../apps/mission-planning/src/index.js';
import { DEMONSTRATION_PASSWORD } from '../../apps/service-management/src/index.js';
import { type RunningGroundSegment } from '../../apps/smms/src/ground/ground-segment.js';
import { addChief, chief } from './chief.js';
import { startTrial, trialDatabases, type TrialOptions, type TrialPlace, trialPlace } from './ground-trial.js';

const START = '2026-04-24T08:00:00Z';
const RATE = 10;

interface SignIn {
  readonly user: string;
  readonly password: string;
}

describe.each(trialDatabases)('the whole ground segment in one process, on %s', (database) => {
  let place: TrialPlace;
  let ground: RunningGroundSegment;
  let token: string;
  const start = async (options?: TrialOptions, { user, password }: SignIn = chief): Promise<void> => {
    ground = await startTrial(place, options);
    const response = await fetch(`${ground.url}/api/session`, {
      method: 'POST',
      body: JSON.stringify({ user, password }),
      headers: { 'content-type': 'application/json' },
    });
    ({ token } = sessionSchema.parse(await response.json()));
  };
  beforeAll(async () => {
    place = await trialPlace(database);
    await addChief(place);
    await start({ clock: `${START}x${RATE}` });
  });
  afterAll(async () => {
    await ground.stop();
    await place.remove();
  });

  async function get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> {
    const response = await fetch(`${ground.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    expect({ path, status: response.status }).toEqual({ path, status: 200 });
    return schema.parse(await response.json());
  }
  const statusWith = async (one: string): Promise<number> =>
    (await fetch(`${ground.url}/api/session`, { headers: { authorization: `Bearer ${one}` } })).status;
  const contacts = (): Promise<Contact[]> => get('/api/mission-planning/contacts?limit=5000', z.array(contactSchema));

  it('is alive and ready, every part named and up', async () => {
    expect(await get('/health/live', z.unknown())).toEqual({ status: 'ok' });
    const { status, error, details } = await get(
      '/health/ready',
      z.object({
        status: z.string(),
        error: z.object({}),
        details: z.record(z.string(), z.object({ status: z.string() })),
      }),
    );
    expect(status).toBe('ok');
    expect(error).toEqual({});
    expect(new Set(Object.values(details).map((part) => part.status))).toEqual(new Set(['up']));
    const parts = Object.keys(details);
    for (const { id } of ground.seeds.constellation.sites) expect(parts).toContain(`interconnect ${id}`);
    expect(parts.length).toBeGreaterThan(ground.seeds.constellation.sites.length);
  });

  it('tells its event-loop delay among its metrics', async () => {
    const text = await (await fetch(`${ground.url}/metrics`)).text();
    const delays = [...text.matchAll(/^smms_event_loop_delay_milliseconds\{quantile="([^"]+)"\} (\S+)$/gm)];
    expect(delays.map(([, quantile]) => quantile)).toEqual(['mean', '0.5', '0.99', '1']);
    for (const [, , value] of delays) expect(Number(value)).toBeGreaterThanOrEqual(0);
  });

  it('knows three spacecraft in orbit and eight planned, and where they are heard', async () => {
    const spacecraft = await get('/api/service-management/spacecraft', z.array(spacecraftSchema));
    const of = (status: string): string[] => spacecraft.filter((one) => one.status === status).map(({ id }) => id);
    expect(of('in-orbit')).toEqual(['CBERS-4', 'GF-1', 'HJ-1A']);
    expect(of('planned')).toHaveLength(8);
    for (const craft of spacecraft)
      expect(await get(`/api/service-management/spacecraft/${craft.id}`, spacecraftSchema)).toEqual(craft);
    expect(await get('/api/service-management/members', z.array(z.unknown()))).toHaveLength(11);
  });

  it('has predicted contact windows, each with the model that made it', async () => {
    const windows = await get('/api/flight-dynamics/contact-windows?limit=5000', z.array(contactWindowSchema));
    expect(new Set(windows.map(({ spacecraft }) => spacecraft))).toEqual(new Set(['CBERS-4', 'GF-1', 'HJ-1A']));
    expect(new Set(windows.map(({ id }) => id)).size).toBe(windows.length);
    for (const { aos, tca, los, model, maxElevationDeg } of windows) {
      expect(parseUtc(aos) <= parseUtc(tca) && parseUtc(tca) <= parseUtc(los)).toBe(true);
      expect(maxElevationDeg).toBeGreaterThanOrEqual(model.minElevationDeg - 1e-6);
      expect(model.elementSetEpoch).toMatch(/^2026-04-24T/);
      expect(model.elementAgeDays).toBeLessThan(3);
    }
  });

  it('has booked contacts, each explained by its request and its agreement', async () => {
    const booked = await contacts();
    expect(booked.length).toBeGreaterThan(10);
    for (const { request, agreement, reason, mode } of booked) {
      expect(mode).toBe('simulation');
      expect(reason.rule).toBe('served');
      expect(reason.explanation).toContain(request);
      expect(reason.explanation).toContain(agreement);
    }
  });

  it('says of every lost window the rule, and of a conflict the winner', async () => {
    const booked = new Map<string, Contact>((await contacts()).map((contact) => [contact.id, contact]));
    const lost = await get('/api/mission-planning/lost-windows?limit=5000', z.array(lostConflictSchema));
    expect(lost.length).toBeGreaterThan(0);
    const conflicts = ['already-booked', 'antenna-busy', 'spacecraft-uplink-busy'];
    for (const { window, request, reason } of lost) {
      expect(reason.explanation).not.toBe('');
      if (!conflicts.includes(reason.rule)) {
        expect(reason.winner).toBeNull();
        continue;
      }
      const winner = booked.get(reason.winner ?? '');
      // A window that this very request was given is not lost to it.
      expect(winner?.id === window.id && winner.request === request).toBe(false);
      expect([winner?.antenna, winner?.spacecraft]).toContain(
        reason.rule === 'spacecraft-uplink-busy' ? window.spacecraft : window.antenna,
      );
      expect(parseUtc(winner?.start ?? START) < parseUtc(window.los)).toBe(true);
      expect(parseUtc(winner?.end ?? START) > parseUtc(window.aos)).toBe(true);
    }
    expect(new Set(lost.map(({ reason }) => reason.rule)).size).toBeGreaterThanOrEqual(3);
  });

  it('keeps every rule by the evaluator, which finds a planted double booking', async () => {
    const registry = {
      sites: await get('/api/service-management/sites', z.array(siteSchema)),
      antennas: await get('/api/service-management/antennas', z.array(antennaSchema)),
      spacecraft: await get('/api/service-management/spacecraft', z.array(spacecraftSchema)),
      linkProfiles: await get('/api/service-management/link-profiles', z.array(linkProfileSchema)),
      agreements: await get('/api/service-management/agreements', z.array(agreementSchema)),
    };
    const requests = await get('/api/mission-planning/requests', z.array(serviceRequestSchema));
    const booked = await contacts();
    const problem = planningProblem(registry, requests, [], booked, parseUtc(START));
    expect(violations(problem, problem.fixed)).toEqual([]);
    const [first] = problem.fixed;
    if (first === undefined) throw new Error('no contact');
    const planted = { ...first, window: { ...first.window, id: 'PLANTED' } };
    expect(violations(problem, [...problem.fixed, planted])).not.toEqual([]);
  });

  it('refuses a second process in its data folder, in a line that names it, and stays whole', async () => {
    await expect(startTrial({ ...place, databaseUrl: undefined }, { fresh: true })).rejects.toThrow(
      new RegExp(`data folder ${place.folder}: expected no other process in it, found process ${process.pid}`),
    );
    expect((await contacts()).length).toBeGreaterThan(10);
  });

  it('stops in good order, and a restart keeps the contacts and goes on from the mission time where it stood', async () => {
    const before = await contacts();
    const lastSeen = ground.missionClock.now();
    await ground.stop();
    const file = JSON.parse(readFileSync(join(place.folder, 'mission-clock.json'), 'utf8')) as Record<string, string>;
    const stoppedAt = parseUtc(file['stoppedAt'] ?? '');
    expect(stoppedAt >= lastSeen).toBe(true);
    expect(existsSync(join(place.folder, 'lock'))).toBe(false);
    const opened = token;
    await start();
    // The key of the tokens was kept, too: nobody has to sign in again.
    expect(await statusWith(opened)).toBe(200);
    expect(ground.clock.origin).toBe('resumed');
    expect(ground.clock.anchor.rate).toBe(RATE);
    expect(formatUtc(ground.clock.anchor.mission, 9)).toBe(formatUtc(stoppedAt, 9));
    const after = new Map<string, Contact>((await contacts()).map((contact) => [contact.id, contact]));
    for (const contact of before) {
      const kept = after.get(contact.id);
      expect(kept).toBeDefined();
      expect(kept).toMatchObject({ request: contact.request, agreement: contact.agreement, uplink: contact.uplink });
      // Predicted anew from the same elements: the same times.
      expect(Math.abs(secondsBetween(parseUtc(kept?.window.aos ?? START), parseUtc(contact.window.aos)))).toBeLessThan(
        0.001,
      );
    }
  });

  it('--fresh forgets contacts and clock and leaves foreign files alone; with PostgreSQL it is refused', async () => {
    await ground.stop();
    const foreign = join(place.folder, 'notes.txt');
    writeFileSync(foreign, 'mine');
    if (place.databaseUrl !== undefined) {
      const before = readdirSync(place.folder);
      await expect(startTrial(place, { fresh: true })).rejects.toThrow(/--fresh: .*found DATABASE_URL/);
      expect(readdirSync(place.folder)).toEqual(before);
      return;
    }
    const forgotten = token;
    const options = { fresh: true, clock: '2027-04-24T08:00:00Z', demonstrationAccounts: true };
    await start(options, { user: 'wang.lei', password: DEMONSTRATION_PASSWORD });
    expect(await statusWith(forgotten)).toBe(401);
    expect(ground.clock.origin).toBe('given');
    // A year from the elements nothing may be predicted: what is booked could only be left over.
    expect(await contacts()).toEqual([]);
    expect(readFileSync(foreign, 'utf8')).toBe('mine');
    await ground.stop();
  });
});
