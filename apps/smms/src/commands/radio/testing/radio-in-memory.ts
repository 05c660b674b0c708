import { crc16 } from '@app/ccsds';
import { seededOctets } from '../../frames/testing/sample-packets.js';
import { type CommandResult, type MemoryFiles, runInMemory } from '../../testing/memory-io.js';
import { type RadioDemodulateOptions, runRadioDemodulate } from '../demodulate-run.js';
import { type RadioModulateOptions, runRadioModulate } from '../modulate-run.js';

/** A link with short frames and all coding. */
export const shortProfile = {
  frameType: 'TM',
  frameLength: 128,
  fecf: true,
  ocf: 'per-frame',
  asm: '1acffc1d',
  randomizer: 'ccsds-255',
  reedSolomon: { e: 16, interleave: 1, basis: 'dual', virtualFill: 95 },
  convolutional: { rate: '1/2', order: 'ccsds' },
  differential: false,
} as const;

/** Frames with a good FECF and nothing else of meaning, as lines. */
export function sampleFrameLines(count: number, length: number = shortProfile.frameLength): string[] {
  return Array.from({ length: count }, (_, n) => {
    const frame = seededOctets(length, 70 + n);
    const fecf = crc16(frame, 0, length - 2);
    frame[length - 2] = fecf >>> 8;
    frame[length - 1] = fecf & 0xff;
    return Buffer.from(frame).toString('hex');
  });
}

export const modulateOptions = {
  profile: 'P',
  input: 'frames',
  modulation: 'BPSK',
  symbolRate: '10000',
  sampleRate: '50000',
} as const;
export const demodulateOptions = { profile: 'P', modulation: 'BPSK', symbolRate: '10000' } as const;

export function modulate(
  lines: readonly string[],
  options: Partial<RadioModulateOptions> & Pick<RadioModulateOptions, 'output'>,
  profile: object = shortProfile,
): Promise<CommandResult> {
  return runInMemory({ P: profile, frames: `${lines.join('\n')}\n` }, (io) =>
    runRadioModulate({ ...modulateOptions, ...options }, io),
  );
}

export function demodulate(
  files: MemoryFiles,
  options: Partial<RadioDemodulateOptions> & Pick<RadioDemodulateOptions, 'input'>,
  profile: object = shortProfile,
  pieceLength?: number,
): Promise<CommandResult> {
  return runInMemory(
    { P: profile, ...files },
    (io) => runRadioDemodulate({ ...demodulateOptions, ...options }, io),
    pieceLength,
  );
}

/** What a command wrote, as files for the next one. */
export const filesOf = ({ written }: CommandResult): MemoryFiles => Object.fromEntries(written);
