import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { getMetadataArgsStorage } from 'typeorm';
import { sourceFiles } from './layers.js';

const owners: Readonly<Record<string, string>> = {
  service_management: 'apps/service-management',
  flight_dynamics: 'apps/flight-dynamics',
  mission_planning: 'apps/mission-planning',
  interconnect: 'apps/interconnect',
  telemetry_command: 'apps/telemetry-command',
};

/** Schemas that a source names as a place of tables, in SQL or in an entity. */
function schemasNamedIn(source: string): string[] {
  return Object.keys(owners).filter((schema) =>
    new RegExp(`\\b${schema}\\.[a-z_"]|schema\\s*[:=]\\s*'${schema}'`).test(source),
  );
}

describe('an app owns its schema', () => {
  it('and no other part names it, but the one reader of the registry', () => {
    const wrong = sourceFiles('apps', 'libs', 'hardware-sim')
      .filter((file) => !file.endsWith('.spec.ts') && !file.includes('/testing/'))
      .flatMap((file) =>
        schemasNamedIn(readFileSync(file, 'utf8'))
          .filter((schema) => !file.startsWith(`${owners[schema]}/`))
          .map((schema) => `${file} names ${schema}`),
      )
      .filter((line) => line !== 'libs/platform/src/registry/registry-reader.ts names service_management');
    expect(wrong).toEqual([]);
  });

  it('finds a planted violation', () => {
    expect(schemasNamedIn('select * from mission_planning.contact')).toEqual(['mission_planning']);
    expect(schemasNamedIn("@Entity({ schema: 'interconnect', name: 'cursor' })")).toEqual(['interconnect']);
  });

  it('and every entity says its schema, which the owner made by migration', async () => {
    await import('../../apps/smms/src/ground/app.module.js');
    const tables = getMetadataArgsStorage().tables;
    expect(tables.length).toBeGreaterThan(10);
    const migrations = readdirSync('db/migrations')
      .map((name) => readFileSync(`db/migrations/${name}`, 'utf8'))
      .join('\n');
    for (const { schema, name } of tables) {
      expect(Object.keys(owners)).toContain(schema);
      expect(migrations).toMatch(new RegExp(`create table (if not exists )?${schema}\\.${name}\\b`, 'i'));
    }
  });
});
