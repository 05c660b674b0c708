import { type BchMode, type CltuTail } from '@app/ccsds';
import { readLinkFrameFile } from '../offline/link-frame-file.js';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo } from '../offline/offline-io.js';
import { choice } from '../offline/run-offline.js';

/** What sender and receiver of CLTUs have agreed, from a profile or from options. */
export interface CltuCoding {
  readonly randomize: boolean;
  readonly mode: BchMode;
  readonly tail: CltuTail;
}

/** As commander gives them. */
export interface CltuCodingOptions {
  readonly profile?: string | undefined;
  readonly randomize?: boolean | undefined;
  readonly mode?: string | undefined;
  readonly tail?: string | undefined;
}

/** The coding; options go before the profile. Throws OfflineInputError, LinkFrameError. */
export async function cltuCoding(io: OfflineIo, options: CltuCodingOptions): Promise<CltuCoding> {
  const { profile: path, randomize } = options;
  const profile = path === undefined ? undefined : await readLinkFrameFile(io, path);
  if (profile !== undefined && profile.frameType !== 'TC')
    throw new OfflineInputError(`--profile ${path}: frameType`, '"TC"', JSON.stringify(profile.frameType));
  return {
    randomize: randomize ?? profile?.randomizer === 'ccsds-255',
    mode: choice('--mode', options.mode, ['sec', 'ted'], profile?.bch ?? 'sec'),
    tail: choice('--tail', options.tail, ['ccsds', 'legacy'], profile?.tail ?? 'ccsds'),
  };
}
