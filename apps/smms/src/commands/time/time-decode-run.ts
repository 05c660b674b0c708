import {
  bytesToHex,
  cdsLength,
  decodeCds,
  decodeCuc,
  parseAsciiTime,
  taiPicosecondsFromAscii,
  taiPicosecondsFromCds,
  taiPicosecondsFromCuc,
  utcDayOfCds,
  type CdsFormat,
  type CdsTime,
} from '@app/ccsds';
import { utcEraOf } from '@app/time';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo } from '../offline/offline-io.js';
import { choice, runOffline } from '../offline/run-offline.js';
import { type InstantReport, reportInstant, reportWithoutTai } from './instant-report.js';
import { type BinaryCode, readFormat, resolutionS, statesAgencyEpoch } from './time-code-format.js';
import { forOption, hexOption } from './time-input.js';

/** As commander gives them. */
export interface TimeDecodeOptions {
  readonly code: string;
  readonly hex: string;
  readonly epoch?: string | undefined;
  readonly pField?: string | undefined;
}

export const timeCodes = ['cuc', 'cds', 'ascii'] as const;

/**
 * Runs `smms time decode`: raw counts and the instant in all scales, one line of JSON on stdout, warnings on stderr as well. Gives the
 * exit code: 0, or 1 when an argument is wrong.
 */
export function runTimeDecode(options: TimeDecodeOptions, io: Pick<OfflineIo, 'stdout' | 'stderr'>): Promise<number> {
  return runOffline(io, async () => {
    const code = choice('--code', options.code, timeCodes, 'cuc');
    const octets = hexOption('--hex', options.hex);
    const { warnings, ...line } = code === 'ascii' ? decodeAscii(octets, options) : decodeBinary(code, octets, options);
    await io.stdout(`${JSON.stringify({ ...line, warnings })}\n`);
    for (const warning of warnings) io.stderr(`warning: ${warning}\n`);
  });
}

type TimeLine = { readonly code: string } & InstantReport & Readonly<Record<string, unknown>>;

function decodeAscii(octets: Uint8Array, { epoch, pField }: TimeDecodeOptions): TimeLine {
  for (const [option, value] of Object.entries({ '--epoch': epoch, '--p-field': pField }))
    if (value !== undefined) throw new OfflineInputError(option, 'none with --code ascii', JSON.stringify(value));
  const text = Buffer.from(octets).toString('latin1');
  const raw = forOption('--hex', () => parseAsciiTime(text));
  const instant = forOption('--hex', () => taiPicosecondsFromAscii(raw));
  return {
    code: 'ascii',
    text,
    raw,
    resolutionS: 10 ** -(raw.fraction?.length ?? 0),
    epoch: null,
    ...reportInstant(instant),
  };
}

function decodeBinary(code: 'cuc' | 'cds', octets: Uint8Array, { epoch, pField: aside }: TimeDecodeOptions): TimeLine {
  // The P-field goes before the T-field, or both ends have agreed on it.
  const pFieldOctets = aside === undefined ? octets : hexOption('--p-field', aside);
  const binary = readFormat(code, pFieldOctets, aside === undefined ? '--hex' : '--p-field', epoch);
  const { pFieldLength } = binary;
  if (aside !== undefined && pFieldOctets.length !== pFieldLength)
    throw new OfflineInputError('--p-field', `${pFieldLength} octets`, `${pFieldOctets.length}`);
  const pField = pFieldOctets.subarray(0, pFieldLength);
  const tField = aside === undefined ? octets.subarray(pFieldLength) : octets;
  requireLength(tField, binary);
  const isAgency = statesAgencyEpoch(code, pField);
  const overridden = !isAgency && epoch !== undefined;
  const { raw, report } = instantOf(tField, binary);
  return {
    code,
    pField: bytesToHex(pField),
    tField: bytesToHex(tField),
    raw,
    resolutionS: resolutionS(binary),
    epoch: epoch ?? (code === 'cuc' ? '1958-01-01T00:00:00 TAI' : '1958-01-01'),
    ...report,
    warnings: [
      ...(overridden ? ['the P-field says that the epoch is 1958-01-01; the one of --epoch was taken'] : []),
      ...report.warnings,
    ],
  };
}

function requireLength(tField: Uint8Array, { code, format }: BinaryCode): void {
  const length = code === 'cuc' ? format.coarseOctets + format.fineOctets : cdsLength(format);
  if (tField.length !== length)
    throw new OfflineInputError('--hex', `a T-field of ${length} octets`, `${tField.length}`);
}

function instantOf(
  tField: Uint8Array,
  binary: BinaryCode,
): { readonly raw: Readonly<Record<string, unknown>>; readonly report: InstantReport } {
  if (binary.code === 'cuc') {
    const { format } = binary;
    const time = decodeCuc(tField, format);
    // As text: seven octets of seconds and ten of a fraction are more than a number of JSON holds.
    const raw = { coarse: `${time.coarse}`, fine: `${time.fine}`, fineUnit: `256^-${format.fineOctets} s` };
    return { raw, report: reportInstant(taiPicosecondsFromCuc(time, format)) };
  }
  const time = decodeCds(tField, binary.format);
  return { raw: { ...time }, report: reportCds(time, binary.format) };
}

function reportCds(time: CdsTime, format: CdsFormat): InstantReport {
  const utcDay = utcDayOfCds(time, format);
  if (utcEraOf(utcDay) !== 'none') return reportInstant(forOption('--hex', () => taiPicosecondsFromCds(time, format)));
  if (time.millisecondOfDay >= 86_400_000)
    throw new OfflineInputError('--hex: millisecond of day', 'below 86400000', `${time.millisecondOfDay}`);
  return reportWithoutTai({
    utcDay,
    picosecondOfDay: BigInt(time.millisecondOfDay) * 1_000_000_000n + subPicoseconds(time, format),
  });
}

const picosecondsOf = { none: 0n, microseconds: 1_000_000n, picoseconds: 1n } as const;
const subPicoseconds = ({ submillisecond }: CdsTime, format: CdsFormat): bigint =>
  BigInt(submillisecond) * picosecondsOf[format.submillisecond];
