import { describe, expect, it } from '@jest/globals';
import { plusSeconds } from '@app/time';
import { type ContactWindow } from '../index.js';
import { site, start, windowsOf } from '../testing/contact-samples.js';
import { syntheticElements } from '../testing/synthetic-elements.js';
import { joinPieces } from './join-pieces.js';

const [pattern] = windowsOf(syntheticElements(), site(), [start, plusSeconds(start, 86_400)]) as [ContactWindow];

/** A window from one second to another, of an orbit and part; open at the ends that are named. */
function made(from: number, to: number, orbitNumber: number, part: number, open = ''): ContactWindow {
  return {
    ...pattern,
    ...{ aos: plusSeconds(start, from), los: plusSeconds(start, to), tca: plusSeconds(start, (from + to) / 2) },
    ...{ orbitNumber, part, aosOpen: open.includes('a'), losOpen: open.includes('l') },
  };
}
const shown = (windows: readonly ContactWindow[]): readonly (readonly number[])[] =>
  windows.map(({ aos, los, orbitNumber, part }) => [
    Number(aos - start) / 1e9,
    Number(los - start) / 1e9,
    orbitNumber,
    part,
  ]);

describe('joinPieces', () => {
  it('joins what meets at a change of source, though a motion ends a millisecond early', () => {
    const joined = joinPieces([made(0, 99.999, 7, 1, 'l'), made(100, 300, 7, 1, 'a'), made(500, 600, 7, 2)]);
    expect(shown(joined)).toEqual([
      [0, 300, 7, 1],
      [500, 600, 7, 2],
    ]);
    expect(joined.map(({ aosOpen, losOpen }) => [aosOpen, losOpen])).toEqual([
      [false, false],
      [false, false],
    ]);
  });

  it('does not join what only touches, nor what another station saw', () => {
    const other = { ...made(100, 200, 7, 1, 'a'), station: 'Z' };
    expect(joinPieces([made(0, 100, 7, 1, 'l'), other])).toHaveLength(2);
    expect(joinPieces([made(0, 100, 7, 1), made(100, 200, 7, 2)])).toHaveLength(2);
  });

  it('goes on counting the parts of an orbit in the next piece', () => {
    expect(shown(joinPieces([made(0, 50, 7, 2), made(100, 150, 7, 1), made(200, 250, 7, 2)]))).toEqual([
      [0, 50, 7, 2],
      [100, 150, 7, 3],
      [200, 250, 7, 4],
    ]);
  });

  it('does not count the end of a window of the orbit before as a part', () => {
    const pieces = [made(0, 100, 7, 1, 'l'), made(100, 200, 8, 1, 'a'), made(500, 600, 8, 2), made(700, 800, 9, 1)];
    expect(shown(joinPieces(pieces))).toEqual([
      [0, 200, 7, 1],
      [500, 600, 8, 1],
      [700, 800, 9, 1],
    ]);
  });
});
