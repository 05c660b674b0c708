import { describe, expect, it } from '@jest/globals';
import { KeepingUp } from './keeping-up.js';

const PER_WALL_S = 2 ** 20;
const LOOKS_A_SECOND = 128;

/** Looks for so many wall seconds, a share of what is due left out at each; the wall second at which it gave up. */
function looked(keepingUp: KeepingUp, seconds: number, share: number, perWallS = PER_WALL_S): number | undefined {
  const due = perWallS / LOOKS_A_SECOND;
  for (let look = 1; look <= seconds * LOOKS_A_SECOND; look++)
    if (keepingUp.look({ due, leftOut: share * due, perWallS }) === 'frames') return look / LOOKS_A_SECOND;
  return undefined;
}

describe('whether a machine keeps up with its samples', () => {
  it.each([0, 0.1, 0.24])('goes on making them where a share of %d is left out, for as long as you like', (share) => {
    expect(looked(new KeepingUp(), 600, share)).toBeUndefined();
  });

  it.each([0.26, 0.5, 1])('gives up where a share of %d is left out for five seconds of wall time', (share) => {
    expect(looked(new KeepingUp(), 600, share)).toBe(5);
    expect(looked(new KeepingUp(), 600, share, 64_000)).toBe(5);
  });

  it('takes a hiccup for what it is, however long, and one after another', () => {
    const keepingUp = new KeepingUp();
    for (let hiccup = 0; hiccup < 20; hiccup++) {
      const due = 30 * PER_WALL_S;
      expect(keepingUp.look({ due, leftOut: due, perWallS: PER_WALL_S })).toBe('samples');
      expect(looked(keepingUp, 3, 0)).toBeUndefined();
    }
  });

  it('does not count time in which nothing is due', () => {
    const keepingUp = new KeepingUp();
    expect(looked(keepingUp, 4.75, 1)).toBeUndefined();
    for (let look = 0; look < 1000; look++) keepingUp.look({ due: 0, leftOut: 0, perWallS: PER_WALL_S });
    expect(keepingUp.level).toBe('samples');
    expect(looked(keepingUp, 1, 1)).toBe(0.25);
  });

  it('tries again when fewer are asked for, and not before; then it has its five seconds again', () => {
    const keepingUp = new KeepingUp();
    looked(keepingUp, 5, 1);
    for (const perWallS of [PER_WALL_S, 2 * PER_WALL_S, PER_WALL_S])
      expect(keepingUp.look({ due: perWallS / LOOKS_A_SECOND, leftOut: 0, perWallS })).toBe('frames');
    const fewer = PER_WALL_S / 2;
    expect(keepingUp.look({ due: fewer / LOOKS_A_SECOND, leftOut: fewer / LOOKS_A_SECOND, perWallS: fewer })).toBe(
      'samples',
    );
    expect(looked(keepingUp, 600, 1, fewer)).toBe(5);
    expect(keepingUp.look({ due: fewer / LOOKS_A_SECOND, leftOut: 0, perWallS: fewer })).toBe('frames');
  });
});
