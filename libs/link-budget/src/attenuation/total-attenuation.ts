import { requireRange } from '../link-budget.error.js';
import { type Attenuation } from './slant-path-gas.js';

export const TOTAL_ATTENUATION_MODEL = 'ITU-R P.618-14 clause 2.5 (as P.618-13)';

/** The four attenuations exceeded for the same share of the year, dB. Gas and cloud below 1 % are those of 1 %. */
export interface AttenuationParts {
  readonly gasDb: number;
  readonly rainDb: number;
  readonly cloudDb: number;
  readonly scintillationDb: number;
}

/** Total attenuation in dB: gas + √((rain + cloud)² + scintillation²). Errors: LinkBudgetError for a part below 0. */
export function totalAttenuation(parts: AttenuationParts): Attenuation {
  const { gasDb, rainDb, cloudDb, scintillationDb } = parts;
  for (const [field, value] of Object.entries(parts)) requireRange(field, value as number, 0, 1e4, 'dB');
  return { attenuationDb: gasDb + Math.hypot(rainDb + cloudDb, scintillationDb), model: TOTAL_ATTENUATION_MODEL };
}
