import { crc32 } from 'node:zlib';
import { decodeJson, encodeJson, type JsonObject } from '../bus/json.js';
import { InvalidRecordError } from './frame-log.errors.js';
import { type FrameRecord, type LoggedRecord, MAX_RECORD_BYTES } from './frame-log.port.js';

// A record on disk, big-endian:
//   0 u32  length of all that follows the CRC
//   4 u32  CRC-32 (zlib's) over the length and all that follows the CRC
//   8 u64  sequence
//  16 u64  every sequence below this one was durable when this record was written (tells a torn write from later damage)
//  24 u32  length of the header
//  28 u16  length of the id, 0 for none
//  30      id (ASCII), header (JSON, UTF-8), payload
const PREFIX = 30;
const COUNTED_FROM = 8;
const MIN_LENGTH = PREFIX - COUNTED_FROM;
const MAX_LENGTH = MIN_LENGTH + MAX_RECORD_BYTES;
const idForm = /^[\x21-\x7e]{1,255}$/;

/**
 * The record in bytes, to be sealed before it is written.
 * @param index its place in the batch, for the error
 * @throws InvalidRecordError, NotJsonError
 */
export function encodeRecord({ header, payload, id }: FrameRecord, index: number): Buffer {
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw new InvalidRecordError(index, 'header', 'a JSON object', typeof header);
  // Not `instanceof`: bytes may come from another realm.
  if (Object.prototype.toString.call(payload) !== '[object Uint8Array]')
    throw new InvalidRecordError(index, 'payload', 'a Uint8Array', typeof payload);
  if (id !== undefined && !idForm.test(id))
    throw new InvalidRecordError(index, 'id', '1 to 255 printable ASCII characters without blanks', JSON.stringify(id));
  const json = Buffer.from(encodeJson(`the header of record ${index}`, header), 'utf8');
  const idLength = id === undefined ? 0 : id.length;
  const size = idLength + json.length + payload.length;
  if (size > MAX_RECORD_BYTES)
    throw new InvalidRecordError(index, 'size', `at most ${MAX_RECORD_BYTES} bytes`, `${size} bytes`);
  const bytes = Buffer.allocUnsafe(PREFIX + size);
  bytes.writeUInt32BE(MIN_LENGTH + size, 0);
  bytes.writeUInt32BE(json.length, 24);
  bytes.writeUInt16BE(idLength, 28);
  if (id !== undefined) bytes.write(id, PREFIX, 'latin1');
  bytes.set(json, PREFIX + idLength);
  bytes.set(payload, PREFIX + idLength + json.length);
  return bytes;
}

function crcOf(bytes: Buffer, at: number, end: number): number {
  return crc32(bytes.subarray(at + COUNTED_FROM, end), crc32(bytes.subarray(at, at + 4)));
}

/** Gives an encoded record its sequence and its CRC. */
export function sealRecord(bytes: Buffer, sequence: number, durableBelow: number): void {
  bytes.writeBigUInt64BE(BigInt(sequence), 8);
  bytes.writeBigUInt64BE(BigInt(durableBelow), 16);
  bytes.writeUInt32BE(crcOf(bytes, 0, bytes.length), 4);
}

export interface StoredRecord {
  readonly kind: 'record';
  readonly sequence: number;
  readonly durableBelow: number;
  /** Where it starts and ends in the bytes given. */
  readonly start: number;
  readonly end: number;
}
export type Decoded =
  | StoredRecord
  /** The record goes on beyond the bytes given; `need` bytes from its start would tell more. */
  | { readonly kind: 'short'; readonly need: number }
  | { readonly kind: 'bad'; readonly reason: string };

/** The record that starts at a byte, checked by its CRC. */
export function decodeRecord(bytes: Buffer, start: number): Decoded {
  if (start + 4 > bytes.length) return { kind: 'short', need: PREFIX };
  const length = bytes.readUInt32BE(start);
  if (length < MIN_LENGTH || length > MAX_LENGTH) return { kind: 'bad', reason: `no record has the length ${length}` };
  const end = start + COUNTED_FROM + length;
  if (end > bytes.length) return { kind: 'short', need: COUNTED_FROM + length };
  if (crcOf(bytes, start, end) !== bytes.readUInt32BE(start + 4)) return { kind: 'bad', reason: 'the CRC differs' };
  if (bytes.readUInt32BE(start + 24) + bytes.readUInt16BE(start + 28) > length - MIN_LENGTH)
    return { kind: 'bad', reason: 'id and header are longer than the record' };
  return {
    kind: 'record',
    sequence: Number(bytes.readBigUInt64BE(start + 8)),
    durableBelow: Number(bytes.readBigUInt64BE(start + 16)),
    start,
    end,
  };
}

/** Length of a stored record's payload, in bytes. */
export function payloadLength(bytes: Buffer, { start, end }: StoredRecord): number {
  return end - start - PREFIX - bytes.readUInt32BE(start + 24) - bytes.readUInt16BE(start + 28);
}

/** The record for the reader; it keeps no view of `bytes`. */
export function openRecord(bytes: Buffer, { sequence, start, end }: StoredRecord): LoggedRecord {
  const headerAt = start + PREFIX + bytes.readUInt16BE(start + 28);
  const payloadAt = headerAt + bytes.readUInt32BE(start + 24);
  const header = decodeJson(bytes.toString('utf8', headerAt, payloadAt)) as JsonObject;
  const payload = new Uint8Array(end - payloadAt);
  payload.set(bytes.subarray(payloadAt, end));
  const id = bytes.toString('latin1', start + PREFIX, headerAt);
  return id === '' ? { sequence, header, payload } : { sequence, header, payload, id };
}
