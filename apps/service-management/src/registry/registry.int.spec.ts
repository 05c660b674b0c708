import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  expectEntitiesToMatchMigrations,
  openTestDatabase,
  RegistryReader,
  type TestDatabase,
  testDatabaseKinds,
} from '@app/platform';
import { ClaimInstallation } from './claim-installation.use-case.js';
import { LoadConstellation } from './load-constellation.use-case.js';
import { registryEntities } from './registry.entities.js';
import { readConstellationSeed } from './seed-file.js';

describe.each(testDatabaseKinds())('registry on %s', (kind) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase({ kind, entities: registryEntities, migrations: true });
  });
  afterAll(async () => database.close());

  it('has entities that agree with the migrations', async () => {
    await expectEntitiesToMatchMigrations(database.dataSource);
  });

  it('belongs to one mode for ever', async () => {
    const claim = new ClaimInstallation(database.dataSource);
    await claim.execute('simulation');
    await claim.execute('simulation');
    await expect(claim.execute('operational')).rejects.toThrow(
      'the database belongs to mode simulation, this process works in mode operational',
    );
  });

  it('gives back the constellation that it was loaded with, and is loaded once', async () => {
    const seed = readConstellationSeed(
      JSON.parse(readFileSync('db/seeds/constellation.json', 'utf8')),
      'constellation.json',
    );
    const load = new LoadConstellation(database.dataSource);
    expect(await load.execute(seed)).toBe(true);
    expect(await load.execute({ ...seed, members: [] })).toBe(false);
    const { name: _name, ...parts } = seed;
    const registry = await new RegistryReader(database.dataSource).registry();
    const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
    for (const key of Object.keys(parts) as (keyof typeof parts)[]) {
      expect([...registry[key]].sort(byId)).toEqual([...parts[key]].sort(byId));
    }
    expect((await new RegistryReader(database.dataSource).antennas()).length).toBe(seed.antennas.length);
  });
});
