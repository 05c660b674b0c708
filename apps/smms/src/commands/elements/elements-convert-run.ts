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
import { type Tai } from '@app/time';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo } from '../offline/offline-io.js';
import { choice, runOffline } from '../offline/run-offline.js';
import { readMotionFile } from './motion-file.js';

export const elementForms = ['omm-json', 'omm-kvn', 'omm-xml', 'omm-csv', 'tle'] as const;
export type ElementForm = (typeof elementForms)[number];

/** The options of `smms elements convert` as commander gives them. */
export interface ElementsConvertOptions {
  readonly file: string;
  readonly to: string;
}

/** A set as three lines. A name that would be read as an element line stands after `0 `. */
function threeLines(set: ElementSet): string {
  const name = /^[012#] ?/.test(set.objectName) ? `0 ${set.objectName}` : set.objectName;
  return `${[name, ...toTle(set)].join('\n')}\n`;
}

function textOf(sets: readonly ElementSet[], form: ElementForm, header: OmmHeader): string {
  switch (form) {
    case 'omm-json':
      return `[\n${sets.map((set) => JSON.stringify(toOmmJson(set))).join(',\n')}\n]\n`;
    case 'omm-kvn':
      return toOmmKvn(sets, header);
    case 'omm-xml':
      return toOmmXml(sets, header);
    case 'omm-csv':
      return toOmmCsv(sets);
    case 'tle':
      return sets.map(threeLines).join('');
  }
}

async function convert(options: ElementsConvertOptions, io: OfflineIo, now: () => Promise<Tai>): Promise<number> {
  const form = choice('--to', options.to, elementForms, 'omm-json');
  const { elementSets, refused, oem } = await readMotionFile(io, 'file', options.file);
  if (oem !== undefined) throw new OfflineInputError(options.file, 'element sets', 'an ephemeris');
  for (const { file, error } of refused) io.stderr(`error: ${file}: ${error.message}\n`);
  const header: OmmHeader = { originator: 'SMMS', created: await now() };
  const good: ElementSet[] = [];
  for (const set of elementSets) {
    try {
      textOf([set], form, header);
      good.push(set);
    } catch (error) {
      if (!(error instanceof ElementWriteError)) throw error;
      io.stderr(`error: ${options.file}: ${error.message}\n`);
    }
  }
  if (good.length > 0) await io.stdout(textOf(good, form, header));
  return refused.length + elementSets.length - good.length === 0 ? 0 : 1;
}

/**
 * Runs `smms elements convert`: the good sets of a file in another form, on stdout. Gives the exit code: 1 when the file or a set is
 * refused, or the form cannot hold a set (a TLE above catalogue number 339999): then a line on stderr names it.
 */
export async function runElementsConvert(
  options: ElementsConvertOptions,
  io: OfflineIo,
  now: () => Promise<Tai>,
): Promise<number> {
  let code = 0;
  const failure = await runOffline(io, async () => {
    code = await convert(options, io, now);
  });
  return failure === 0 ? code : failure;
}
