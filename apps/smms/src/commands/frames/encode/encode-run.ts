import { type LinkFrame } from '@app/contracts';
import { Messages } from '../../offline/line-writer.js';
import { readLinkFrameFile } from '../../offline/link-frame-file.js';
import { OfflineInputError } from '../../offline/offline-input.error.js';
import { type OfflineIo, openOutput } from '../../offline/offline-io.js';
import { choice, integerOption, runOffline } from '../../offline/run-offline.js';
import { inputFormats } from '../source/input-format.js';
import { aosEncoder } from './aos-encoder.js';
import { BatchWriter } from './batch-writer.js';
import { lineCoder } from './line-coder.js';
import { ANY_SPACECRAFT, type LinkEncoder } from './link-encoder.js';
import { readPackets } from './packet-file.js';
import { tcEncoder } from './tc-encoder.js';
import { tmEncoder } from './tm-encoder.js';

/** As commander gives them. */
export interface FramesEncodeOptions {
  readonly profile: string;
  readonly packets: string;
  readonly out: string;
  readonly outputFormat?: string | undefined;
  readonly virtualChannel?: string | undefined;
}

const lastVirtualChannel = { TM: 7, AOS: 62, TC: 63 } as const;

function linkEncoder(profile: LinkFrame): LinkEncoder {
  switch (profile.frameType) {
    case 'TM':
      return tmEncoder(profile);
    case 'AOS':
      return aosEncoder(profile);
    case 'TC':
      return tcEncoder(profile);
  }
}

/**
 * Runs `smms frames encode`: packets into frames, coded as the profile says, the inverse of `frames decode`. Counts on stderr. Gives the
 * exit code: 0, or 1 when an argument, the profile or a packet is wrong.
 */
export function runFramesEncode(options: FramesEncodeOptions, io: OfflineIo): Promise<number> {
  return runOffline(io, async () => {
    const format = choice('--output-format', options.outputFormat, inputFormats, 'hex-lines');
    const profile = await readLinkFrameFile(io, options.profile);
    const last = lastVirtualChannel[profile.frameType];
    const virtualChannel = integerOption('--virtual-channel', options.virtualChannel ?? '0', 0, last);
    const encoder = linkEncoder(profile);
    const coder = lineCoder(profile, format);
    const messages = new Messages(io.stderr);
    const file = await openOutput(io, '--out', options.out);
    const writer = new BatchWriter(file);
    const counts = { packets: 0, frames: 0 };
    const write = async (frames: readonly Uint8Array[]): Promise<void> => {
      counts.frames += frames.length;
      for (const frame of frames) await writer.write(coder.encode(frame));
    };
    try {
      for await (const unit of readPackets(io, options.packets, (where, why) => messages.say(`${where}: ${why}`))) {
        counts.packets++;
        const vcid = unit.virtualChannelId ?? virtualChannel;
        if (vcid > last) throw new OfflineInputError(unit.where, `virtual channel 0 to ${last}`, `${vcid}`);
        await write(encoder.add(unit, vcid));
      }
      await write(encoder.end());
      await writer.flush();
    } catch (error) {
      await file.discard();
      throw error;
    }
    await file.close();
    messages.end();
    if (profile.spacecraftId === null) io.stderr(`spacecraft identifier ${ANY_SPACECRAFT}: the profile names none\n`);
    io.stderr(`packets: ${counts.packets}; frames: ${counts.frames}; octets written: ${writer.octets}\n`);
  });
}
