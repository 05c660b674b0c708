import pg from 'pg';
import { QueryFailedError } from 'typeorm';

/** The SQLSTATE of a statement that the database refused (`23505` unique, `23P01` exclusion, `23503` foreign key); else undefined. */
export function sqlStateOf(error: unknown): string | undefined {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  return cause instanceof pg.DatabaseError ? cause.code : undefined;
}
