/** What every error of this folder says: what failed, where, what was expected and what was found. */
export interface DatabaseErrorFacts {
  readonly what: string;
  readonly where: string;
  readonly expected: string;
  readonly found: string;
}

/** Base of the errors of the database layer itself. Errors of a statement stay TypeORM's `QueryFailedError` with the SQLSTATE in `driverError.code`. */
export class DatabaseLayerError extends Error {
  readonly what: string;
  readonly where: string;
  readonly expected: string;
  readonly found: string;

  constructor(facts: DatabaseErrorFacts, options?: ErrorOptions) {
    super(`${facts.what}: ${facts.where}: expected ${facts.expected}, found ${facts.found}`, options);
    this.name = new.target.name;
    this.what = facts.what;
    this.where = facts.where;
    this.expected = facts.expected;
    this.found = facts.found;
  }
}

/** Another process (or an earlier opener in this one) has the data folder open. */
export class DataFolderInUseError extends DatabaseLayerError {
  constructor(
    readonly folder: string,
    readonly lockFile: string,
    /** The process that holds it; undefined where the lock file cannot be read. */
    readonly pid: number | undefined,
  ) {
    super({
      what: 'the data folder is in use',
      where: folder,
      expected: 'no other process with this folder open',
      found: `${pid === undefined ? 'a lock without a process id' : `process ${pid}`} (lock file ${lockFile}; remove it only if that process does not use the folder)`,
    });
  }
}

/** The embedded database could not start: a damaged folder, a missing file, WebAssembly that does not load. */
export class PgliteStartError extends DatabaseLayerError {
  constructor(
    readonly folder: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(
      { what: 'the embedded database did not start', where: folder, expected: 'a running PGlite', found: reason },
      options,
    );
  }
}

/** The embedded database ended while it was in use, or was used after it was stopped. */
export class PgliteStoppedError extends DatabaseLayerError {
  constructor(
    readonly folder: string,
    readonly reason: string,
  ) {
    super({ what: 'the embedded database has stopped', where: folder, expected: 'a running PGlite', found: reason });
  }
}

/** `DATABASE_URL` names a server that does not answer or refuses us. `where` never holds the password. */
export class DatabaseUnreachableError extends DatabaseLayerError {
  constructor(where: string, reason: string, options?: ErrorOptions) {
    super(
      { what: 'the database cannot be reached', where, expected: 'a PostgreSQL server that accepts us', found: reason },
      options,
    );
  }
}

/** The server is older than the SQL of this project is written for. */
export class UnsupportedServerError extends DatabaseLayerError {
  constructor(
    where: string,
    readonly versionNumber: number,
    minimumVersionNumber: number,
  ) {
    super({
      what: 'the database server is too old',
      where,
      expected: `server_version_num of at least ${minimumVersionNumber}`,
      found: String(versionNumber),
    });
  }
}

/**
 * No connection became free in time. On PGlite there is exactly one: a query that does not use the manager of the open
 * transaction waits for that transaction to end, so a query nested in a transaction without its manager ends here.
 */
export class DatabaseBusyError extends DatabaseLayerError {
  constructor(
    readonly waitedMs: number,
    readonly connections: number,
    options?: ErrorOptions,
  ) {
    super(
      {
        what: 'no database connection became free',
        where: `pool of ${connections}`,
        expected: `one within ${waitedMs} ms`,
        found: "all in use (inside a transaction, use the transaction's manager for every query)",
      },
      options,
    );
  }
}

export type MigrationProblem =
  'unreadable' | 'bad-name' | 'duplicate-number' | 'changed' | 'missing' | 'out-of-order' | 'failed';

/** A migration file that cannot be used; nothing of that file has been applied. */
export class MigrationError extends DatabaseLayerError {
  constructor(
    readonly problem: MigrationProblem,
    facts: DatabaseErrorFacts,
    /** SQLSTATE, where a statement failed. */
    readonly sqlState?: string,
    options?: ErrorOptions,
  ) {
    super(facts, options);
  }
}

/** A column of an entity is declared in a way that would lose or alter values. */
export class EntityColumnError extends DatabaseLayerError {}

/** Text that is not an instant, or not a range of instants, as this project writes them. */
export class InstantTextError extends DatabaseLayerError {}
