import { type ReceivedFrame } from '../source/received-frame.js';
import { type PacketOutput } from './packet-output.js';

/** What is printed of a frame beside its place and coding. Null where a header could not be read. */
export interface FrameHeaderFields {
  readonly spacecraftId: number | null;
  readonly virtualChannelId: number | null;
  /** Virtual channel frame count, in TC frames N(S). */
  readonly frameCount: number | null;
  readonly masterChannelCount?: number;
  /** Hexadecimal digits. */
  readonly ocf?: string;
  /** As read: 2047 where no packet starts, 2046 where there is only idle data. */
  readonly firstHeaderPointer?: number;
  readonly isIdle: boolean;
  /** Further fields of the frame type. */
  readonly [field: string]: unknown;
}

/** A frame as far as it could be read. */
export interface FrameReading<Frame> {
  readonly fields: FrameHeaderFields;
  /** Null for an invalid frame: `errors` says why, and `fields` are what stands there, not to be believed. */
  readonly frame: Frame | null;
  readonly errors: readonly string[];
}

/** Reads the frames of one link, and the packets in them. Frame types differ here and nowhere else. */
export interface LinkDecoder<Frame> {
  read(received: ReceivedFrame): FrameReading<Frame>;
  /** What a valid frame, the next in order of reception, completes. `index` names it. */
  extract(frame: Frame, index: number): PacketOutput[];
  /** What the end of the input completes. */
  end(): PacketOutput[];
  /** Packets that have begun and not ended. */
  unfinished(): number;
}

export const noFields: FrameHeaderFields = {
  spacecraftId: null,
  virtualChannelId: null,
  frameCount: null,
  isIdle: false,
};

/** Reads with a parser that throws: where it does, the fields are what `lenient` makes of them. */
export function readWith<Frame>(
  received: ReceivedFrame,
  headerLength: number,
  parse: (octets: Uint8Array) => Frame,
  fields: (frame: Frame) => FrameHeaderFields,
  lenient: (octets: Uint8Array) => FrameHeaderFields,
  isRefusal: (error: unknown) => error is Error,
): FrameReading<Frame> {
  const { octets } = received;
  const invalid = (errors: readonly string[]): FrameReading<Frame> => ({
    fields: received.isNoFrame === true || octets.length < headerLength ? noFields : lenient(octets),
    frame: null,
    errors,
  });
  if (received.errors.length > 0) return invalid(received.errors);
  try {
    const frame = parse(octets);
    return { fields: fields(frame), frame, errors: [] };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return invalid([error.message]);
  }
}
