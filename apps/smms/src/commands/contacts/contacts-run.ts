import { defaultElementAgePolicy } from '@app/orbit';
import { formatUtc } from '@app/time';
import { type MotionFile, readMotionFile } from '../elements/motion-file.js';
import { readEopOption } from '../eop/eop-file.js';
import { Messages } from '../offline/line-writer.js';
import { type OfflineIo, readText } from '../offline/offline-io.js';
import { runOffline } from '../offline/run-offline.js';
import { type ContactsFailure, propagationFailure, refusedFailure } from './contacts-failure.js';
import { type ContactsOptions, type ContactsRequest, contactsRequest } from './contacts-options.js';
import { readStations } from './contacts-stations.js';
import { type ContactsTools } from './contacts-tools.js';
import { type SearchResult, searchContacts } from './search.js';
import { days, planSearch } from './search-plan.js';
import { type SearchSetup, catalogNumberOf, epochOf } from './search-task.js';
import { listSpacecraft } from './spacecraft-list.js';
import { writeAnswer } from './write-answer.js';

const MAX_STATION_OCTETS = 64 << 20;

/** Warnings on elements that are far from their contacts, and the contacts that are withheld for it. */
function judgeAges({ subjects, ages }: SearchResult, warn: (line: string) => void): ContactsFailure[] {
  const { warnAfterDays, refuseAfterDays } = defaultElementAgePolicy;
  const failures: ContactsFailure[] = [];
  for (const [index, subject] of subjects.entries()) {
    const own = ages[index];
    if (own === undefined) continue;
    const { spacecraft } = subject;
    const epoch = formatUtc(epochOf(subject));
    if (own.oldestKeptDays > warnAfterDays)
      warn(`warning: ${spacecraft}: elements of ${epoch} are up to ${days(own.oldestKeptDays)} away from its contacts`);
    if (own.firstWithheldAos === undefined) continue;
    failures.push({
      kind: 'stale-elements',
      spacecraft,
      catalogNumber: catalogNumberOf(subject) ?? null,
      reason: `elements of ${epoch} are up to ${days(own.oldestWithheldDays)} away from ${own.withheld} of ${own.contacts} contacts, which are refused (limit ${refuseAfterDays} d; --allow-stale computes them)`,
      at: formatUtc(own.firstWithheldAos),
    });
  }
  return failures;
}

async function readSetup(request: ContactsRequest, io: OfflineIo): Promise<SearchSetup> {
  const stationText = await readText(io, '--stations', request.stations, MAX_STATION_OCTETS);
  const { start, end, refraction, crossings, allowStale } = request;
  return {
    stations: readStations(stationText, request.stations, request.minElevationDeg),
    earthOrientation: await readEopOption(io, request.eop),
    ...{ start, end, refraction, crossings },
    refuseAfterDays: allowStale ? Infinity : defaultElementAgePolicy.refuseAfterDays,
  };
}

async function compute(options: ContactsOptions, tools: ContactsTools): Promise<number> {
  const { io, now } = tools;
  const line = (text: string): void => io.stderr(`${text}\n`);
  const request = contactsRequest(options);
  const setup = await readSetup(request, io);
  const files: MotionFile[] = [];
  for (const file of request.elements) files.push(await readMotionFile(io, '--elements', file));
  const refused = files.flatMap((file) => file.refused);
  for (const { file, error } of refused) line(`error: ${file}: ${error.message}`);
  const listed = listSpacecraft(files);
  for (const { file, reason } of listed.failures) line(`error: ${file}: ${reason}`);
  if (listed.spacecraft.length === 0) return 1;
  const plan = planSearch(listed.spacecraft, setup);
  const notes = new Messages(io.stderr);
  for (const note of plan.notes) notes.say(note);
  notes.end();
  const found = await searchContacts(plan.subjects, setup, request.workers, tools);
  for (const warning of found.warnings) line(`warning: ${warning}`);
  const warnings = new Messages(io.stderr);
  const stale = judgeAges(found, (text) => warnings.say(text));
  warnings.end();
  const late = [...plan.failures, ...stale, ...found.stops.map(propagationFailure)];
  for (const { spacecraft, reason, at } of late)
    line(`error: ${spacecraft}: ${reason}${at === undefined ? '' : `, from ${at}`}`);
  const errors = [...refused.map(refusedFailure), ...listed.failures, ...late];
  const { model, table } = found;
  const answer = { model, count: table.count, windows: () => table.windows(), errors };
  await writeAnswer(io, answer, request.format, now);
  // A spacecraft that has an error and no contact gave nothing; if none gave anything the command failed.
  const failed = new Set(late.map(({ spacecraft }) => spacecraft));
  const gave = new Set(
    found.subjects
      .filter((_, index) => {
        const own = found.ages[index];
        return own !== undefined && own.contacts > own.withheld;
      })
      .map(({ spacecraft }) => spacecraft),
  );
  return listed.spacecraft.some(({ spacecraft }) => !failed.has(spacecraft) || gave.has(spacecraft)) ? 0 : 1;
}

/**
 * Runs `smms contacts`: the answer on stdout, warnings and errors a line each on stderr. Gives the exit code: 0, or 1 when an argument
 * or a file is wrong or nothing could be computed. Rejects with ContactsWorkerError when a thread fails.
 */
export async function runContacts(options: ContactsOptions, tools: ContactsTools): Promise<number> {
  let code = 0;
  const failure = await runOffline(tools.io, async () => {
    code = await compute(options, tools);
  });
  return failure === 0 ? code : failure;
}
