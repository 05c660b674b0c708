import { Command } from 'commander';
import { nodeIo } from '../offline/node-io.js';
import { type TimeDecodeOptions, runTimeDecode } from './time-decode-run.js';
import { type TimeEncodeOptions, runTimeEncode } from './time-encode-run.js';

const CODE = 'cuc, cds or ascii';
const EPOCH = 'agency epoch, UTC, as 1980-01-06T00:00:00Z; for CDS the beginning of a day';

/** `smms time`: CCSDS time codes, offline. */
export function timeCommand(): Command {
  const decode = new Command('decode')
    .description('a time code in raw counts, UTC, TAI and GPS time')
    .requiredOption('--code <code>', CODE)
    .requiredOption('--hex <digits>', 'the P-field and the T-field; the T-field alone with --p-field')
    .option('--epoch <time>', EPOCH)
    .option('--p-field <digits>', 'P-field, where the time code does not carry it')
    .action(async (options: TimeDecodeOptions) => {
      process.exitCode = await runTimeDecode(options, nodeIo());
    });
  const encode = new Command('encode')
    .description('a UTC time as a time code')
    .requiredOption('--code <code>', CODE)
    .requiredOption('--utc <time>', 'ISO 8601 with up to twelve decimals')
    .option('--epoch <time>', EPOCH)
    .option('--p-field <digits>', 'P-field: the format of CUC and CDS')
    .action(async (options: TimeEncodeOptions) => {
      process.exitCode = await runTimeEncode(options, nodeIo());
    });
  return new Command('time').description('CCSDS time codes, offline').addCommand(decode).addCommand(encode);
}
