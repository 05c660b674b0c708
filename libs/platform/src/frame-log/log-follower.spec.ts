import { getEventListeners } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '../logging/logger.js';
import { Metrics } from '../metrics/metrics.js';
import type { LoggedRecord } from './frame-log.port.js';
import { LocalFrameLogs } from './local-frame-logs.js';
import { LogFollower, type LogHandler } from './log-follower.js';
import type { LogPosition } from './log-position.js';

/** Keeps its cursor as a database would; fails as often as told. */
class Handler implements LogHandler {
  handled: number[] = [];
  failures = 0;
  constructor(public cursor: LogPosition | undefined) {}
  async recall(): Promise<LogPosition | undefined> {
    return this.cursor;
  }
  async handle(records: LoggedRecord[], incarnation: string): Promise<void> {
    if (this.failures-- > 0) throw new TypeError('planned');
    this.handled.push(...records.map(({ sequence }) => sequence));
    this.cursor = { incarnation, sequence: records.at(-1)!.sequence };
  }
}

describe('LogFollower', () => {
  let folder: string;
  let logs: LocalFrameLogs;
  const metrics = new Metrics();
  metrics.close();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'smms-follower-'));
    logs = await LocalFrameLogs.openRoot(folder, { onEvent: () => undefined });
    const log = await logs.open('mission.X');
    await log.append([1, 2, 3, 4, 5].map((octet) => ({ header: {}, payload: Uint8Array.of(octet) })));
  });
  afterEach(async () => {
    await logs.close();
    await rm(folder, { recursive: true });
  });

  const incarnation = async () => (await (await logs.open('mission.X')).bounds()).incarnation;
  /** Runs until the last record is worked off. */
  const follow = async (handler: Handler): Promise<LogFollower> => {
    const follower = new LogFollower(logs, 'mission.X', handler, createLogger('silent'), metrics);
    const stop = new AbortController();
    const running = follower.run(stop.signal);
    while (handler.handled.at(-1) !== 5) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    await running;
    return follower;
  };

  it('goes on behind the cursor and says how far it is', async () => {
    const handler = new Handler({ incarnation: await incarnation(), sequence: 2 });
    const follower = await follow(handler);
    expect(handler.handled).toEqual([3, 4, 5]);
    expect(await follower.status()).toEqual({ log: 'mission.X', sequence: 5, lag: 0, error: null });
  });

  it('tries again from the cursor after an error', async () => {
    const handler = new Handler(undefined);
    handler.failures = 2;
    await follow(handler);
    expect(handler.handled).toEqual([1, 2, 3, 4, 5]);
  });

  it('begins anew in a log that was made anew', async () => {
    const handler = new Handler({ incarnation: 'another', sequence: 4 });
    await follow(handler);
    expect(handler.handled).toEqual([1, 2, 3, 4, 5]);
  });

  it('goes on behind what was purged', async () => {
    await (await logs.open('mission.X')).purgeBelow(4);
    const handler = new Handler({ incarnation: await incarnation(), sequence: 1 });
    await follow(handler);
    expect(handler.handled).toEqual([4, 5]);
  });

  it('many share one signal without a listener each, which Node would take for a leak', async () => {
    const from = await incarnation();
    const handlers = Array.from({ length: 20 }, () => new Handler({ incarnation: from, sequence: 0 }));
    const stop = new AbortController();
    const running = handlers.map((handler) =>
      new LogFollower(logs, 'mission.X', handler, createLogger('silent'), metrics).run(stop.signal),
    );
    while (handlers.some(({ handled }) => handled.length < 5)) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise(setImmediate); // now they wait for more
    const listeners = getEventListeners(stop.signal, 'abort').length;
    stop.abort();
    await Promise.all(running);
    expect(listeners).toBe(0);
  });
});
