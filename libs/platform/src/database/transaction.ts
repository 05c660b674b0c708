import { type DataSource, type EntityManager } from 'typeorm';

/**
 * Runs `work` in one transaction: committed when it resolves, rolled back when it throws (the error is passed on). Given a manager
 * that is inside a transaction already, it becomes a savepoint of it. Every query of `work` must go through the manager it gets:
 * another one would run outside the transaction, and on PGlite, which has one connection, would wait for it in vain and end in
 * DatabaseBusyError.
 */
export async function inTransaction<T>(
  source: DataSource | EntityManager,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  return await source.transaction(work);
}
