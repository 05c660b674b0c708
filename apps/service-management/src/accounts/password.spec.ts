import { describe, expect, it } from '@jest/globals';
import { hashPassword, isPassword, nobodysHash, PASSWORD_COST, type PasswordHash } from './password.js';

const cheap = { cost: 16, blockSize: 1, parallelization: 1 };

describe('passwords', () => {
  it('are checked by scrypt as RFC 7914 computes it', async () => {
    // RFC 7914, 12: P="pleaseletmein", S="SodiumChloride", N=16384, r=8, p=1; the first 32 of 64 octets.
    const hash: PasswordHash = {
      cost: 16384,
      blockSize: 8,
      parallelization: 1,
      saltHex: Buffer.from('SodiumChloride').toString('hex'),
      hashHex: '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2',
    };
    expect(await isPassword('pleaseletmein', hash)).toBe(true);
    expect(await isPassword('pleaseletmeout', hash)).toBe(false);
  });

  it('have a salt each, and their cost with them', async () => {
    const [one, other] = [await hashPassword('the same', cheap), await hashPassword('the same', cheap)];
    expect(one).toMatchObject(cheap);
    expect(one.saltHex).not.toBe(other.saltHex);
    expect(one.hashHex).not.toBe(other.hashHex);
    expect([await isPassword('the same', one), await isPassword('the Same', one)]).toEqual([true, false]);
  });

  it('are the same however they are composed', async () => {
    expect(await isPassword('cafe\u0301', await hashPassword('caf\u00e9', cheap))).toBe(true);
  });

  it('of nobody are none, at the cost of everybody', async () => {
    expect(nobodysHash(PASSWORD_COST)).toMatchObject(PASSWORD_COST);
    expect(await isPassword('', nobodysHash(cheap))).toBe(false);
    // OWASP's password storage cheat sheet: scrypt with N=2^15, r=8, p=3 or its like.
    expect(PASSWORD_COST).toEqual({ cost: 32768, blockSize: 8, parallelization: 3 });
  });
});
