import pg from 'pg';
import { DatabaseBusyError } from './database-errors.js';
import { instantFromPostgres } from './instant-text.js';

// How we use `pg`: values that JavaScript would round stay text, bytes are Uint8Array, every session speaks UTC, and waiting for a
// connection ends in a typed error.

const Oid = {
  bytea: 17,
  int8: 20,
  date: 1082,
  timestamp: 1114,
  timestampArray: 1115,
  dateArray: 1182,
  timestamptz: 1184,
  timestamptzArray: 1185,
  interval: 1186,
  textArray: 1009,
  tstzrange: 3910,
} as const;

const asIs = (text: string): string => text;
type Parser = (text: string) => unknown;
const texts = pg.types.getTypeParser(Oid.textArray as number, 'text') as (text: string) => (string | null)[];

function bytes(text: string): Uint8Array {
  const decoded = Buffer.from(text.slice(2), 'hex');
  return new Uint8Array(decoded.buffer, decoded.byteOffset, decoded.byteLength);
}

const parsers: ReadonlyMap<number, Parser> = new Map<number, Parser>([
  [Oid.bytea, bytes],
  [Oid.int8, asIs],
  [Oid.date, asIs],
  [Oid.timestamp, asIs],
  [Oid.tstzrange, asIs],
  [Oid.interval, asIs],
  [Oid.timestamptz, instantFromPostgres],
  [Oid.timestampArray, texts],
  [Oid.dateArray, texts],
  [Oid.timestamptzArray, (text) => texts(text).map((item) => (item === null ? null : instantFromPostgres(item)))],
]);

/** Value parsers for pg's `types` option; what is not listed above is parsed as pg does. */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format: 'text' | 'binary' = 'text'): Parser => {
    const own = format === 'text' ? parsers.get(oid) : undefined;
    return own ?? (pg.types.getTypeParser(oid, format) as Parser);
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/** Settings that the parsers and the migrations rely on; run by the pool on every new connection before anyone gets it. */
export async function prepareSession(client: pg.ClientBase): Promise<void> {
  await client.query(
    "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'iso_8601'; SET bytea_output = 'hex'",
  );
}

type ConnectCallback = (error: Error | undefined, client: pg.PoolClient | undefined, done: () => void) => void;

/** pg's pool says in words that no connection became free (pg-pool 3); here that is a DatabaseBusyError. */
class PoolWithTypedErrors extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<pg.PoolClient> | void {
    if (callback !== undefined)
      return super.connect((error, client, done) => callback(error && this.#typed(error), client, done));
    return super.connect().catch((error: unknown) => {
      throw this.#typed(error);
    });
  }

  #typed(error: unknown): Error {
    if (error instanceof Error && error.message.startsWith('timeout exceeded when trying to connect'))
      return new DatabaseBusyError(this.options.connectionTimeoutMillis ?? 0, this.options.max, { cause: error });
    return error as Error;
  }
}

/** `pg` with that pool, for TypeORM's `driver` option. */
export const pgWithTypedErrors = { ...pg, defaults: pg.defaults, types: pg.types, Pool: PoolWithTypedErrors };
