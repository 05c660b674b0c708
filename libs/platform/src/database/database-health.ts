import { performance } from 'node:perf_hooks';
import { type DataSource } from 'typeorm';
import { type DatabaseKind, databaseKind } from './database.js';
import { reasonOf } from './reasons.js';

export interface DatabaseHealth {
  readonly up: boolean;
  readonly kind: DatabaseKind | undefined;
  /** Round trip of `SELECT 1`, the wait for a free connection included. */
  readonly latencyMs: number;
  /** Why it is not up. */
  readonly reason?: string;
}

/** Asks the database for a sign of life; never throws. */
export async function databaseHealth(dataSource: DataSource): Promise<DatabaseHealth> {
  const kind = databaseKind(dataSource);
  const started = performance.now();
  try {
    await dataSource.query('SELECT 1');
    return { up: true, kind, latencyMs: performance.now() - started };
  } catch (error) {
    return { up: false, kind, latencyMs: performance.now() - started, reason: reasonOf(error) };
  }
}
