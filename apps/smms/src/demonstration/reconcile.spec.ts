import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type LoggedFrame, reconcile, wrongInArchive } from './reconcile.js';

const CADU = 160_000_000n;
const sent = (n: number) => Array.from({ length: n }, (_, i) => ({ received: BigInt(i) * CADU, sha256: `hash-${i}` }));
const frame = (i: number, quality: LoggedFrame['quality'] = 'good', sha256 = `hash-${i}`): LoggedFrame => ({
  earthReceiveTime: BigInt(i) * CADU + 300n,
  quality,
  sha256,
});

describe("reconciliation with the simulator's own log", () => {
  it('accounts for each CADU once, and finds wrong content and phantoms', () => {
    const frames = [
      frame(1),
      frame(2, 'corrected'),
      frame(3, 'uncorrectable'),
      frame(5, 'good', 'other'),
      { ...frame(9), earthReceiveTime: 99n * CADU },
    ];
    expect(reconcile(sent(8), frames, CADU, 7n * CADU)).toEqual({
      sent: 8,
      good: 2,
      corrected: 1,
      uncorrectable: 1,
      notSynchronised: 4,
      wrongContent: 1,
      phantom: 1,
      lostAfterLock: [3n * CADU, 4n * CADU, 6n * CADU],
    });
  });

  it('takes a doubled frame for a phantom', () => {
    expect(reconcile(sent(2), [frame(0), frame(0), frame(1)], CADU, 9n * CADU)).toMatchObject({ good: 2, phantom: 1 });
  });

  it('always adds up to what was sent', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 40 }),
        fc.array(
          fc.tuple(fc.nat({ max: 45 }), fc.constantFrom<LoggedFrame['quality']>('good', 'corrected', 'uncorrectable')),
        ),
        (n, list) => {
          const account = reconcile(
            sent(n),
            list.map(([i, quality]) => frame(i, quality)),
            CADU,
            0n,
          );
          expect(account.good + account.corrected + account.uncorrectable + account.notSynchronised).toBe(n);
          expect(account.sent + account.phantom).toBe(list.length + account.notSynchronised);
        },
      ),
    );
  });
});

describe('archive against what was sent', () => {
  it('finds what is there twice and what nobody sent', () => {
    const sentHashes = new Set(['a', 'b', 'c']);
    expect(wrongInArchive(['a', 'b'], sentHashes)).toBe(0);
    expect(wrongInArchive(['a', 'b', 'a'], sentHashes)).toBe(1);
    expect(wrongInArchive(['a', 'x', 'x'], sentHashes)).toBe(2);
  });
});
