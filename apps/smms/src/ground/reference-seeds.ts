import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type ElementSetMessage, elementSetMessageOf, type ServiceRequest, serviceRequestSchema } from '@app/contracts';
import { parseElements } from '@app/orbit';
import { projectRoot } from '@app/platform';
import type { ElementSetSeed } from '../../../flight-dynamics/src/index.js';
import { type ConstellationSeed, readConstellationSeed } from '../../../service-management/src/index.js';

/** The reference constellation as the repository ships it. */
export interface ReferenceSeeds {
  readonly constellation: ConstellationSeed;
  readonly requests: readonly ServiceRequest[];
  readonly elementSets: readonly ElementSetSeed[];
}

/** Epoch day of the element sets; the demonstration flies near it, never today. */
const CATALOGUE_SOURCE = 'General perturbations elements of 2026-04-24 (US Space Force catalogue)';
const SYNTHETIC_SOURCE = 'Synthetic orbits of planned spacecraft';

/** Reads `db/seeds`. Throws SeedError, or ZodError for the requests. */
export function readReferenceSeeds(): ReferenceSeeds {
  const folder = join(projectRoot(), 'db', 'seeds');
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return {
    constellation: readConstellationSeed(JSON.parse(read('constellation.json')), 'db/seeds/constellation.json'),
    requests: z.array(serviceRequestSchema).parse(JSON.parse(read('service-requests.json'))),
    elementSets: [
      { text: read('element-sets-in-orbit.omm.json'), source: CATALOGUE_SOURCE },
      { text: read('element-sets-planned.omm.json'), source: SYNTHETIC_SOURCE },
    ],
  };
}

/** The XTCE text of a mission database. */
export function readMissionDatabase(name: string): string {
  return readFileSync(join(projectRoot(), 'db', 'seeds', 'mission-database', `${name}.xml`), 'utf8');
}

/** Seeded element sets of the spacecraft in orbit. */
export function seededElements(seeds: ReferenceSeeds): ElementSetMessage[] {
  const sets = seeds.elementSets.flatMap(({ text, source }) => parseElements(text, source).elementSets);
  return seeds.constellation.spacecraft.flatMap((craft) => {
    const set = sets.find(({ catalogNumber }) => catalogNumber !== undefined && catalogNumber === craft.catalogNumber);
    return set === undefined ? [] : [elementSetMessageOf(craft.id, set)];
  });
}
