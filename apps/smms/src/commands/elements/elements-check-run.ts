import Table from 'cli-table3';
import { describePlace } from '@app/orbit';
import { type Tai, formatUtc } from '@app/time';
import { LineWriter } from '../offline/line-writer.js';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo } from '../offline/offline-io.js';
import { choice, runOffline } from '../offline/run-offline.js';
import { type ElementReport, elementReport } from './element-report.js';
import { type EphemerisReport, type SegmentReport, ephemerisReport } from './ephemeris-report.js';
import { instantOption } from './instant-option.js';
import { type MotionFile, readMotionFile } from './motion-file.js';

/** The options of `smms elements check` as commander gives them. */
export interface ElementsCheckOptions {
  readonly files: readonly string[];
  readonly at?: string | undefined;
  readonly format?: string | undefined;
}

interface Refusal {
  /** Line, column, number of the set in its file. */
  readonly place: string;
  readonly field: string;
  readonly object: string | null;
  readonly message: string;
}

interface FileReport {
  readonly file: string;
  /** Null where the form is not known or the whole text is wrong. */
  readonly format: string | null;
  readonly elementSets: readonly ElementReport[];
  readonly ephemeris: EphemerisReport | null;
  readonly refused: readonly Refusal[];
}

function reportOf({ file, format, elementSets, refused, oem }: MotionFile, at: Tai): FileReport {
  return {
    ...{ file, format, elementSets: elementSets.map((set) => elementReport(set, at)) },
    ephemeris: oem === undefined ? null : ephemerisReport(oem),
    refused: refused.map(({ error }) => ({
      place: describePlace(error.place),
      field: error.field,
      object: error.objectName ?? null,
      message: error.message,
    })),
  };
}

async function reportOfFile(io: OfflineIo, file: string, at: Tai): Promise<FileReport> {
  try {
    return reportOf(await readMotionFile(io, 'file', file), at);
  } catch (error) {
    if (!(error instanceof OfflineInputError)) throw error;
    const refusal = { place: error.where, field: 'file', object: null, message: error.message };
    return { file, format: null, elementSets: [], ephemeris: null, refused: [refusal] };
  }
}

const sgp4Text = ({ sgp4, sgp4Stops }: ElementReport): string =>
  sgp4Stops.length === 0
    ? sgp4
    : `${sgp4}: ${sgp4Stops.map(({ code, reason, at }) => `error ${code} (${reason}) at ${at}`).join('; ')}`;

function elementTable(sets: readonly ElementReport[]): string {
  const table = new Table({
    head: [
      'object',
      'number',
      'epoch (UTC)',
      'age d',
      'verdict',
      'perigee x apogee km',
      'incl',
      'period min',
      'orbit',
      'SGP4 within 14 d',
    ],
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'left', 'right', 'left', 'right', 'right', 'right', 'left', 'left'],
  });
  for (const set of sets)
    table.push([
      set.object,
      set.catalogNumber ?? '',
      set.epoch,
      set.ageDays.toFixed(1),
      set.verdict,
      `${set.perigeeKm.toFixed(0)} x ${set.apogeeKm.toFixed(0)}`,
      set.inclinationDeg.toFixed(2),
      set.periodMin.toFixed(2),
      set.orbit,
      sgp4Text(set),
    ]);
  return table.toString();
}

const stepText = ({ shortestStepS, longestStepS }: SegmentReport): string => {
  if (shortestStepS === null || longestStepS === null) return '';
  return shortestStepS === longestStepS ? String(shortestStepS) : `${shortestStepS} to ${longestStepS}`;
};

function ephemerisTable({ created, originator, segments }: EphemerisReport): string {
  const table = new Table({
    head: ['object', 'id', 'frame', 'time', 'usable from', 'to', 'states', 'step s', 'interpolation'],
    style: { head: [], border: [] },
  });
  for (const segment of segments)
    table.push([
      ...[segment.object, segment.objectId, segment.frame, segment.timeSystem],
      ...[segment.from ?? 'never', segment.to ?? '', segment.states, stepText(segment), segment.interpolation],
    ]);
  return `ephemeris of ${originator}, made ${created}\n${table.toString()}`;
}

function tableOf({ file, format, elementSets, ephemeris, refused }: FileReport): string {
  return [
    `${file}: ${format ?? 'not readable'}, ${elementSets.length + (ephemeris?.segments.length ?? 0)} good, ${refused.length} refused`,
    ...(elementSets.length > 0 ? [elementTable(elementSets)] : []),
    ...(ephemeris === null ? [] : [ephemerisTable(ephemeris)]),
  ].join('\n');
}

/** Everything in a report that is refused, a line each. */
function* refusalsOf({ file, format, elementSets, ephemeris, refused }: FileReport): Generator<string, void> {
  for (const { message } of refused) yield format === null ? `error: ${message}` : `error: ${file}: ${message}`;
  for (const set of elementSets) if (set.sgp4 === 'unusable') yield `error: ${file}: ${set.object}: ${sgp4Text(set)}`;
  if (ephemeris !== null && ephemeris.error !== null) yield `error: ${file}: ${ephemeris.error}`;
}

async function check(options: ElementsCheckOptions, io: OfflineIo, now: () => Promise<Tai>): Promise<number> {
  const format = choice('--format', options.format, ['json', 'table'], 'table');
  const at = options.at === undefined ? await now() : instantOption('--at', options.at);
  const writer = new LineWriter(io.stdout);
  const reports: FileReport[] = [];
  let refused = 0;
  for (const file of options.files) {
    const report = await reportOfFile(io, file, at);
    for (const line of refusalsOf(report)) {
      io.stderr(`${line}\n`);
      refused++;
    }
    if (format === 'json') reports.push(report);
    else await writer.line(tableOf(report));
  }
  if (format === 'json') await writer.line(JSON.stringify({ at: formatUtc(at), files: reports }, null, 2));
  await writer.flush();
  return refused === 0 ? 0 : 1;
}

/**
 * Runs `smms elements check`. Gives the exit code: 1 when a file or a set is refused, SGP4 cannot use a set even at its epoch, or an
 * argument is wrong. Age alone refuses nothing here: it depends on what the elements shall be used for.
 */
export async function runElementsCheck(
  options: ElementsCheckOptions,
  io: OfflineIo,
  now: () => Promise<Tai>,
): Promise<number> {
  let code = 0;
  const failure = await runOffline(io, async () => {
    code = await check(options, io, now);
  });
  return failure === 0 ? code : failure;
}
