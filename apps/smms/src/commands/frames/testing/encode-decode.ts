import { type CommandResult, runInMemory } from '../../testing/memory-io.js';
import { runFramesDecode } from '../decode/decode-run.js';
import { runFramesEncode } from '../encode/encode-run.js';

/** `smms frames encode` of the packets file `packets` into the file F. */
export async function encode(
  profile: object,
  packets: string | Uint8Array,
  outputFormat?: string,
): Promise<CommandResult> {
  const options = { profile: 'P', packets: 'packets', out: 'F', outputFormat };
  return runInMemory({ P: profile, packets }, (io) => runFramesEncode(options, io));
}

/** `smms frames decode --emit packets --hex`, the input cut into pieces of `piece` octets. */
export async function decode(
  profile: object,
  input: Uint8Array | string,
  inputFormat?: string,
  piece?: number,
): Promise<CommandResult> {
  const options = { profile: 'P', input: 'F', inputFormat, emit: 'packets', hex: true };
  return runInMemory({ P: profile, F: input }, (io) => runFramesDecode(options, io), piece);
}

/** `smms frames decode --emit frames`. */
export async function decodeFrames(
  profile: object,
  input: Uint8Array | string,
  inputFormat?: string,
): Promise<CommandResult> {
  const options = { profile: 'P', input: 'F', inputFormat, emit: 'frames' };
  return runInMemory({ P: profile, F: input }, (io) => runFramesDecode(options, io));
}
