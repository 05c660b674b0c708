import { Command } from 'commander';
import { demonstrateOnce, NOMINAL_MARGIN_DB } from '../demonstration/demonstration.js';
import { summaryText } from '../demonstration/summary.js';
import { numberOption, rateOption } from './number-option.js';

interface DemoOptions {
  readonly once?: boolean;
  readonly json: boolean;
  readonly linkMargin: number;
  readonly rate?: number;
  readonly seed: number;
  readonly samples: boolean;
}

/** `smms demo --once`: one contact of GF-1 through the whole chain; exit 0 only if every stage did its part. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('fly one contact through the whole chain, headless, and account for every CADU')
    .requiredOption('--once', 'one contact, then end')
    .option('--json', 'the summary as JSON on stdout, nothing else', false)
    .option('--link-margin <dB>', 'link margin at the mask elevation', numberOption(), NOMINAL_MARGIN_DB)
    .option('--samples', "the antenna receives in samples: SDR and the station's own demodulator (rate 8)", false)
    .option('--rate <number>', 'mission seconds in a second (default: 60, in samples 8)', rateOption)
    .option('--seed <number>', 'seed of the simulator', numberOption(), 1)
    .action(async ({ json, linkMargin, samples, rate = samples ? 8 : 60, seed }: DemoOptions) => {
      const say = (line: string): void => void process.stderr.write(`${line}\n`);
      const summary = await demonstrateOnce({ linkMarginDb: linkMargin, rate, seed, samples, say });
      process.stdout.write(`${json ? JSON.stringify(summary, null, 2) : summaryText(summary)}\n`);
      process.exitCode = summary.problems.length === 0 ? 0 : 1;
    });
}
