import { z } from 'zod';
import { type ElementSetMessage, elementSetFrom, limitUpTo, spacecraftIdSchema } from '@app/contracts';
import {
  type ElementSet,
  ElementWriteError,
  type OmmHeader,
  toOmmCsv,
  toOmmJson,
  toOmmKvn,
  toOmmXml,
  toTle,
} from '@app/orbit';
import { Refusal } from '@app/platform';

export const exportQuerySchema = z.strictObject({
  spacecraft: spacecraftIdSchema.optional(),
  format: z.enum(['omm-json', 'omm-kvn', 'omm-xml', 'omm-csv', 'tle']).default('omm-json'),
  /** All sets that are stored, newest first within a spacecraft, or only those in force now. */
  which: z.enum(['all', 'in-force']).default('all'),
  limit: limitUpTo(10_000, 1000),
});
export type ExportFormat = z.infer<typeof exportQuerySchema>['format'];

/** OMM JSON is the one form that is JSON. */
export const ommJsonAnswerSchema = z.array(z.record(z.string(), z.union([z.string(), z.number()])));

export const contentTypes: Readonly<Record<ExportFormat, string>> = {
  'omm-json': 'application/json',
  'omm-kvn': 'text/plain; charset=utf-8',
  'omm-xml': 'application/xml; charset=utf-8',
  'omm-csv': 'text/csv; charset=utf-8',
  tle: 'text/plain; charset=utf-8',
};

const writers: Readonly<Record<ExportFormat, (sets: readonly ElementSet[], header: OmmHeader) => unknown>> = {
  'omm-json': (sets) => sets.map(toOmmJson),
  'omm-kvn': toOmmKvn,
  'omm-xml': toOmmXml,
  'omm-csv': toOmmCsv,
  tle: (sets) => sets.map((set) => `${set.objectName}\n${toTle(set).join('\n')}\n`).join(''),
};

/** Element sets in one of the forms: text, or objects for OMM JSON. Throws Refusal (422) where a form cannot hold one. */
export function exportElementSets(
  sets: readonly ElementSetMessage[],
  format: ExportFormat,
  header: OmmHeader,
): unknown {
  try {
    return writers[format](sets.map(elementSetFrom), header);
  } catch (error) {
    if (!(error instanceof ElementWriteError)) throw error;
    throw new Refusal(422, 'element sets do not fit this form', [{ path: 'format', message: error.message }]);
  }
}
