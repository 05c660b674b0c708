import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'access-token.key';
/** HMAC SHA-256 wants a key as long as its output at least (RFC 7518, 3.2). */
const KEY_OCTETS = 32;

/** The key of access tokens cannot be used as it is. */
export class TokenKeyError extends Error {
  override readonly name = 'TokenKeyError';
  constructor(
    readonly file: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`key of access tokens ${file}: expected ${expected}, found ${found}`);
  }
}

/**
 * The key that signs this installation's access tokens, made at the first start: 32 random octets that only the owner may read. Who
 * deletes the file signs everybody out. Throws TokenKeyError.
 */
export function readOrMakeTokenKey(folder: string): Uint8Array {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, FILE);
  makeOnce(file);
  const access = statSync(file).mode & 0o777;
  if ((access & 0o077) !== 0)
    throw new TokenKeyError(file, 'a file that only its owner may read (0600)', `0${access.toString(8)}`);
  const key = readFileSync(file);
  if (key.length < KEY_OCTETS)
    throw new TokenKeyError(file, `${KEY_OCTETS} octets or more`, `${key.length} (delete it: a new one is made)`);
  return key;
}

function makeOnce(file: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw error;
  }
  try {
    writeSync(descriptor, randomBytes(KEY_OCTETS));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
