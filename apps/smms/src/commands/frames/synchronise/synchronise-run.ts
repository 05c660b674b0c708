import { ASM_LENGTH } from '@app/ccsds';
import { hexText } from '../../offline/hex-text.js';
import { LineWriter } from '../../offline/line-writer.js';
import { readLinkFrameFile } from '../../offline/link-frame-file.js';
import { OfflineInputError } from '../../offline/offline-input.error.js';
import { type OfflineIo, readInput } from '../../offline/offline-io.js';
import { runOffline } from '../../offline/run-offline.js';
import { codingFields } from '../decode/frame-line.js';
import { linkDecoder } from '../link/any-link.js';
import { CodeblockOpener } from '../source/codeblock-opener.js';
import { type ReceivedFrame } from '../source/received-frame.js';
import { StreamSource } from '../source/telemetry-source.js';
import { DiscardedSpans } from './discarded-spans.js';

/** As commander gives them. */
export interface FramesSynchroniseOptions {
  readonly profile: string;
  readonly input: string;
  readonly soft?: boolean | undefined;
}

/**
 * Runs `smms frames synchronise`: the frames of a bit stream, a line of JSON each on stdout, with their place in it; spans that belong
 * to no frame and counts on stderr. A frame is valid by its content, never because Reed-Solomon succeeded (trap 9). Gives the exit code:
 * 0, or 1 when an argument or the profile is wrong.
 */
export function runFramesSynchronise(options: FramesSynchroniseOptions, io: OfflineIo): Promise<number> {
  return runOffline(io, async () => {
    const profile = await readLinkFrameFile(io, options.profile);
    if (profile.frameType === 'TC')
      throw new OfflineInputError('--profile: frameType', 'TM or AOS (for TC: smms cltu decode)', 'TC');
    const soft = options.soft === true;
    const opener = new CodeblockOpener(profile);
    const source = new StreamSource(profile, opener, soft);
    const link = linkDecoder(profile);
    // Places count channel symbols, of which a rate 1/2 code has two for each bit.
    const perBit = profile.convolutional === null ? 1 : 2;
    const spans = new DiscardedSpans(perBit * 8 * (ASM_LENGTH + opener.codeblockLength));
    const lines = new LineWriter(io.stdout);
    let index = 0;
    let valid = 0;
    const write = async (frames: readonly ReceivedFrame[]): Promise<void> => {
      for (const received of frames) {
        const { octets, place, sync } = received;
        const { fields, frame, errors } = link.read(received);
        if (frame !== null) valid++;
        if ('firstBit' in place) spans.frameAt(place.firstBit);
        const { spacecraftId, virtualChannelId, frameCount } = fields;
        await lines.line(
          JSON.stringify({
            index: index++,
            ...place,
            ...sync,
            valid: frame !== null,
            errors,
            ...codingFields(received),
            spacecraftId,
            virtualChannelId,
            frameCount,
            hex: hexText(octets),
          }),
        );
      }
    };
    let octets = 0;
    for await (const piece of readInput(io, '--input', options.input)) {
      octets += piece.length;
      await write(source.push(piece));
    }
    await write(source.end());
    await lines.flush();
    io.stderr(spans.text(soft ? octets : 8 * octets, profile.convolutional === null && !soft ? 'bits' : 'symbols'));
    io.stderr(`frames: ${index}, ${valid} valid, ${index - valid} invalid\n`);
  });
}
