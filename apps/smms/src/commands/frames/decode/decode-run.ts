import { LineWriter, Messages } from '../../offline/line-writer.js';
import { readLinkFrameFile } from '../../offline/link-frame-file.js';
import { OfflineInputError } from '../../offline/offline-input.error.js';
import { type OfflineIo } from '../../offline/offline-io.js';
import { choice, runOffline } from '../../offline/run-offline.js';
import { DecodeSummary } from './decode-summary.js';
import { frameLine } from './frame-line.js';
import { receivedFrames } from './received-frames.js';
import { packetLine } from './packet-line.js';
import { linkDecoder } from '../link/any-link.js';
import { type PacketOutput } from '../link/packet-output.js';
import { chooseFormat } from '../source/input-format.js';
import { type FramePlace } from '../source/received-frame.js';

/** As commander gives them. */
export interface FramesDecodeOptions {
  readonly profile: string;
  readonly input: string;
  readonly inputFormat?: string | undefined;
  readonly emit?: string | undefined;
  readonly hex?: boolean | undefined;
}

/**
 * Runs `smms frames decode`: frames, or the packets in them, a line of JSON each on stdout; what is wrong with them and the counts on
 * stderr. Gives the exit code: 0, or 1 when an argument or the profile is wrong.
 */
export function runFramesDecode(options: FramesDecodeOptions, io: OfflineIo): Promise<number> {
  return runOffline(io, async () => {
    if (options.hex === true && options.emit !== 'packets')
      throw new OfflineInputError('--hex', '--emit packets beside it', options.emit ?? 'frames');
    const emit = choice('--emit', options.emit, ['frames', 'packets'], 'frames');
    // A wrong word is refused before any file is opened.
    chooseFormat(options.inputFormat, new Uint8Array(0));
    const profile = await readLinkFrameFile(io, options.profile);
    const link = linkDecoder(profile);
    const lines = new LineWriter(io.stdout);
    const messages = new Messages(io.stderr);
    const summary = new DecodeSummary();
    let index = 0;
    let format = '';
    const onFormat = (chosen: string): void => void (format = chosen);
    const tell = async (outputs: readonly PacketOutput[]): Promise<void> => {
      for (const output of outputs) {
        summary.countOutput(output);
        if (emit === 'frames') continue;
        const line = packetLine(output, options.hex === true);
        if (line !== null) await lines.line(line);
        else if (output.kind === 'error')
          messages.say(`frame ${index}, virtual channel ${output.virtualChannelId}: ${output.text}`);
      }
    };
    for await (const frames of receivedFrames(io, options.input, profile, options.inputFormat, onFormat))
      for (const received of frames) {
        const reading = link.read(received);
        summary.countFrame(received, reading.frame !== null);
        if (emit === 'frames') await lines.line(frameLine(index, profile.frameType, received, reading));
        else if (reading.frame === null)
          messages.say(`frame ${index} (${placeText(received.place)}) is invalid: ${reading.errors.join('; ')}`);
        if (reading.frame !== null) await tell(link.extract(reading.frame, index));
        index++;
      }
    await tell(link.end());
    await lines.flush();
    messages.end();
    const told = options.inputFormat === undefined ? ', told from the content' : '';
    const none = index === 0 ? `; no frame was found in it: is it another (--input-format)?` : '';
    io.stderr(`input format: ${format}${told}${none}\n`);
    io.stderr(summary.text(link.unfinished()));
  });
}

function placeText(place: FramePlace): string {
  const [[name, value]] = Object.entries(place) as [[string, number]];
  const words: Readonly<Record<string, string>> = { line: 'line', firstOctet: 'octet', firstBit: 'bit' };
  return `${words[name] ?? name} ${value}`;
}
