import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { problemSchema, type SiteId, subjects, systemStatusSchema } from '@app/contracts';
import { createLogger, loadConfiguration } from '@app/platform';
import { type RunningGroundSegment, startGroundSegment } from '../../apps/smms/src/ground/ground-segment.js';
import { type Operation, operationsOf } from '../chain/api-document.js';

const open = ['GET /api/system', 'GET /health/live', 'GET /health/ready', 'POST /api/session'];

describe('the doors of the whole ground segment', () => {
  const folder = mkdtempSync(join(tmpdir(), 'smms-doors-'));
  let ground: RunningGroundSegment;
  let operations: Operation[];
  beforeAll(async () => {
    ground = await startGroundSegment({
      configuration: loadConfiguration({ SMMS_DATA_DIR: folder, SMMS_HTTP_PORT: '0' }, folder),
      logger: createLogger('silent'),
      simulation: undefined,
      demonstrationRate: undefined,
      demonstrationAccounts: true,
      fresh: false,
    });
    operations = await operationsOf(ground.url);
  });
  afterAll(async () => {
    await ground.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const knock = async ({ method, path }: Operation, token?: string): Promise<Response> =>
    fetch(`${ground.url}${path.replace(/\{[^}]+\}/g, 'X')}`, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(method === 'GET' ? {} : { body: '{}' }),
    });

  it('are shut to who is not signed in, but those that must be open', async () => {
    const shut = operations.filter(({ method, path }) => !open.includes(`${method} ${path}`));
    expect(shut.length).toBeGreaterThan(25);
    const answers = [];
    for (const operation of shut) {
      const response = await knock(operation, 'rubbish');
      const { status, title } = problemSchema.parse(await response.json());
      answers.push({ path: `${operation.method} ${operation.path}`, status, title });
    }
    // Refusals without a name are limited: then they say so, and let nobody in either.
    expect(answers.filter(({ status }) => status !== 401 && status !== 429)).toEqual([]);
    expect(answers.filter(({ status }) => status === 401).length).toBeGreaterThan(25);
  });

  it('say in the API document whether they need a token', async () => {
    const document = z
      .object({
        paths: z.record(z.string(), z.record(z.string(), z.object({ security: z.array(z.unknown()).optional() }))),
      })
      .parse(await (await fetch(`${ground.url}/api/docs-json`)).json());
    const without = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { security }]) =>
        security === undefined ? [`${method.toUpperCase()} ${path}`] : [],
      ),
    );
    expect(without.sort()).toEqual(open);
  });

  it('tell everybody whether this is real', async () => {
    const status = systemStatusSchema.parse(await (await fetch(`${ground.url}/api/system`)).json());
    expect(status).toMatchObject({ mode: 'simulation', rate: 1 });
  });

  it('of the message bus are shut to who only listens', async () => {
    await expect(ground.bus.request(subjects.contactWindows, {}, { timeoutMs: 5000 })).rejects.toMatchObject({
      rule: 'unknown-sender',
    });
    const asked = ground.busOf('mission-planning').request(subjects.contactWindows, { limit: 1 }, { timeoutMs: 5000 });
    expect(await asked).toEqual(expect.any(Array));
    const station = ground.busOf('station');
    expect(await station.request(subjects.contactsForSite('CN-MYN' as SiteId), {}, { timeoutMs: 5000 })).toBeDefined();
  });
});
