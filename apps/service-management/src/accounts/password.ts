import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** What scrypt costs (RFC 7914): N, r and p. It takes 128·N·r octets of memory. */
export interface PasswordCost {
  readonly cost: number; // N, a power of two
  readonly blockSize: number; // r
  readonly parallelization: number; // p
}

/** A password as it is kept. */
export interface PasswordHash extends PasswordCost {
  readonly saltHex: string;
  readonly hashHex: string;
}

/** 32 MiB, and some tenths of a second of one core. */
export const PASSWORD_COST: PasswordCost = { cost: 2 ** 15, blockSize: 8, parallelization: 3 };

const SALT_OCTETS = 16;
const HASH_OCTETS = 32;

/** Away from the event loop: Node runs scrypt in its thread pool. */
function derive(
  password: string,
  salt: Uint8Array,
  { cost, blockSize, parallelization }: PasswordCost,
): Promise<Buffer> {
  const options = { cost, blockSize, parallelization, maxmem: 2 * 128 * cost * blockSize };
  // The same password may be typed as different code points.
  const text = password.normalize('NFKC');
  return new Promise((resolve, reject) =>
    scrypt(text, salt, HASH_OCTETS, options, (error, key) => (error === null ? resolve(key) : reject(error))),
  );
}

export async function hashPassword(password: string, cost: PasswordCost = PASSWORD_COST): Promise<PasswordHash> {
  const salt = randomBytes(SALT_OCTETS);
  const { cost: n, blockSize, parallelization } = cost;
  const key = await derive(password, salt, cost);
  return { cost: n, blockSize, parallelization, saltHex: salt.toString('hex'), hashHex: key.toString('hex') };
}

/** Whether it is the password, in time that does not tell how wrong it is. */
export async function isPassword(password: string, hash: PasswordHash): Promise<boolean> {
  const key = await derive(password, Buffer.from(hash.saltHex, 'hex'), hash);
  return timingSafeEqual(key, Buffer.from(hash.hashHex, 'hex'));
}

/** What nobody's password gives: who has no account is looked at as long as who has one. */
export function nobodysHash({ cost, blockSize, parallelization }: PasswordCost): PasswordHash {
  return {
    cost,
    blockSize,
    parallelization,
    saltHex: '00'.repeat(SALT_OCTETS),
    hashHex: '00'.repeat(HASH_OCTETS),
  };
}
