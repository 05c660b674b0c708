import { Command } from 'commander';
import { nodeIo } from '../offline/node-io.js';
import { type RadioDemodulateOptions, runRadioDemodulate } from './demodulate-run.js';
import { type RadioModulateOptions, runRadioModulate } from './modulate-run.js';
import { recordingFormats } from './recording.js';

function waveformOptions(command: Command): Command {
  return command
    .requiredOption('--profile <file>', 'frame part of a link profile, JSON (see smms frames schema)')
    .requiredOption('--modulation <name>', 'BPSK, QPSK, OQPSK, FSK or GMSK')
    .requiredOption('--symbol-rate <rate>', 'channel symbols a second, after coding; of QPSK and OQPSK pairs of bits')
    .option('--roll-off <alpha>', 'of root-raised-cosine pulses, 0.1 to 1 (usual: 0.35)')
    .option('--rectangular', 'BPSK, QPSK, OQPSK: rectangular pulses in place of them')
    .option('--deviation <Hz>', 'FSK, GMSK: of the carrier from its middle (usual: a quarter of the symbol rate)')
    .option('--bt <product>', 'GMSK: bandwidth of its filter times symbol duration (usual: 0.5)');
}

function modulateCommand(): Command {
  return waveformOptions(new Command('modulate'))
    .description('transfer frames to samples of the signal that carries them, in noise')
    .requiredOption('--input <file>', 'transfer frames, one in hexadecimal digits a line; - is standard input')
    .requiredOption('--output <file>', '.cf32, .ci16, .cu8, .sigmf-data (with .sigmf-meta) or .wav (I and Q)')
    .requiredOption('--sample-rate <Hz>', 'at least 1.5 times the symbol rate')
    .option('--esn0 <dB>', 'energy of a modulated symbol over noise density; without it there is no noise')
    .option('--offset <Hz>', 'of the carrier at the beginning')
    .option('--doppler-rate <Hz/s>', 'by which the carrier moves')
    .option('--clock-ppm <ppm>', 'by how much symbols are faster')
    .option('--preamble-symbols <count>', 'idle symbols before the first frame', '8192')
    .option('--seed <number>', 'of noise and idle symbols', '1')
    .action(async (options: RadioModulateOptions) => {
      process.exitCode = await runRadioModulate(options, nodeIo());
    });
}

function demodulateCommand(): Command {
  return waveformOptions(new Command('demodulate'))
    .description('transfer frames of a recording, one in hexadecimal digits a line')
    .requiredOption('--input <file>', 'the recording; - is standard input')
    .option('--input-format <format>', `${recordingFormats.join(', ')}; else told from the name`)
    .option('--sample-rate <Hz>', 'where the recording does not say')
    .option(
      '--center <Hz>',
      'carrier in the band; with --real the intermediate frequency (usual: a quarter of the rate)',
    )
    .option('--real', 'real samples around an intermediate frequency')
    .option('--fm-audio', 'real samples out of an FM discriminator (supposed of FSK and GMSK without --center)')
    .option('--invert', 'FSK, GMSK: bit 1 is the lower frequency; of the others either sense is found')
    .option('--coherent', 'MSK and GMSK by their phase: some dB better; no bursts, a clock that is right to 1e-3')
    .option('--annotate', 'SigMF: an annotation for each frame into the metadata')
    .action(async (options: RadioDemodulateOptions) => {
      process.exitCode = await runRadioDemodulate(options, nodeIo());
    });
}

/** `smms radio`: signals of telemetry links, offline. */
export function radioCommand(): Command {
  return new Command('radio')
    .description('signals of telemetry links: frames to samples and back, offline')
    .addCommand(modulateCommand())
    .addCommand(demodulateCommand());
}
