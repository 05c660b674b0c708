// CCSDS unsegmented time code: 301.0-B-4, 3.2. Level 1 counts TAI seconds from 1958-01-01, level 2 from an agency's epoch (traps 31, 32,
// 34). Raw counts are kept exact; nanoseconds and picoseconds are derived.
import {
  NS_PER_SECOND,
  PS_PER_SECOND,
  type Tai,
  type TaiPicoseconds,
  picosecondCount,
  taiPicosecondsFromCount,
  taiPicosecondsFromTai,
} from '@app/time';
import { CodecError } from '../codec-error.js';

/** A P-field that is not CUC, octets of the wrong number, or a time outside the code's range. */
export class CucError extends CodecError {
  override readonly name = 'CucError';
}

export interface CucFormat {
  /** Octets of whole seconds, 1 to 7. */
  readonly coarseOctets: number;
  /** Octets of the fraction, 0 to 10. */
  readonly fineOctets: number;
  /** Agency epoch (level 2) as an instant; absent: 1958-01-01 TAI (level 1). */
  readonly epoch?: Tai;
}

/** The T-field as it was read: whole seconds since the epoch, and a fraction in units of 256^-fineOctets seconds. */
export interface CucTime {
  readonly coarse: bigint;
  readonly fine: bigint;
}

const CODE_TAI_1958 = 1;
const CODE_AGENCY_EPOCH = 2;

function requireFormat({ coarseOctets, fineOctets }: CucFormat): void {
  if (!Number.isInteger(coarseOctets) || coarseOctets < 1 || coarseOctets > 7)
    throw new CucError('CUC', 'coarse octets', '1 to 7', String(coarseOctets));
  if (!Number.isInteger(fineOctets) || fineOctets < 0 || fineOctets > 10)
    throw new CucError('CUC', 'fine octets', '0 to 10', String(fineOctets));
}

/** The P-field of a format: one octet, or two for more than four coarse or three fine octets. Throws CucError. */
export function encodeCucPField(format: CucFormat): Uint8Array {
  requireFormat(format);
  const { coarseOctets, fineOctets, epoch } = format;
  const code = epoch === undefined ? CODE_TAI_1958 : CODE_AGENCY_EPOCH;
  const extraCoarse = Math.max(0, coarseOctets - 4);
  const extraFine = Math.max(0, fineOctets - 3);
  const first = (code << 4) | ((coarseOctets - extraCoarse - 1) << 2) | (fineOctets - extraFine);
  if (extraCoarse === 0 && extraFine === 0) return Uint8Array.of(first);
  return Uint8Array.of(0x80 | first, (extraCoarse << 5) | (extraFine << 2));
}

/**
 * The format that a P-field at `offset` states, and how many octets it takes. An agency-epoch code needs `agencyEpoch`. Trap 32: the second
 * octet adds bits 1-2 to the coarse and bits 3-5 to the fine octets. Throws CucError.
 */
export function parseCucPField(
  bytes: Uint8Array,
  offset = 0,
  agencyEpoch?: Tai,
): { readonly format: CucFormat; readonly length: number } {
  const first = octetAt(bytes, offset);
  const code = (first >>> 4) & 7;
  if (code !== CODE_TAI_1958 && code !== CODE_AGENCY_EPOCH)
    throw new CucError('CUC P-field', 'time code identification', '1 or 2', `${code}`);
  let coarseOctets = ((first >>> 2) & 3) + 1;
  let fineOctets = first & 3;
  const extended = first >= 0x80;
  if (extended) {
    const second = octetAt(bytes, offset + 1);
    if (second >= 0x80) throw new CucError('CUC P-field', 'second extension flag', '0', '1');
    coarseOctets += (second >>> 5) & 3;
    fineOctets += (second >>> 2) & 7;
  }
  const length = extended ? 2 : 1;
  if (code === CODE_TAI_1958) return { format: { coarseOctets, fineOctets }, length };
  if (agencyEpoch === undefined) throw new CucError('CUC P-field', 'agency epoch', 'to be given by the caller', 'none');
  return { format: { coarseOctets, fineOctets, epoch: agencyEpoch }, length };
}

function octetAt(bytes: Uint8Array, offset: number): number {
  const octet = bytes[offset];
  if (octet === undefined) throw new CucError('CUC P-field', `octet ${offset}`, 'an octet', 'the end');
  return octet;
}

