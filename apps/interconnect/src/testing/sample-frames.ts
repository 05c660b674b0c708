import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonObject, projectRoot, type Registry } from '@app/platform';

/** The reference constellation as a registry. */
export const seedRegistry = JSON.parse(
  readFileSync(join(projectRoot(), 'db/seeds/constellation.json'), 'utf8'),
) as Registry;

/** The annotation of a good frame of GF-1, received at Miyun. */
export function sampleAnnotation(changes: JsonObject = {}): JsonObject {
  return {
    mode: 'simulation',
    contact: 'GF-1_CN-MYN-1_70001',
    spacecraft: 'GF-1',
    site: 'CN-MYN',
    antenna: 'CN-MYN-1',
    linkProfile: { id: 'GF-1-TTC', version: 1 },
    earthReceiveTime: '2026-04-24T08:00:00Z',
    quality: 'good',
    disposition: 'route',
    correctedSymbols: [0, 0, 0, 0, 0],
    asmBitErrors: 0,
    inverted: false,
    esN0Db: null,
    ...changes,
  };
}
