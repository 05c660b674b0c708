import {
  CodecError,
  ENCAPSULATION_VERSION,
  SPACE_PACKET_HEADER_LENGTH,
  SPACE_PACKET_MAX_LENGTH,
  encapsulationHeaderLength,
  encapsulationPacketLength,
  parseSpacePacketHeader,
} from '@app/ccsds';
import { z } from 'zod';
import { OfflineInputError } from '../../offline/offline-input.error.js';
import { type OfflineIo, readInput } from '../../offline/offline-io.js';
import { isText } from '../source/input-format.js';
import { hexOctets } from '../source/hex-line-reader.js';
import { LineReader, MAX_LINE_CHARACTERS, type TextLine } from '../source/line-reader.js';
import { OctetQueue } from '../source/octet-queue.js';

/** What one frame service is given: a packet, the bits of a B_PDU or the octets of a data field. */
export interface ServiceDataUnit {
  /** File and place, for messages. */
  readonly where: string;
  readonly octets: Uint8Array;
  /** As the file says it; undefined where it does not. */
  readonly virtualChannelId: number | undefined;
  readonly kind: 'space' | 'encap' | 'bitstream' | 'vca' | undefined;
  readonly validBits: number | undefined;
}

const jsonLine = z.object({
  kind: z.enum(['space', 'encap', 'bitstream', 'vca', 'gap']).optional(),
  good: z.boolean().optional(),
  hex: z.string().optional(),
  virtualChannelId: z.int().min(0).max(63).optional(),
  validBits: z.int().min(0).optional(),
});

/** Called for a line that holds nothing to send: a gap, or a packet with missing octets. */
export type OnLeftOut = (where: string, why: string) => void;

/**
 * The packets of a file: hexadecimal lines, JSON lines with `hex` (as `frames decode --emit packets --hex` gives them), or packets back
 * to back; told apart by the content. Throws OfflineInputError at the first thing that is none.
 */
export async function* readPackets(io: OfflineIo, path: string, onLeftOut: OnLeftOut): AsyncGenerator<ServiceDataUnit> {
  let reader: PacketReader | null = null;
  for await (const piece of readInput(io, '--packets', path)) {
    reader ??= readerFor(piece, path, onLeftOut);
    yield* reader.push(piece);
  }
  if (reader !== null) yield* reader.end();
}

interface PacketReader {
  push(piece: Uint8Array): Iterable<ServiceDataUnit>;
  end(): Iterable<ServiceDataUnit>;
}

function readerFor(first: Uint8Array, path: string, onLeftOut: OnLeftOut): PacketReader {
  if (!isText(first)) return new BinaryPackets(path);
  const lines = new LineReader();
  const isJson = Buffer.from(first).toString('latin1').trimStart().startsWith('{');
  const unitsOf = (read: TextLine[]): ServiceDataUnit[] =>
    read.flatMap(({ line, text }) => {
      const where = `--packets ${path}, line ${line}`;
      if (text === null) throw new OfflineInputError(where, `at most ${MAX_LINE_CHARACTERS} characters`, 'more');
      return isJson ? jsonUnit(where, text, onLeftOut) : [hexUnit(where, text)];
    });
  return { push: (piece) => unitsOf(lines.push(piece)), end: () => unitsOf(lines.end()) };
}

function hexUnit(where: string, text: string): ServiceDataUnit {
  const unit = { where, virtualChannelId: undefined, kind: undefined, validBits: undefined };
  return { ...unit, octets: octetsOf(where, text) };
}

function octetsOf(where: string, text: string): Uint8Array {
  const read = hexOctets(text);
  if (read.octets === null) throw new OfflineInputError(where, read.expected, read.found);
  if (read.octets.length === 0) throw new OfflineInputError(where, 'a packet', 'no octet');
  return read.octets;
}

function jsonUnit(where: string, text: string, onLeftOut: OnLeftOut): ServiceDataUnit[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new OfflineInputError(where, 'JSON', text.slice(0, 40));
  }
  const result = jsonLine.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new OfflineInputError(
      where,
      'a packet with its octets in hex',
      `${issue?.path.join('.')}: ${issue?.message}`,
    );
  }
  const { kind, good = true, hex, virtualChannelId, validBits } = result.data;
  if (kind === 'gap') return [];
  if (!good) {
    onLeftOut(where, 'a packet with missing octets is left out');
    return [];
  }
  if (hex === undefined) throw new OfflineInputError(where, 'a field hex with the packet', 'none');
  return [{ where, octets: octetsOf(`${where}: hex`, hex), virtualChannelId, kind, validBits }];
}

/** Packets back to back, each as long as its header says. */
class BinaryPackets implements PacketReader {
  private readonly queue = new OctetQueue();
  private taken = 0;

  constructor(private readonly path: string) {}

  *push(piece: Uint8Array): Generator<ServiceDataUnit> {
    this.queue.push(piece);
    for (;;) {
      const where = `--packets ${this.path}, octet ${this.taken}`;
      const length = packetLength(this.queue.peek(8), where);
      if (length === null || this.queue.length < length) return;
      const octets = this.queue.take(length);
      this.taken += length;
      yield { where, octets, virtualChannelId: undefined, kind: undefined, validBits: undefined };
    }
  }

  *end(): Generator<ServiceDataUnit> {
    if (this.queue.length > 0)
      throw new OfflineInputError(
        `--packets ${this.path}, octet ${this.taken}`,
        'a whole packet',
        `${this.queue.length} octets of one`,
      );
  }
}

/** Octets of the packet that begins here; null where more octets are needed to tell. Throws OfflineInputError. */
function packetLength(start: Uint8Array, where: string): number | null {
  const first = start[0];
  if (first === undefined) return null;
  const isEncapsulation = first >>> 5 === ENCAPSULATION_VERSION;
  const headerLength = isEncapsulation ? encapsulationHeaderLength(first) : SPACE_PACKET_HEADER_LENGTH;
  if (start.length < headerLength) return null;
  try {
    const length = isEncapsulation ? encapsulationPacketLength(start) : parseSpacePacketHeader(start).packetLength;
    if (length >= headerLength && length <= SPACE_PACKET_MAX_LENGTH) return length;
    throw new OfflineInputError(where, `a packet of ${headerLength} to ${SPACE_PACKET_MAX_LENGTH} octets`, `${length}`);
  } catch (error) {
    if (error instanceof CodecError)
      throw new OfflineInputError(`${where}: ${error.where}`, error.expected, error.found);
    throw error;
  }
}

/** Refuses octets that are not one whole packet, as `packetLength` would read them. Throws OfflineInputError. */
export function requireWholePacket({ where, octets }: ServiceDataUnit): void {
  const length = packetLength(octets.subarray(0, 8), where);
  if (length !== octets.length)
    throw new OfflineInputError(
      where,
      length === null ? 'a packet' : `a packet of ${length} octets`,
      `${octets.length}`,
    );
}