/** Reads a T-field at `offset`. Throws CucError when it is cut short. */
export function decodeCuc(bytes: Uint8Array, format: CucFormat, offset = 0): CucTime {
  requireFormat(format);
  const end = offset + format.coarseOctets + format.fineOctets;
  if (bytes.length < end)
    throw new CucError('CUC T-field', 'length', `${end - offset} octets`, `${bytes.length - offset}`);
  let coarse = 0n;
  let fine = 0n;
  for (let i = offset; i < offset + format.coarseOctets; i++) coarse = (coarse << 8n) | BigInt(bytes[i]!);
  for (let i = offset + format.coarseOctets; i < end; i++) fine = (fine << 8n) | BigInt(bytes[i]!);
  return { coarse, fine };
}

/** The T-field of raw counts. Throws CucError when they do not fit. */
export function encodeCuc(time: CucTime, format: CucFormat): Uint8Array {
  requireFormat(format);
  const { coarseOctets, fineOctets } = format;
  const bytes = new Uint8Array(coarseOctets + fineOctets);
  putCount(bytes, 0, coarseOctets, time.coarse, 'coarse');
  putCount(bytes, coarseOctets, fineOctets, time.fine, 'fine');
  return bytes;
}

function putCount(bytes: Uint8Array, offset: number, octets: number, value: bigint, where: string): void {
  if (value < 0n || value >> BigInt(8 * octets) !== 0n)
    throw new CucError('CUC T-field', where, `a count of ${octets} octets`, `${value}`);
  for (let i = 0; i < octets; i++) bytes[offset + i] = Number((value >> BigInt(8 * (octets - 1 - i))) & 0xffn);
}

/**
 * The instant of raw counts: the first nanosecond that lies in the tick, so that `cucFromTai` gives the counts back wherever a tick is not
 * shorter than a nanosecond (three fine octets or fewer). An exact fraction stays exact.
 */
export function taiFromCuc(time: CucTime, format: CucFormat): Tai {
  return (format.epoch ?? 0n) + sinceEpochOf(time, format, NS_PER_SECOND);
}

/** The same to the picosecond: counts of four fine octets or fewer come back. */
export function taiPicosecondsFromCuc(time: CucTime, format: CucFormat): TaiPicoseconds {
  return taiPicosecondsFromCount(epochCount(format) + sinceEpochOf(time, format, PS_PER_SECOND));
}

/** The raw counts of an instant: the tick that has begun (truncated). Throws CucError before the epoch or beyond the code's range. */
export function cucFromTai(tai: Tai, format: CucFormat): CucTime {
  return cucFromTaiPicoseconds(taiPicosecondsFromTai(tai), format);
}

/**
 * The raw counts of an instant: the tick that has begun (truncated). With five fine octets or more a tick is less than a picosecond and
 * the instant comes back. Throws CucError before the epoch or beyond the code's range.
 */
export function cucFromTaiPicoseconds(instant: TaiPicoseconds, format: CucFormat): CucTime {
  requireFormat(format);
  const sinceEpoch = picosecondCount(instant) - epochCount(format);
  if (sinceEpoch < 0n) throw new CucError('CUC', 'instant', 'not before the epoch', `${sinceEpoch} ps`);
  const coarse = sinceEpoch / PS_PER_SECOND;
  if (coarse >> BigInt(8 * format.coarseOctets) !== 0n)
    throw new CucError('CUC', 'instant', `seconds in ${format.coarseOctets} octets`, `${coarse} s`);
  const fine = ((sinceEpoch % PS_PER_SECOND) << BigInt(8 * format.fineOctets)) / PS_PER_SECOND;
  return { coarse, fine };
}

const epochCount = ({ epoch = 0n }: CucFormat): bigint => picosecondCount(taiPicosecondsFromTai(epoch));

/** The first whole one of `unitsPerSecond` that is not before the counts. */
function sinceEpochOf({ coarse, fine }: CucTime, { fineOctets }: CucFormat, unitsPerSecond: bigint): bigint {
  const ticks = 1n << BigInt(8 * fineOctets);
  return coarse * unitsPerSecond + (fine * unitsPerSecond + ticks - 1n) / ticks;
}
