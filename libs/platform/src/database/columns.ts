import { Column, type ColumnOptions, type ColumnType, type DataSource, type ValueTransformer } from 'typeorm';
import { EntityColumnError } from './database-errors.js';
import {
  instantFromPostgres,
  type InstantRange,
  instantRangeFromPostgres,
  instantRangeToPostgres,
  instantToPostgres,
} from './instant-text.js';

// TypeORM passes every column that it knows as a time stamp through a JavaScript Date: when it writes, when it reads and when it
// looks for changes, so microseconds are lost, and a change of microseconds alone would never be saved. A column type that it
// does not know is left alone. `instant` is such a type; to the database it is `timestamp with time zone`.

const INSTANT = 'instant';

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** Text with `Z` and six decimals on both sides; null and undefined pass. */
export const timestamptzTransformer: ValueTransformer = {
  to: (value: string | null | undefined) => (isAbsent(value) ? value : instantToPostgres(value)),
  from: (value: string | null | undefined) => (isAbsent(value) ? value : instantFromPostgres(value)),
};

/** `InstantRange` ↔ `[start,end)`; null and undefined pass. */
export const tstzrangeTransformer: ValueTransformer = {
  to: (value: InstantRange | null | undefined) => (isAbsent(value) ? value : instantRangeToPostgres(value)),
  from: (value: string | null | undefined) => (isAbsent(value) ? value : instantRangeFromPostgres(value)),
};

type OwnColumnOptions = Omit<ColumnOptions, 'type' | 'transformer' | 'array' | 'precision'>;

/** A `timestamptz` column; the property is a string `YYYY-MM-DDThh:mm:ss.ffffffZ`. */
export function InstantColumn(options: OwnColumnOptions = {}): PropertyDecorator {
  return Column({ ...options, type: INSTANT as ColumnType, transformer: timestamptzTransformer });
}

/** A `tstzrange` column that holds half-open ranges; the property is an `InstantRange`. */
export function InstantRangeColumn(options: OwnColumnOptions = {}): PropertyDecorator {
  return Column({ ...options, type: 'tstzrange', transformer: tstzrangeTransformer });
}

/** Makes a data source that is not yet initialised know the column type of `InstantColumn`. */
export function teachInstantType(dataSource: DataSource): void {
  const { driver } = dataSource;
  const normalizeType = driver.normalizeType.bind(driver);
  driver.normalizeType = (column) =>
    (column.type as string) === INSTANT ? 'timestamp with time zone' : normalizeType(column);
}

const throughDate = new Set<unknown>([
  Date,
  'datetime',
  'timestamp',
  'timestamptz',
  'timestamp with time zone',
  'timestamp without time zone',
]);

/** Refuses entities with a column that TypeORM would pass through a Date. Throws EntityColumnError. */
export function refuseDateColumns(dataSource: DataSource): void {
  for (const entity of dataSource.entityMetadatas)
    for (const column of entity.columns)
      if (throughDate.has(column.type))
        throw new EntityColumnError({
          what: 'a column that would lose microseconds',
          where: `${entity.name}.${column.propertyName}`,
          expected: '@InstantColumn()',
          found: `type ${typeof column.type === 'function' ? column.type.name : column.type}`,
        });
}
