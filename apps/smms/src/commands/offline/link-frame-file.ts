import { type LinkFrame, readLinkFrame } from '@app/contracts';
import { OfflineInputError } from './offline-input.error.js';
import { type OfflineIo, readText } from './offline-io.js';

/** The frame part of a link profile from a file. Throws OfflineInputError (no file, no JSON), LinkFrameError (no profile). */
export async function readLinkFrameFile(io: OfflineIo, path: string): Promise<LinkFrame> {
  const text = await readText(io, '--profile', path);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new OfflineInputError(`--profile ${path}`, 'JSON', error.message.replaceAll('\n', ' '));
  }
  return readLinkFrame(value, `--profile ${path}`);
}
