import type { DataSource, EntityManager } from 'typeorm';

/** What a planned crash looks like to the code that it hits. */
export class PlannedCrash extends Error {
  override readonly name = 'PlannedCrash';
}

/**
 * The data source, but its `n`th statement inside transactions fails as if the process had died there; `lostAnswer` lets the
 * transaction commit and fails afterwards, as if only the answer had been lost.
 */
export function crashingAt(dataSource: DataSource, plan: { statement: number; lostAnswer: boolean }): DataSource {
  let left = plan.statement;
  const watched = (manager: EntityManager): EntityManager =>
    new Proxy(manager, {
      get(target, property) {
        if (property !== 'query') return Reflect.get(target, property) as unknown;
        return async (...query: Parameters<EntityManager['query']>): Promise<unknown> => {
          if (!plan.lostAnswer && left-- === 0) throw new PlannedCrash();
          return target.query(...query);
        };
      },
    });
  const crashing = {
    manager: watched(dataSource.manager),
    query: dataSource.query.bind(dataSource),
    transaction: async <T>(work: (manager: EntityManager) => Promise<T>): Promise<T> => {
      const result = await dataSource.transaction((manager) => work(watched(manager)));
      if (plan.lostAnswer && left-- === 0) throw new PlannedCrash();
      return result;
    },
  };
  return crashing as unknown as DataSource;
}
