import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { projectRoot } from '@app/platform';

type Document = { id: string } & Record<string, unknown>;

/** Puts the reference constellation into the registry, changed by `change`. */
export async function seedRegistry(
  dataSource: DataSource,
  change: (constellation: Record<string, Document[]>) => void = () => undefined,
): Promise<void> {
  const text = readFileSync(join(projectRoot(), 'db/seeds/constellation.json'), 'utf8');
  const constellation = JSON.parse(text) as Record<string, Document[]>;
  change(constellation);
  const insert = async (table: string, part: string, columns: Record<string, string>): Promise<void> => {
    const names = Object.keys(columns);
    for (const document of constellation[part] ?? [])
      await dataSource.query(
        `insert into service_management.${table} (id, document${names.map((name) => `, ${name}`).join('')})
         values ($1, $2${names.map((_, i) => `, $${i + 3}`).join('')})`,
        [document.id, JSON.stringify(document), ...Object.values(columns).map((key) => document[key])],
      );
  };
  await insert('member', 'members', {});
  await insert('link_profile', 'linkProfiles', { version: 'version' });
  await insert('spacecraft', 'spacecraft', { owner: 'owner', operator: 'operator', link_profile: 'linkProfile' });
  await insert('site', 'sites', { member: 'member' });
  await insert('antenna', 'antennas', { site: 'site' });
  await insert('agreement', 'agreements', { provider: 'provider', '"user"': 'user' });
}
