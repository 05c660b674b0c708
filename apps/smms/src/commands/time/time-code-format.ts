import { type CdsFormat, type CucFormat, parseCdsPField, parseCucPField } from '@app/ccsds';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { epochDayOption, epochOption, forOption } from './time-input.js';

export type BinaryCode =
  | { readonly code: 'cuc'; readonly format: CucFormat; readonly pFieldLength: number }
  | { readonly code: 'cds'; readonly format: CdsFormat; readonly pFieldLength: number };

const EPOCH = 'the agency epoch that the P-field speaks of';

/**
 * The format that the P-field at the start of `octets` states; `option` is where they come from. An epoch of the options stands in for the
 * P-field's own, too. Throws OfflineInputError.
 */
export function readFormat(
  code: 'cuc' | 'cds',
  octets: Uint8Array,
  option: string,
  epoch: string | undefined,
): BinaryCode {
  if (code === 'cuc') {
    const agencyEpoch = epochOption(epoch);
    if (agencyEpoch === undefined && ((octets[0]! >>> 4) & 7) === 2)
      throw new OfflineInputError('--epoch', EPOCH, 'none');
    const { format, length } = forOption(option, () => parseCucPField(octets, 0, agencyEpoch));
    const withEpoch = agencyEpoch === undefined ? format : { ...format, epoch: agencyEpoch };
    return { code, format: withEpoch, pFieldLength: length };
  }
  const epochDay = epochDayOption(epoch);
  if (epochDay === undefined && (octets[0]! & 0xf8) === 0x48) throw new OfflineInputError('--epoch', EPOCH, 'none');
  const format = forOption(option, () => parseCdsPField(octets[0]!, epochDay));
  return { code, format: epochDay === undefined ? format : { ...format, epochDay }, pFieldLength: 1 };
}

/** Whether the P-field speaks of an agency epoch, or of 1958-01-01. */
export function statesAgencyEpoch(code: 'cuc' | 'cds', pField: Uint8Array): boolean {
  return code === 'cuc' ? ((pField[0]! >>> 4) & 7) === 2 : (pField[0]! & 8) !== 0;
}

const submilliseconds = { none: 1e-3, microseconds: 1e-6, picoseconds: 1e-12 } as const;

/** The last place of a code, seconds. */
export function resolutionS({ code, format }: BinaryCode): number {
  return code === 'cuc' ? 256 ** -format.fineOctets : submilliseconds[format.submillisecond];
}
