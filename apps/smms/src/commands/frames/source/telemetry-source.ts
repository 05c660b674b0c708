import { type CodedFrame } from '@app/ccsds';
import { linkDecoder } from '../link/any-link.js';
import { type BitStreamSynchroniser, bitStreamSynchroniser } from './bit-stream-synchroniser.js';
import { CodeblockOpener, type TelemetryLink } from './codeblock-opener.js';
import { HexLineReader, type HexLine, faultText } from './hex-line-reader.js';
import { type InputFormat } from './input-format.js';
import { OctetQueue } from './octet-queue.js';
import { type FrameSource, type ReceivedFrame, noFrame } from './received-frame.js';
import { TelemetryLineOpener } from './telemetry-line.js';

/** The frames of TM and AOS links in one of the formats. */
export function telemetrySource(profile: TelemetryLink, format: InputFormat): FrameSource {
  const opener = new CodeblockOpener(profile);
  switch (format) {
    case 'hex-lines':
      return new LineSource(new TelemetryLineOpener(profile, opener));
    case 'binary':
      return new FixedLengthSource(profile, opener);
    case 'cadu-stream':
      return new StreamSource(profile, opener);
  }
}

class LineSource implements FrameSource {
  private readonly reader = new HexLineReader();

  constructor(private readonly opener: TelemetryLineOpener) {}

  push(piece: Uint8Array): ReceivedFrame[] {
    return this.reader.push(piece).map((line) => this.frameOf(line));
  }

  end(): ReceivedFrame[] {
    return this.reader.end().map((line) => this.frameOf(line));
  }

  private frameOf({ line, ...read }: HexLine): ReceivedFrame {
    return read.octets === null ? noFrame(faultText(read), { line }) : this.opener.open(read.octets, { line });
  }
}

class FixedLengthSource implements FrameSource {
  private readonly queue = new OctetQueue();
  private readonly length: number;
  private taken = 0;

  constructor(
    private readonly profile: TelemetryLink,
    private readonly opener: CodeblockOpener,
  ) {
    this.length = opener.codeblockLength;
  }

  push(piece: Uint8Array): ReceivedFrame[] {
    this.queue.push(piece);
    const frames: ReceivedFrame[] = [];
    while (this.queue.length >= this.length) {
      const octets = this.queue.take(this.length);
      const place = { firstOctet: this.taken };
      this.taken += octets.length;
      frames.push(this.profile.reedSolomon === null ? { octets, errors: [], place } : this.opener.open(octets, place));
    }
    return frames;
  }

  end(): ReceivedFrame[] {
    const octets = this.queue.take(this.length);
    if (octets.length === 0) return [];
    const reason = `expected ${this.length} octets, found ${octets.length} before the end of the input`;
    return [noFrame(reason, { firstOctet: this.taken }, octets)];
  }
}

/** CADUs at any bit, behind whatever coding the whole stream has. */
export class StreamSource implements FrameSource {
  private readonly synchroniser: BitStreamSynchroniser;

  constructor(
    profile: TelemetryLink,
    private readonly opener: CodeblockOpener,
    soft = false,
  ) {
    const link = linkDecoder(profile);
    // Trap 9: what confirms a frame that no other confirms is its content.
    const isFrame = (codeblock: Uint8Array): boolean =>
      link.read(opener.open(codeblock, { firstBit: 0 })).frame !== null;
    this.synchroniser = bitStreamSynchroniser(profile, { codeblockLength: opener.codeblockLength, isFrame }, soft);
  }

  push(piece: Uint8Array): ReceivedFrame[] {
    return this.synchroniser.push(piece).map((frame) => this.opened(frame));
  }

  end(): ReceivedFrame[] {
    return this.synchroniser.flush().map((frame) => this.opened(frame));
  }

  private opened({ codeblock, firstBitIndex, ...sync }: CodedFrame): ReceivedFrame {
    const { inverted, asmErrors, state, slippedBits } = sync;
    return this.opener.open(codeblock, { firstBit: firstBitIndex }, { inverted, asmErrors, state, slippedBits });
  }
}
