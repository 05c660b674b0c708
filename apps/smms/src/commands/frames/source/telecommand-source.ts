import { type CltuReceiverOutput, CltuReceiver, TC_PRIMARY_HEADER_LENGTH, tcFrameLength } from '@app/ccsds';
import { type TcLinkFrame } from '@app/contracts';
import { HexLineReader, type HexLine, faultText } from './hex-line-reader.js';
import { type InputFormat } from './input-format.js';
import { OctetQueue } from './octet-queue.js';
import { type FramePlace, type FrameSource, type ReceivedFrame, noFrame } from './received-frame.js';

/** The frames of a TC link in one of the formats. */
export function telecommandSource(profile: TcLinkFrame, format: InputFormat): FrameSource {
  switch (format) {
    case 'hex-lines':
      return new LineSource(profile);
    case 'binary':
      return new LengthFieldSource();
    case 'cadu-stream':
      return new CltuSource(profile);
  }
}

export function cltuReceiver({ bch, randomizer }: Pick<TcLinkFrame, 'bch' | 'randomizer'>): CltuReceiver {
  return new CltuReceiver({ mode: bch, randomized: randomizer === 'ccsds-255' });
}

type ReceivedCltu = Extract<CltuReceiverOutput, { type: 'cltu' }>;

/** The frames of a CLTU, and what stands behind them where it is no fill. */
function framesOfCltu({ delimited, correctedBits }: ReceivedCltu, place: FramePlace): ReceivedFrame[] {
  const frames: ReceivedFrame[] = delimited.frames.map((octets) => ({ octets, errors: [], place, correctedBits }));
  const { rest, restLength } = delimited;
  if (rest === 'cut-short')
    frames.push(noFrame(`CLTU: expected a whole frame by its length field, found ${restLength} octets of it`, place));
  else if (rest === 'length-field')
    frames.push(noFrame(`CLTU: expected a frame, found a length field below ${TC_PRIMARY_HEADER_LENGTH + 1}`, place));
  else if (frames.length === 0) frames.push(noFrame('CLTU: expected a frame, found only fill', place));
  return frames;
}

/** Trap 24: a frame's version is 00, so that a line that begins with 11 (EB90) or 01 (55..., acquisition) is no bare frame. */
const beginsFrame = (octets: Uint8Array): boolean => octets[0]! >>> 6 === 0;

class LineSource implements FrameSource {
  private readonly reader = new HexLineReader();

  constructor(private readonly profile: TcLinkFrame) {}

  push(piece: Uint8Array): ReceivedFrame[] {
    return this.reader.push(piece).flatMap((line) => this.framesOf(line));
  }

  end(): ReceivedFrame[] {
    return this.reader.end().flatMap((line) => this.framesOf(line));
  }

  private framesOf({ line, ...read }: HexLine): ReceivedFrame[] {
    if (read.octets === null) return [noFrame(faultText(read), { line })];
    if (beginsFrame(read.octets)) return [{ octets: read.octets, errors: [], place: { line } }];
    const receiver = cltuReceiver(this.profile);
    const outputs = [...receiver.push(read.octets), ...receiver.reset()];
    const frames = outputs.flatMap((output) => (output.type === 'cltu' ? framesOfCltu(output, { line }) : []));
    if (frames.length > 0) return frames;
    const [abandoned] = outputs.flatMap((output) => (output.type === 'abandoned' ? [output.reason] : []));
    return [noFrame(`CLTU: expected ${lineFaults[abandoned ?? 'none']}`, { line })];
  }
}

const lineFaults = {
  'first-codeblock': 'a codeblock behind the start sequence, found one that cannot be decoded',
  'too-long': 'an end, found too many codeblocks',
  reset: 'a tail sequence, found the end of the line',
  none: 'the start sequence eb90, found none',
} as const;

/** Frames back to back, each as long as its length field says. Where that cannot be, there is no telling where the next begins. */
class LengthFieldSource implements FrameSource {
  private readonly queue = new OctetQueue();
  private taken = 0;
  private lost = false;

  push(piece: Uint8Array): ReceivedFrame[] {
    if (this.lost) return [];
    this.queue.push(piece);
    const frames: ReceivedFrame[] = [];
    while (this.queue.length >= TC_PRIMARY_HEADER_LENGTH) {
      const place = { firstOctet: this.taken };
      const header = this.queue.peek(TC_PRIMARY_HEADER_LENGTH);
      const length = tcFrameLength(header);
      if (length <= TC_PRIMARY_HEADER_LENGTH || !beginsFrame(header)) {
        const found = Buffer.from(header).toString('hex');
        frames.push(noFrame(`expected a frame header, found ${found}; what follows is not read`, place));
        this.lost = true;
        break;
      }
      if (this.queue.length < length) break;
      const octets = this.queue.take(length);
      this.taken += length;
      frames.push({ octets, errors: [], place });
    }
    return frames;
  }

  end(): ReceivedFrame[] {
    const left = this.queue.take(this.queue.length);
    if (this.lost || left.length === 0) return [];
    return [noFrame(`expected a whole frame, found ${left.length} octets of one`, { firstOctet: this.taken }, left)];
  }
}

/** CLTUs at any bit. A start sequence without a codeblock behind it is noise and gives nothing. */
class CltuSource implements FrameSource {
  private readonly receiver: CltuReceiver;

  constructor(profile: TcLinkFrame) {
    this.receiver = cltuReceiver(profile);
  }

  push(piece: Uint8Array): ReceivedFrame[] {
    return this.framesOf(this.receiver.push(piece));
  }

  end(): ReceivedFrame[] {
    return this.framesOf(this.receiver.reset());
  }

  private framesOf(outputs: readonly CltuReceiverOutput[]): ReceivedFrame[] {
    return outputs.flatMap((output) => {
      const place = { firstBit: output.firstBitIndex };
      if (output.type === 'cltu') return framesOfCltu(output, place);
      if (output.codeblocks === 0) return [];
      return [noFrame(`CLTU: expected its end after ${output.codeblocks} codeblocks, found none`, place)];
    });
  }
}
