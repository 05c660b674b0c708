import { formatUtc } from '@app/time';
import {
  type ContactWindow,
  type SpacecraftElements,
  defaultElementAgePolicy,
  elementAge,
  findManyContactWindows,
} from '@app/orbit';
import { type ContactsFailure, answerAsJson, answerAsTable, contactRow } from './contacts-answer.js';
import { chooseElements, namedElements, readElements, type ElementInput } from './contacts-elements.js';
import { ContactsInputError } from './contacts-input.error.js';
import { type ContactsOptions, type ContactsRequest, contactsRequest } from './contacts-options.js';
import { readStations } from './contacts-stations.js';

/** What the command reads and writes. */
export interface ContactsIo {
  /** The text of a file; rejects with an error that has a `code` (`ENOENT`, ...) when it cannot be read. */
  readonly readFile: (path: string) => Promise<string>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

const systemReasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'a directory',
  EACCES: 'no permission to read it',
};

async function readText(io: ContactsIo, option: string, path: string): Promise<string> {
  try {
    return await io.readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unreadable file';
    throw new ContactsInputError(`${option} ${path}`, 'a readable file', systemReasons[code] ?? code);
  }
}

const days = (count: number): string => `${count.toFixed(1)} d`;
const ageAtWorst = (window: ContactWindow): number =>
  Math.max(elementAge(window.elementEpoch, window.aos).days, elementAge(window.elementEpoch, window.los).days);

/** Sorts windows by the age of their elements: kept, or withheld with one failure a spacecraft; warnings go to stderr. */
function judgeAges(
  subjects: readonly SpacecraftElements[],
  windows: readonly ContactWindow[],
  allowStale: boolean,
  warn: (line: string) => void,
): { readonly kept: readonly ContactWindow[]; readonly failures: readonly ContactsFailure[] } {
  const { warnAfterDays, refuseAfterDays } = defaultElementAgePolicy;
  const stale = (window: ContactWindow): boolean => !allowStale && ageAtWorst(window) > refuseAfterDays;
  const failures: ContactsFailure[] = [];
  for (const { spacecraft, elementSet } of subjects) {
    const own = windows.filter((window) => window.spacecraft === spacecraft);
    const withheld = own.filter(stale);
    const oldest = Math.max(0, ...own.filter((window) => !stale(window)).map(ageAtWorst));
    const epoch = formatUtc(elementSet.epoch);
    if (oldest > warnAfterDays)
      warn(`warning: ${spacecraft}: elements of ${epoch} are up to ${days(oldest)} away from its contacts`);
    const [first] = withheld;
    if (first === undefined) continue;
    failures.push({
      kind: 'stale-elements',
      spacecraft,
      catalogNumber: elementSet.catalogNumber ?? null,
      reason: `elements of ${epoch} are up to ${days(Math.max(...withheld.map(ageAtWorst)))} away from ${withheld.length} of ${own.length} contacts, which are refused (limit ${refuseAfterDays} d; --allow-stale computes them)`,
      at: formatUtc(first.aos),
    });
  }
  return { kept: windows.filter((window) => !stale(window)), failures };
}

/** A set that is too old for the whole span is not propagated at all. */
function tooOldFor(
  { spacecraft, elementSet }: SpacecraftElements,
  request: ContactsRequest,
): ContactsFailure | undefined {
  const { start, end, allowStale } = request;
  const { epoch } = elementSet;
  if (allowStale || (epoch >= start && epoch <= end)) return undefined;
  const age = elementAge(epoch, epoch < start ? start : end);
  if (age.verdict !== 'stale') return undefined;
  return {
    kind: 'stale-elements',
    spacecraft,
    catalogNumber: elementSet.catalogNumber ?? null,
    reason: `elements of ${formatUtc(epoch)} are at least ${days(age.days)} away from the span (limit ${defaultElementAgePolicy.refuseAfterDays} d; --allow-stale computes them)`,
  };
}

async function readInputs(request: ContactsRequest, io: ContactsIo): Promise<ElementInput> {
  const inputs: ElementInput[] = [];
  for (const file of request.elements) inputs.push(readElements(await readText(io, '--elements', file), file));
  return {
    elementSets: inputs.flatMap(({ elementSets }) => elementSets),
    refused: inputs.flatMap(({ refused }) => refused),
  };
}

async function compute(options: ContactsOptions, io: ContactsIo): Promise<number> {
  const line = (text: string): void => io.stderr(`${text}\n`);
  const request = contactsRequest(options);
  const stationText = await readText(io, '--stations', request.stations);
  const stations = readStations(stationText, request.stations, request.minElevationDeg);
  const { elementSets, refused } = await readInputs(request, io);
  for (const { file, error } of refused) line(`error: ${file}: ${error.message}`);
  if (elementSets.length === 0) return 1;
  const { chosen, notes } = chooseElements(elementSets, request.start, request.end);
  notes.forEach(line);
  const subjects = namedElements(chosen);
  const tooOld = subjects.map((subject) => tooOldFor(subject, request));
  const usable = subjects.filter((_, index) => tooOld[index] === undefined);
  const { start, end } = request;
  const found = findManyContactWindows({ spacecraft: usable, stations, start, end, earthOrientation: 'none' });
  const { kept, failures } = judgeAges(usable, found.contactWindows, request.allowStale, line);
  const late: ContactsFailure[] = [
    ...tooOld.flatMap((failure) => failure ?? []),
    ...failures,
    ...found.errors.map(({ spacecraft, catalogNumber, code, reason, at }) => ({
      kind: 'propagation' as const,
      spacecraft,
      catalogNumber: catalogNumber ?? null,
      code,
      reason: `SGP4 error ${code}: ${reason}`,
      at: formatUtc(at),
    })),
  ];
  for (const { spacecraft, reason, at } of late)
    line(`error: ${spacecraft}: ${reason}${at === undefined ? '' : `, from ${at}`}`);
  const errors: ContactsFailure[] = [
    ...refused.map(({ file, error }) => ({
      kind: 'element-set' as const,
      spacecraft: error.objectName ?? null,
      catalogNumber: null,
      reason: error.message,
      file,
      field: error.field,
    })),
    ...late,
  ];
  const answer = request.format === 'json' ? answerAsJson : answerAsTable;
  io.stdout(answer(found.model, kept.map(contactRow), errors));
  // A spacecraft that has an error and no contact gave nothing; if none gave anything the command failed.
  const failed = new Set(late.map(({ spacecraft }) => spacecraft));
  const worked = subjects.some(
    ({ spacecraft }) => !failed.has(spacecraft) || kept.some((window) => window.spacecraft === spacecraft),
  );
  return worked ? 0 : 1;
}

/**
 * Runs `smms contacts`: the answer on stdout, warnings and errors a line each on stderr. Gives the exit code: 0, or 1 when an argument
 * or a file is wrong or nothing could be computed.
 */
export async function runContacts(options: ContactsOptions, io: ContactsIo): Promise<number> {
  try {
    return await compute(options, io);
  } catch (error) {
    if (!(error instanceof ContactsInputError)) throw error;
    io.stderr(`error: ${error.message}\n`);
    return 1;
  }
}
