import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { Test } from '@nestjs/testing';
import request, { type Response } from 'supertest';
import { type SiteId, siteIdSchema, subjects } from '@app/contracts';
import {
  createLogger,
  FrameLogs,
  LocalFrameLogs,
  LocalMessageBus,
  LOGGER,
  ManualMissionClock,
  MessageBus,
  MissionClock,
  ProblemFilter,
} from '@app/platform';
import { parseUtc, plusSeconds } from '@app/time';
import { StationAgents, StationModule } from './index.js';
import { sampleContact } from './testing/sample-contact.js';

const site: SiteId = siteIdSchema.parse('MIYUN');
const contact = sampleContact({ lastsS: 30 });
const logger = createLogger('silent');
let application: INestApplication;
let frameLogs: LocalFrameLogs;

afterEach(async () => {
  await application.close();
  await frameLogs.close();
});

async function started(): Promise<{ bus: LocalMessageBus; clock: ManualMissionClock }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'smms-station-'));
  const bus = new LocalMessageBus({ onFault: () => undefined });
  const clock = new ManualMissionClock(plusSeconds(parseUtc(contact.contact.start), -60));
  frameLogs = await LocalFrameLogs.openRoot(join(dataDir, 'logs'), { onEvent: () => undefined });
  const ports = [
    { provide: MessageBus, useValue: bus },
    { provide: FrameLogs, useValue: frameLogs },
    { provide: MissionClock, useValue: clock },
    { provide: LOGGER, useValue: logger },
  ];
  const module = await Test.createTestingModule({
    imports: [
      {
        module: class Ports {},
        global: true,
        providers: ports,
        exports: ports.map(({ provide }) => provide),
      },
      StationModule.forRoot({ sites: [site], mode: 'simulation', dataDir, hardware: {} }),
    ],
  }).compile();
  application = module.createNestApplication({ logger: false });
  application.useGlobalFilters(new ProblemFilter(logger));
  await application.init();
  return { bus, clock };
}

describe('station module', () => {
  it('starts its agents with the application, tells of contacts and passes, and stops with it', async () => {
    const { bus, clock } = await started();
    const server = application.getHttpServer() as Parameters<typeof request>[0];
    await bus.publish(subjects.contactBooked(site), contact);
    // What is booked, and what a pass came to, is on the disk before it is told.
    const answered = async (path: string, holds: (answer: Response) => boolean): Promise<Response> => {
      for (;;) {
        const answer = await request(server).get(path);
        if (holds(answer)) return answer;
      }
    };
    const stations = await answered('/api/stations', ({ body }) => JSON.stringify(body).includes(contact.contact.id));
    expect(stations.body).toEqual([
      {
        site: 'MIYUN',
        passesInProgress: [],
        nextContacts: [
          {
            contact: contact.contact.id,
            spacecraft: 'SAMPLE-1',
            antenna: 'MIYUN-1',
            start: contact.contact.start,
            aos: contact.contact.window.aos,
            los: contact.contact.window.los,
            end: contact.contact.end,
            maxElevationDeg: contact.contact.window.maxElevationDeg,
            uplink: false,
          },
        ],
      },
    ]);
    clock.advanceTo(plusSeconds(parseUtc(contact.contact.start), 1));
    const passes = await answered('/api/stations/MIYUN/passes', ({ body }) => /failed/.test(JSON.stringify(body)));
    expect(passes.body).toMatchObject([{ contact: contact.contact.id, phase: 'failed' }]);
    const { id } = contact.contact;
    const path = `/api/stations/MIYUN/passes/${id}`;
    const report = await answered(`${path}/report`, ({ status }) => status === 200);
    expect(report.body).toMatchObject({ contact: id, phase: 'failed', failure: 'no-hardware', frames: { good: 0 } });
    await request(server).get('/api/stations/MIYUN/passes/X_Y_1/report').expect(404);
    await request(server).get('/api/stations/MIYUN/passes/..%2F..%2Fcontacts/report').expect(404);
    const offsets = { alongTrackS: 1, azimuthDeg: 0, elevationDeg: 0 };
    const late = await request(server).post(`${path}/offsets`).send(offsets).expect(409);
    expect(late.body).toMatchObject({ detail: expect.stringContaining('found one that is failed') as unknown });
    await request(server).post('/api/stations/MIYUN/passes/X_Y_1/offsets').send(offsets).expect(404);
    await request(server)
      .post(`${path}/offsets`)
      .send({ ...offsets, azimuthDeg: 31 })
      .expect(400);
    await application.get(StationAgents).beforeApplicationShutdown();
    expect(bus.counts().eventHandlerFailures).toBe(0);
  });

  it('answers a site that has no agent here with 404, naming it', async () => {
    await started();
    const server = application.getHttpServer() as Parameters<typeof request>[0];
    const answer = await request(server).get('/api/stations/NOWHERE/passes').expect(404);
    expect(answer.body).toMatchObject({
      title: 'no such station',
      detail: expect.stringContaining('NOWHERE') as unknown,
    });
  });

  it('documents its doors', async () => {
    await started();
    const document = SwaggerModule.createDocument(application, new DocumentBuilder().build());
    expect(Object.keys(document.paths)).toEqual([
      '/api/stations',
      '/api/stations/{site}/passes',
      '/api/stations/{site}/passes/{contact}/report',
      '/api/stations/{site}/passes/{contact}/offsets',
    ]);
    const schema = document.paths['/api/stations/{site}/passes']?.get?.responses['200'];
    expect(JSON.stringify(schema)).toContain('commandedAzimuthDeg');
  });
});
