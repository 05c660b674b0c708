import { describe, expect, it } from '@jest/globals';
import { ManualMissionClock } from '@app/platform';
import { impairedEsN0Db } from '../channel/impairments.js';
import { miyun } from '../testing/manual-pass.js';
import { sampleLinkProfile } from '../testing/sample-mission.js';
import { BookedAntennaFaults } from './antenna-faults.js';
import { type Fault, faultSchema } from './fault.js';
import { FaultBook } from './fault-book.js';

const S = 1_000_000_000n;
const { carrierHz } = sampleLinkProfile.downlink;
const craft = { spacecraft: 'GF-1', profile: sampleLinkProfile, carrierHz };

function faultsOf(...entries: readonly (readonly [object, bigint, bigint | undefined])[]) {
  const clock = new ManualMissionClock(0n);
  const book = new FaultBook();
  const ids = entries.map(([fault, from, until]) => book.enter(faultSchema.parse(fault), from, until).id);
  return { clock, book, ids, faults: new BookedAntennaFaults(miyun.id, book, clock, () => carrierHz) };
}

const at = (kind: Fault['kind'], rest: object = {}): object => ({ kind, antenna: miyun.id, ...rest });

describe('what is wrong at an antenna', () => {
  it('holds from its beginning up to its end, and adds up', () => {
    const { faults } = faultsOf(
      [at('fade', { db: 3 }), 10n * S, 20n * S],
      [at('fade', { db: 4, spacecraft: 'GF-1' }), 15n * S, undefined],
      [at('fade', { db: 50, antenna: 'OTHER-1' }), 0n, undefined],
    );
    expect([9n, 10n, 15n, 20n].map((s) => faults.fadeDb('GF-1', s * S))).toEqual([0, 3, 7, 4]);
    expect(faults.fadeDb('HJ-1A', 15n * S)).toBe(3);
    expect(faults.fadeDb('GF-1', 10n * S - 1n)).toBe(0);
  });

  it('ends when it is cleared, and never holds when that is before its beginning', () => {
    const { book, ids, faults } = faultsOf(
      [at('fade', { db: 3 }), 10n * S, undefined],
      [at('lost-lock'), 50n * S, undefined],
    );
    book.end(ids[0] ?? '', 30n * S);
    book.end(ids[1] ?? '', 30n * S);
    expect([29n, 30n].map((s) => faults.fadeDb('GF-1', s * S))).toEqual([3, 0]);
    expect(faults.isLockLost(0n, 1000n * S)).toBe(false);
    expect(book.openAt(30n * S)).toEqual([]);
  });

  it('asks spans without their end', () => {
    const { faults } = faultsOf([at('lost-lock'), 10n * S, 12n * S], [at('stream-stall'), 20n * S, 21n * S]);
    expect([faults.isLockLost(9n * S, 10n * S), faults.isLockLost(9n * S, 10n * S + 1n)]).toEqual([false, true]);
    expect([faults.isLockLost(12n * S, 13n * S), faults.isLockLost(12n * S - 1n, 13n * S)]).toEqual([false, true]);
    expect([faults.isStalledDuring(20n * S, 20n * S + 1n), faults.isStalled(21n * S)]).toEqual([true, false]);
  });

  it('gives each sample drop once to each reader', () => {
    const { clock, faults } = faultsOf(
      [at('sample-drop', { samples: 100 }), 10n * S, undefined],
      [at('sample-drop', { samples: 7 }), 20n * S, undefined],
    );
    const taken = (): number[] => ['a', 'b'].map((reader) => faults.takeSampleDrops(reader));
    expect(taken()).toEqual([0, 0]);
    clock.advanceTo(10n * S);
    expect(faults.takeSampleDrops('a')).toBe(100);
    clock.advanceTo(30n * S);
    expect([...taken(), ...taken()]).toEqual([7, 107, 0, 0]);
  });

  it('adds clock jumps and cuts all devices or one', () => {
    const { faults } = faultsOf(
      [at('clock-jump', { seconds: 2 }), 10n * S, undefined],
      [at('clock-jump', { seconds: -0.5 }), 20n * S, undefined],
      [at('link-cut', { device: 'sdr' }), 10n * S, 11n * S],
      [at('link-cut', { device: 'all' }), 20n * S, 21n * S],
    );
    expect([0n, 10n, 20n].map((s) => faults.clockOffsetS(s * S))).toEqual([0, 2, 1.5]);
    expect([10n, 20n].map((s) => [faults.isCut('sdr', s * S), faults.isCut('rotator', s * S)])).toEqual([
      [true, false],
      [true, true],
    ]);
  });
});

describe('Es/N0 with what is wrong', () => {
  const impaired = (...faults: readonly object[]): number =>
    impairedEsN0Db(12, faultsOf(...faults.map((one) => [one, 0n, undefined] as const)).faults, craft, carrierHz, S);

  it('is less by the fade', () => {
    expect(impaired(at('fade', { db: 7.5 }))).toBeCloseTo(4.5, 9);
  });

  it('takes a carrier on the signal as noise of its power in one symbol', () => {
    // 10 lg 64 000 = 48.062 dBHz: a carrier as strong as the noise in a symbol halves the ratio.
    expect(impaired(at('interference', { offsetHz: 0, cN0DbHz: 48.0618 }))).toBeCloseTo(12 - 3.0103, 3);
    expect(impaired(at('interference', { offsetHz: 0, cN0DbHz: 68.0618 }))).toBeCloseTo(12 - 20.0432, 3);
  });

  it('hears a carrier beside the signal less, and none in a null of the matched filter', () => {
    // Half a symbol rate off: (2/pi)^2 of its power, -3.922 dB.
    expect(impaired(at('interference', { offsetHz: 32_000, cN0DbHz: 48.0618 + 3.9224 }))).toBeCloseTo(12 - 3.0103, 3);
    expect(impaired(at('interference', { offsetHz: 64_000, cN0DbHz: 90 }))).toBeCloseTo(12, 6);
  });

  it('is nothing where oscillators are too far off, and all there where two errors are the same', () => {
    const craftOff = { kind: 'wrong-frequency', spacecraft: 'GF-1', offsetHz: 15_000 };
    expect(impaired(at('wrong-frequency', { offsetHz: 9_999 }))).toBe(12);
    expect(impaired(at('wrong-frequency', { offsetHz: 10_001 }))).toBe(-100);
    expect(impaired(craftOff)).toBe(-100);
    expect(impaired(craftOff, at('wrong-frequency', { offsetHz: 15_000 }))).toBe(12);
    // 5 ppm of 2245 MHz.
    const { faults } = faultsOf();
    expect(impairedEsN0Db(12, faults, { ...craft, carrierHz: carrierHz + 11_225 }, carrierHz, S)).toBe(-100);
  });
});
