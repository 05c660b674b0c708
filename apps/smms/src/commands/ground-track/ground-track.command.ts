import { Command } from 'commander';
import { addMotionOptions } from '../contact-choice/motion-options.js';
import { nodeIo } from '../offline/node-io.js';
import { DEFAULT_STEP_S, type GroundTrackOptions, groundTrackFormats, runGroundTrack } from './ground-track-run.js';

/** `smms ground-track`: where spacecraft are above the Earth, offline. */
export function groundTrackCommand(): Command {
  return addMotionOptions(new Command('ground-track').description('points under spacecraft, and their footprints'))
    .option('--step <seconds>', 'between points', String(DEFAULT_STEP_S))
    .option('--footprint <degrees>', 'also where the spacecraft is seen from, at this elevation or above')
    .option('--format <format>', groundTrackFormats.join(', '), 'json')
    .action(async (options: GroundTrackOptions) => {
      process.exitCode = await runGroundTrack(options, nodeIo());
    });
}
