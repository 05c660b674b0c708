import { z } from 'zod';
import {
  agreementSchema,
  antennaSchema,
  linkProfileSchema,
  memberSchema,
  siteSchema,
  spacecraftSchema,
} from '@app/contracts';

/** A constellation as one document: what an installation starts from. */
const constellationSeedSchema = z.strictObject({
  name: z.string(),
  members: z.array(memberSchema),
  linkProfiles: z.array(linkProfileSchema),
  spacecraft: z.array(spacecraftSchema),
  sites: z.array(siteSchema),
  antennas: z.array(antennaSchema),
  agreements: z.array(agreementSchema),
});
export type ConstellationSeed = z.infer<typeof constellationSeedSchema>;

/** A seed that does not hold together. */
export class SeedError extends Error {
  override readonly name = 'SeedError';
  constructor(
    readonly source: string,
    readonly problems: readonly string[],
  ) {
    super(`${source}: ${problems.join('; ')}`);
  }
}

/** Reads a constellation and checks that every reference in it names something that is there. Throws SeedError. */
export function readConstellationSeed(json: unknown, source: string): ConstellationSeed {
  const result = constellationSeedSchema.safeParse(json);
  if (!result.success) {
    throw new SeedError(
      source,
      result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    );
  }
  const problems = [...danglingReferences(result.data), ...duplicates(result.data)];
  if (problems.length > 0) throw new SeedError(source, problems);
  return result.data;
}

function danglingReferences(seed: ConstellationSeed): string[] {
  const members = new Set<string>(seed.members.map(({ id }) => id));
  const profiles = new Set<string>(seed.linkProfiles.map(({ id }) => id));
  const sites = new Set<string>(seed.sites.map(({ id }) => id));
  const spacecraft = new Set<string>(seed.spacecraft.map(({ id }) => id));
  const references: [where: string, kind: string, id: string, known: ReadonlySet<string>][] = [
    ...seed.spacecraft.flatMap((craft): typeof references => [
      [`spacecraft ${craft.id}, owner`, 'member', craft.owner, members],
      [`spacecraft ${craft.id}, operator`, 'member', craft.operator, members],
      [`spacecraft ${craft.id}, linkProfile`, 'link profile', craft.linkProfile, profiles],
    ]),
    ...seed.sites.map((site): (typeof references)[number] => [
      `site ${site.id}, member`,
      'member',
      site.member,
      members,
    ]),
    ...seed.antennas.map((antenna): (typeof references)[number] => [
      `antenna ${antenna.id}, site`,
      'site',
      antenna.site,
      sites,
    ]),
    ...seed.agreements.flatMap((agreement): typeof references => [
      [`agreement ${agreement.id}, provider`, 'member', agreement.provider, members],
      [`agreement ${agreement.id}, user`, 'member', agreement.user, members],
      ...agreement.spacecraft.map((id): (typeof references)[number] => [
        `agreement ${agreement.id}, spacecraft`,
        'spacecraft',
        id,
        spacecraft,
      ]),
    ]),
  ];
  return references
    .filter(([, , id, known]) => !known.has(id))
    .map(([where, kind, id]) => `${where}: expected a ${kind} of this document, found "${id}"`);
}

function duplicates(seed: ConstellationSeed): string[] {
  return (['members', 'linkProfiles', 'spacecraft', 'sites', 'antennas', 'agreements'] as const).flatMap((part) => {
    const seen = new Set<string>();
    return seed[part].flatMap(({ id }) => {
      if (seen.has(id)) return [`${part}: "${id}" is there twice`];
      seen.add(id);
      return [];
    });
  });
}
