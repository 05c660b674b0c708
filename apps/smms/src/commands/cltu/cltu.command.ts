import { Command } from 'commander';
import { nodeIo } from '../offline/node-io.js';
import { type CltuDecodeOptions, runCltuDecode } from './cltu-decode-run.js';
import { type CltuEncodeOptions, runCltuEncode } from './cltu-encode-run.js';

function codingOptions(command: Command): Command {
  return command
    .option('--profile <file>', 'frame part of a TC link profile, JSON; the options below go before it')
    .option('--randomize', 'with the randomizer of 231.0-B')
    .option('--no-randomize', 'without it');
}

/** `smms cltu`: communications link transmission units, offline. */
export function cltuCommand(): Command {
  const encode = codingOptions(new Command('encode'))
    .description('TC frames, a hexadecimal line each, as CLTUs, a line each')
    .option('--input <file>', 'frames')
    .option('--hex <digits>', 'one frame, in place of --input')
    .option('--tail <tail>', 'tail sequence: ccsds (C5..79) or legacy (55..)')
    .action(async (options: CltuEncodeOptions) => {
      process.exitCode = await runCltuEncode(options, nodeIo());
    });
  const decode = codingOptions(new Command('decode'))
    .description('CLTUs as a line of JSON each, with the frames in them')
    .option('--input <file>', 'CLTUs: hexadecimal lines or a stream of bits')
    .option('--hex <digits>', 'CLTUs, in place of --input')
    .option('--input-format <format>', 'hex-lines or binary; else told from the content')
    .option('--mode <mode>', 'sec corrects one bit a codeblock, ted corrects none')
    .action(async (options: CltuDecodeOptions) => {
      process.exitCode = await runCltuDecode(options, nodeIo());
    });
  return new Command('cltu')
    .description('communications link transmission units, offline')
    .addCommand(encode)
    .addCommand(decode);
}
