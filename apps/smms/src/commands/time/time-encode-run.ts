import {
  asciiFromTaiPicoseconds,
  bytesToHex,
  cdsFromTaiPicoseconds,
  cucFromTaiPicoseconds,
  encodeAsciiTime,
  encodeCds,
  encodeCuc,
} from '@app/ccsds';
import { type TaiPicoseconds } from '@app/time';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo } from '../offline/offline-io.js';
import { choice, runOffline } from '../offline/run-offline.js';
import { timeCodes } from './time-decode-run.js';
import { type BinaryCode, readFormat } from './time-code-format.js';
import { forOption, hexOption, utcOption } from './time-input.js';

/** As commander gives them. */
export interface TimeEncodeOptions {
  readonly code: string;
  readonly utc: string;
  readonly epoch?: string | undefined;
  readonly pField?: string | undefined;
}

/**
 * Runs `smms time encode`: the octets of a UTC time, one line of JSON on stdout; `hex` is what `time decode` takes. Gives the exit code: 0,
 * or 1 when an argument is wrong.
 */
export function runTimeEncode(options: TimeEncodeOptions, io: Pick<OfflineIo, 'stdout' | 'stderr'>): Promise<number> {
  return runOffline(io, async () => {
    const code = choice('--code', options.code, timeCodes, 'cuc');
    const instant = utcOption('--utc', options.utc);
    const line = code === 'ascii' ? encodeAscii(instant) : encodeBinary(code, instant, options);
    await io.stdout(`${JSON.stringify({ code, ...line })}\n`);
  });
}

function encodeAscii(instant: TaiPicoseconds): object {
  const text = (code: 'A' | 'B'): string =>
    forOption('--utc', () =>
      encodeAsciiTime(asciiFromTaiPicoseconds(instant, { code, decimals: 12, terminated: true })),
    );
  const codeA = text('A');
  return { codeA, codeB: text('B'), hex: bytesToHex(Buffer.from(codeA, 'latin1')) };
}

function encodeBinary(
  code: 'cuc' | 'cds',
  instant: TaiPicoseconds,
  { pField: pFieldText, epoch }: TimeEncodeOptions,
): object {
  if (pFieldText === undefined)
    throw new OfflineInputError('--p-field', 'hexadecimal digits of the format, as 1e for CUC or 41 for CDS', 'none');
  const pField = hexOption('--p-field', pFieldText);
  const binary = readFormat(code, pField, '--p-field', epoch);
  const octets = forOption('--utc', () => tFieldOf(instant, binary));
  const tField = bytesToHex(octets);
  const stated = bytesToHex(pField.subarray(0, binary.pFieldLength));
  return { pField: stated, tField, hex: stated + tField };
}

function tFieldOf(instant: TaiPicoseconds, { code, format }: BinaryCode): Uint8Array {
  return code === 'cuc'
    ? encodeCuc(cucFromTaiPicoseconds(instant, format), format)
    : encodeCds(cdsFromTaiPicoseconds(instant, format), format);
}
