import { crc16 } from '@app/ccsds';
import { seededOctets } from '../../../../ccsds/src/testing/bits.js';
import type { TelemetryCoding } from '../telemetry-coding.js';

/** Short frames of the concatenated code, with FECF. */
export const shortCoding: TelemetryCoding = {
  frameLength: 128,
  asm: '1acffc1d',
  randomizer: 'ccsds-255',
  reedSolomon: { e: 16, interleave: 1, basis: 'dual', virtualFill: 95 },
  convolutional: { rate: '1/2', order: 'ccsds' },
  differential: false,
  fecf: true,
};

/** Frame `n` of a signal: seeded octets with their FECF. */
export function frameAt(n: number, length = shortCoding.frameLength): Uint8Array {
  const frame = seededOctets(length, 40 + n);
  const fecf = crc16(frame, 0, length - 2);
  frame.set([fecf >>> 8, fecf & 0xff], length - 2);
  return frame;
}
