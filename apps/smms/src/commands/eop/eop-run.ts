import {
  type EarthOrientationSeries,
  earthOrientationOfTable,
  earthOrientationStatus,
  earthOrientationWarnings,
  shippedEarthOrientation,
} from '@app/orbit';
import { type Tai, formatUtc, taiMinusUtcSeconds, utcDayOf } from '@app/time';
import { instantOption } from '../elements/instant-option.js';
import { type OfflineIo } from '../offline/offline-io.js';
import { choice, runOffline } from '../offline/run-offline.js';
import { readEarthOrientationFile } from './eop-file.js';

/** The options of `smms eop check` and `smms eop show` as commander gives them. */
export interface EopOptions {
  /** Undefined: the shipped slice. */
  readonly file?: string | undefined;
  readonly at?: string | undefined;
  readonly format?: string | undefined;
}

interface EopReport {
  readonly source: string;
  readonly format: 'finals2000a' | 'json' | 'shipped slice';
  readonly rows: number | null;
  readonly from: string | null;
  readonly to: string | null;
  /** The last measurement; null where all is predicted. */
  readonly measuredTo: string | null;
  readonly predictedTo: string | null;
  readonly at: string;
  readonly status: 'measured' | 'predicted' | 'outside';
  readonly ut1MinusUtcSeconds: number;
  readonly xpArcsec: number;
  readonly ypArcsec: number;
}

const ARCSEC_PER_RAD = (180 / Math.PI) * 3600;
const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

function reportOf(
  series: EarthOrientationSeries,
  read: { readonly format: EopReport['format']; readonly rows: number | null },
  at: Tai,
): EopReport {
  const { coverage, description } = series;
  const { ut1MinusTaiSeconds, poleXRad, poleYRad } = series.at(at);
  const text = (instant: Tai | undefined): string | null => (instant === undefined ? null : formatUtc(instant, 0));
  return {
    source: description,
    ...read,
    from: text(coverage?.from),
    to: text(coverage?.to),
    measuredTo: text(coverage?.measuredTo),
    predictedTo: coverage?.measuredTo === coverage?.to ? null : text(coverage?.to),
    at: formatUtc(at),
    status: earthOrientationStatus(series, at, at),
    // UT1 - UTC is what the tables print, to 1e-7 s and 1e-6 arcseconds.
    ut1MinusUtcSeconds: rounded(ut1MinusTaiSeconds + taiMinusUtcSeconds(utcDayOf(at).utcDay), 7),
    xpArcsec: rounded(poleXRad * ARCSEC_PER_RAD, 6),
    ypArcsec: rounded(poleYRad * ARCSEC_PER_RAD, 6),
  };
}

function textOf(report: EopReport): string {
  const lines: readonly (readonly [string, string])[] = [
    ['source', report.source],
    ['form', report.rows === null ? report.format : `${report.format}, ${report.rows} rows`],
    ['from', report.from ?? ''],
    ['measured to', report.measuredTo ?? 'nothing is measured'],
    ['predicted to', report.predictedTo ?? 'nothing is predicted'],
    [
      'at',
      `${report.at}: ${report.status === 'outside' ? 'outside of the table, UT1 = UTC is the fallback' : report.status}`,
    ],
    ['UT1-UTC', `${report.ut1MinusUtcSeconds.toFixed(7)} s`],
    ['pole x, y', `${report.xpArcsec.toFixed(6)}, ${report.ypArcsec.toFixed(6)} arcsec`],
  ];
  return lines.map(([name, value]) => `${name.padEnd(14)}${value}\n`).join('');
}

/**
 * Runs `smms eop check` and `smms eop show`: what a table of Earth orientation holds, and its values at an instant, on stdout; what is
 * doubtful at that instant on stderr. Gives the exit code: 1 when the file cannot be used, with the line or entry on stderr.
 */
export async function runEop(options: EopOptions, io: OfflineIo, now: () => Promise<Tai>): Promise<number> {
  return runOffline(io, async () => {
    const format = choice('--format', options.format, ['json', 'table'], 'table');
    const at = options.at === undefined ? await now() : instantOption('--at', options.at);
    const table = options.file === undefined ? undefined : await readEarthOrientationFile(io, 'file', options.file);
    const series = table === undefined ? shippedEarthOrientation : earthOrientationOfTable(table);
    const read = { format: table?.format ?? ('shipped slice' as const), rows: table?.rows.length ?? null };
    const report = reportOf(series, read, at);
    await io.stdout(format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : textOf(report));
    for (const warning of earthOrientationWarnings(series, at, at)) io.stderr(`warning: ${warning}\n`);
  });
}
