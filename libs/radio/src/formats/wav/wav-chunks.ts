// The chunks that a reader of samples looks into.
import { octetsOf } from '../samples/sample-format.js';
import {
  WAVE_FORMAT_EXTENSIBLE,
  WAVE_FORMAT_IEEE_FLOAT,
  WAVE_FORMAT_PCM,
  WavError,
  type WavHeader,
} from './wav-header.js';

export type WavForm = Pick<WavHeader, 'sampleRateHz' | 'channels' | 'encoding'>;

const FORM_OCTETS = 16;
const EXTENSIBLE_OCTETS = 40;
/** The last 14 octets of the GUIDs whose first two are a format tag. */
const TAGGED_GUID = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

const encodings = new Map([
  [`${WAVE_FORMAT_PCM}:8`, 'u8'],
  [`${WAVE_FORMAT_PCM}:16`, 'i16'],
  [`${WAVE_FORMAT_PCM}:24`, 'i24'],
  [`${WAVE_FORMAT_PCM}:32`, 'i32'],
  [`${WAVE_FORMAT_IEEE_FLOAT}:32`, 'f32'],
  [`${WAVE_FORMAT_IEEE_FLOAT}:64`, 'f64'],
] as const);

const viewOf = (octets: Uint8Array): DataView => new DataView(octets.buffer, octets.byteOffset, octets.length);

/** What chunk `fmt ` says. Throws WavError. */
export function parseFormatChunk(octets: Uint8Array): WavForm {
  const refuse = (where: string, expected: string, found: unknown): never => {
    throw new WavError('WAV file', `chunk "fmt ", ${where}`, expected, String(found));
  };
  if (octets.length < FORM_OCTETS) refuse('length', `${FORM_OCTETS} octets or more`, octets.length);
  const view = viewOf(octets);
  let tag = view.getUint16(0, true);
  if (tag === WAVE_FORMAT_EXTENSIBLE) {
    if (octets.length < EXTENSIBLE_OCTETS) refuse('length', `${EXTENSIBLE_OCTETS} octets or more`, octets.length);
    if (TAGGED_GUID.some((octet, i) => octets[26 + i] !== octet))
      refuse('subformat', 'a GUID that states a format tag', 'another');
    tag = view.getUint16(24, true);
  }
  const channels = view.getUint16(2, true);
  if (channels !== 1 && channels !== 2) return refuse('channels', '1 (real) or 2 (I and Q)', channels);
  const bits = view.getUint16(14, true);
  const encoding = encodings.get(`${tag}:${bits}` as Parameters<typeof encodings.get>[0]);
  if (encoding === undefined)
    return refuse('form', 'PCM of 8, 16, 24 or 32 bits or float of 32 or 64', `format tag ${tag} of ${bits} bits`);
  const blockOctets = channels * octetsOf(encoding);
  if (view.getUint16(12, true) !== blockOctets) refuse('block align', blockOctets.toString(), view.getUint16(12, true));
  const sampleRateHz = view.getUint32(4, true);
  if (sampleRateHz === 0) refuse('sample rate', '1 Hz or more', 0);
  return { sampleRateHz, channels, encoding };
}

/** Octets of data that chunk `ds64` states. Throws WavError. */
export function parseDataSize64(octets: Uint8Array): number {
  const size = octets.length < 16 ? -1n : viewOf(octets).getBigUint64(8, true);
  if (size < 0n) throw new WavError('WAV file', 'chunk "ds64", length', '16 octets or more', `${octets.length}`);
  if (size > BigInt(Number.MAX_SAFE_INTEGER))
    throw new WavError('WAV file', 'chunk "ds64", data size', 'below 2^53 octets', `${size}`);
  return Number(size);
}

/** The frequency that chunk `auxi` states after its two times of 16 octets each, hertz; null where it is too short or states 0. */
export function parseCentreFrequency(octets: Uint8Array): number | null {
  return octets.length < 36 ? null : viewOf(octets).getUint32(32, true) || null;
}
