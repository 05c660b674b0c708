import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo } from '../offline/offline-io.js';
import { integerOption, runOffline } from '../offline/run-offline.js';
import { readFrameLines } from './frame-lines.js';
import { FrameSignal } from './frame-signal.js';
import {
  LARGEST_RATE_HZ,
  type WaveformOptions,
  codingOf,
  numberOf,
  numberOr,
  readTelemetryProfile,
  waveformOf,
} from './radio-options.js';
import { refusedAs } from './radio-refusal.js';
import { openSampleOutput } from './sample-output.js';

/** As commander gives them. */
export interface RadioModulateOptions extends WaveformOptions {
  readonly profile: string;
  readonly input: string;
  readonly output: string;
  readonly sampleRate: string;
  readonly esn0?: string | undefined;
  readonly offset?: string | undefined;
  readonly dopplerRate?: string | undefined;
  readonly clockPpm?: string | undefined;
  readonly preambleSymbols?: string | undefined;
  readonly seed?: string | undefined;
}

/** Samples a symbol, at least: below the signal does not fit the band. */
const LEAST_SPACING = 1.5;

/**
 * Runs `smms radio modulate`: transfer frames to samples of the signal that carries them, coded as the profile says. What was made goes to
 * stderr. Gives the exit code: 0, or 1 when an argument, the profile or a frame is wrong.
 */
export function runRadioModulate(options: RadioModulateOptions, io: OfflineIo): Promise<number> {
  return runOffline(io, async () => {
    const waveform = waveformOf(options);
    const sampleRateHz = numberOf('--sample-rate', options.sampleRate, 1e-3, LARGEST_RATE_HZ);
    if (sampleRateHz < LEAST_SPACING * waveform.symbolRateHz)
      throw new OfflineInputError(
        '--sample-rate',
        `at least ${LEAST_SPACING} times the symbol rate`,
        `${options.sampleRate} with ${options.symbolRate}`,
      );
    const profile = await readTelemetryProfile(io, options.profile);
    const coding = codingOf(profile);
    const parameters = {
      waveform,
      sampleRateHz,
      coding,
      esN0Db: numberOr('--esn0', options.esn0, -30, 200, null),
      offsetHz: numberOr('--offset', options.offset, -sampleRateHz / 2, sampleRateHz / 2, 0),
      dopplerRateHzPerSecond: numberOr('--doppler-rate', options.dopplerRate, -1e9, 1e9, 0),
      clockPpm: numberOr('--clock-ppm', options.clockPpm, -20_000, 20_000, 0),
      preambleSymbols: integerOption('--preamble-symbols', options.preambleSymbols ?? '8192', 0, 1e9),
      seed: integerOption('--seed', options.seed ?? '1', 0, 2 ** 32 - 1),
    };
    const frames = await readFrameLines(io, options.input, coding.frameLength);
    const signal = refusedAs('signal', () => new FrameSignal(parameters, frames));
    const output = await openSampleOutput(io, options.output, sampleRateHz, signal.sampleCount);
    try {
      for (const block of signal.blocks()) await output.write(block);
    } catch (error) {
      await output.discard();
      throw error;
    }
    await output.close();
    const { esN0Db } = parameters;
    const noise =
      esN0Db === null ? 'no noise' : `Es/N0 ${signal.measuredEsN0Db.toFixed(3)} dB measured, ${esN0Db} dB asked for`;
    io.stderr(
      `frames: ${frames.length}; samples: ${signal.sampleCount} (${(signal.sampleCount / sampleRateHz).toFixed(3)} s)\n`,
    );
    io.stderr(`noise: ${noise}\n`);
    if (output.saturated() > 0) io.stderr(`beyond full scale: ${output.saturated()} numbers\n`);
  });
}
