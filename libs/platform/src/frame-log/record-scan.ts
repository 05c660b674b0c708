import { type FileHandle } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { decodeRecord, type StoredRecord } from './record-codec.js';

/** Where a record starts in a segment file. */
export interface Place {
  readonly sequence: number;
  readonly offset: number;
}

export interface ScannedChunk {
  readonly bytes: Buffer;
  /** Offset of `bytes` in the file. */
  readonly offset: number;
  readonly records: readonly StoredRecord[];
  /** What stops the scan behind these records, if anything does. */
  readonly damage?: Damage;
}

export interface Damage extends Place {
  readonly reason: string;
}

const CHUNK_BYTES = 256 * 1024;

async function readUpTo(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/**
 * The records of a file from a known place on, up to a byte, each checked: CRC and consecutive sequence. The last chunk names the
 * damage if the end was not reached record by record.
 */
export async function* scanRecords(file: FileHandle, from: Place, end: number): AsyncGenerator<ScannedChunk, void> {
  let { offset, sequence } = from;
  let size = CHUNK_BYTES;
  while (offset < end) {
    const bytes = await readUpTo(file, offset, Math.min(size, end - offset));
    const records: StoredRecord[] = [];
    let at = 0;
    let decoded = decodeRecord(bytes, at);
    while (decoded.kind === 'record' && decoded.sequence === sequence) {
      records.push(decoded);
      at = decoded.end;
      sequence++;
      decoded = decodeRecord(bytes, at);
    }
    const reason = stopReason(
      decoded,
      sequence,
      bytes.length,
      Math.min(size, end - offset),
      offset + bytes.length >= end,
    );
    if (reason !== undefined && at + offset < end) {
      yield { bytes, offset, records, damage: { sequence, offset: offset + at, reason } };
      return;
    }
    yield { bytes, offset, records };
    if (decoded.kind === 'short') size = Math.max(CHUNK_BYTES, decoded.need);
    offset += at;
  }
}

function stopReason(
  decoded: ReturnType<typeof decodeRecord>,
  sequence: number,
  got: number,
  wanted: number,
  atEnd: boolean,
): string | undefined {
  switch (decoded.kind) {
    case 'record':
      return `found sequence ${decoded.sequence}, expected ${sequence}`;
    case 'bad':
      return decoded.reason;
    case 'short':
      return atEnd || got < wanted ? 'the file ends within the record' : undefined;
  }
}

// Bytes looked at between two turns of the event loop.
const SEARCH_STEP = 64 * 1024;

/**
 * Whether a record that the file still holds behind the damage says that the damaged one was durable when it was written. Then the
 * damage is no torn write, and cutting the file there would lose what was acknowledged.
 */
export async function wasDurable(file: FileHandle, damage: Damage, end: number): Promise<boolean> {
  const rest = await readUpTo(file, damage.offset, end - damage.offset);
  for (let at = 0; at < rest.length; at++) {
    if (at % SEARCH_STEP === SEARCH_STEP - 1) await nextTurn();
    const decoded = plausible(rest, at, damage.sequence) ? decodeRecord(rest, at) : undefined;
    if (decoded?.kind === 'record' && decoded.durableBelow > damage.sequence) return true;
  }
  return false;
}

/** Cheap test before the CRC: the high half of the sequence, and of the durable mark, must be that of a count. */
function plausible(bytes: Buffer, at: number, above: number): boolean {
  return at + 24 <= bytes.length && bytes.readUInt16BE(at + 8) === 0 && Number(bytes.readBigUInt64BE(at + 8)) > above;
}
