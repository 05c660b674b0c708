// Frame error control field: CRC-16 of 132.0-B, 732.0-B, 232.0-B and of PUS packets (trap 10): x^16+x^12+x^5+1, preset to ones, not
// reflected, nothing added at the end. Over octets that end in their own FECF the result is 0.
import { crc16Update } from '@app/kernels';
import { CodecError } from '../codec-error.js';

/** A range that does not lie in the octets. */
export class Crc16Error extends CodecError {
  override readonly name = 'Crc16Error';
}

/** CRC-16 of `bytes` from `start` up to, not including, `end`: 0 to 0xFFFF. Throws Crc16Error. */
export function crc16(bytes: Uint8Array, start = 0, end = bytes.length): number {
  if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= bytes.length))
    throw new Crc16Error('CRC-16', 'range', `within ${bytes.length} octets`, `${start} to ${end}`);
  return crc16Update(0xffff, bytes, start, end);
}
