import { Command } from 'commander';
import { nodeIo } from '../offline/node-io.js';
import { type FramesDecodeOptions, runFramesDecode } from './decode/decode-run.js';
import { type FramesEncodeOptions, runFramesEncode } from './encode/encode-run.js';
import { runFramesSchema } from './schema-run.js';
import { type FramesSynchroniseOptions, runFramesSynchronise } from './synchronise/synchronise-run.js';

const PROFILE = 'frame part of a link profile, JSON (see smms frames schema)';
const FORMATS =
  'hex-lines (a frame, codeblock, CADU or CLTU a line), binary (frames, or codeblocks, back to back) or cadu-stream ' +
  '(CADUs or CLTUs as on the line)';

function decodeCommand(): Command {
  return new Command('decode')
    .description('frames, or the packets in them, of a recording: a line of JSON each')
    .requiredOption('--profile <file>', PROFILE)
    .requiredOption('--input <file>', 'the recording')
    .option('--input-format <format>', `${FORMATS}; else told from the content`)
    .option('--emit <what>', 'frames or packets', 'frames')
    .option('--hex', 'packets: with all their octets', false)
    .action(async (options: FramesDecodeOptions) => {
      process.exitCode = await runFramesDecode(options, nodeIo());
    });
}

function encodeCommand(): Command {
  return new Command('encode')
    .description('packets into frames, coded as the profile says: the inverse of decode')
    .requiredOption('--profile <file>', PROFILE)
    .requiredOption('--packets <file>', 'packets: hexadecimal lines, JSON lines with hex, or octets back to back')
    .requiredOption('--out <file>', 'the file to write')
    .option('--output-format <format>', FORMATS, 'hex-lines')
    .option('--virtual-channel <number>', 'of packets that do not say theirs', '0')
    .action(async (options: FramesEncodeOptions) => {
      process.exitCode = await runFramesEncode(options, nodeIo());
    });
}

function synchroniseCommand(): Command {
  return new Command('synchronise')
    .description('frames of a bit stream with slips, inversions and noise: a line of JSON each')
    .requiredOption('--profile <file>', PROFILE)
    .requiredOption('--input <file>', 'bits, most significant first; with a convolutional code its hard symbols')
    .option('--soft', 'input is soft symbols, one int8 each, positive = bit 1', false)
    .action(async (options: FramesSynchroniseOptions) => {
      process.exitCode = await runFramesSynchronise(options, nodeIo());
    });
}

function schemaCommand(): Command {
  return new Command('schema').description('the JSON Schema of profiles').action(async () => {
    process.exitCode = await runFramesSchema(nodeIo());
  });
}

/** `smms frames`: transfer frames offline, from what is on the line to packets and back. */
export function framesCommand(): Command {
  const frames = new Command('frames').description('transfer frames: TM, AOS and TC, offline');
  for (const command of [decodeCommand(), encodeCommand(), synchroniseCommand(), schemaCommand()])
    frames.addCommand(command);
  return frames;
}
