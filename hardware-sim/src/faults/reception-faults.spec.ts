import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type TelemetryBits } from '@app/radio';
import { parseUtc, plusSeconds, secondsBetween } from '@app/time';
import { type FaultRequest, type SimulatorLogEntry } from '../index.js';
import { ManualSimulation, miyun, passesOf } from '../testing/manual-pass.js';
import { hear } from '../testing/received-stream.js';
import { sampleLinkProfile } from '../testing/sample-mission.js';

const [pass] = passesOf(miyun, '2026-04-24T06:00:00Z', 40, 1);
if (pass === undefined) throw new Error('no pass');
/** The antenna, parked until then, has come to the spacecraft. */
const start = plusSeconds(pass.start, 250);
const SLEW_S = 40;
/** One CADU, and the time to lock. */
const CADU_S = 0.16;
const LOCK_S = 1;

const DROPPED = 30_000;
const timeline = [
  [5, { kind: 'fade', db: 60, for: 3 }],
  [11, { kind: 'lost-lock', for: 2 }],
  [17, { kind: 'stream-stall', for: 2 }],
  [22, { kind: 'transmitter-off', for: 2 }],
  [28, { kind: 'wrong-frequency', offsetHz: 25_000, for: 2 }],
  [34, { kind: 'sample-drop', samples: DROPPED }],
  [37, { kind: 'interference', offsetHz: 0, cN0DbHz: 48.0618, for: 3 }],
  [43, { kind: 'clock-jump', seconds: 5 }],
] as const;

interface Piece extends TelemetryBits {
  /** Seconds from the start, by its time tag. */
  readonly from: number;
  readonly to: number;
}

describe('a station at a baseband unit', () => {
  let pieces: readonly Piece[];
  let log: readonly SimulatorLogEntry[];
  beforeAll(async () => {
    const simulation = await ManualSimulation.start(plusSeconds(start, -SLEW_S), { linkMarginDb: 6 });
    const station = await simulation.station(miyun);
    for (const [atS, fault] of timeline) {
      await simulation.fly(plusSeconds(start, atS), [station]);
      const where = fault.kind === 'transmitter-off' ? { spacecraft: 'GF-1' } : { antenna: miyun.id };
      simulation.simulator.faults.apply({ ...fault, ...where } as FaultRequest);
    }
    await simulation.fly(plusSeconds(start, 46), [station]);
    await station.baseband.stop();
    station.close();
    pieces = station.baseband.pieces.map((piece) => {
      const from = secondsBetween(start, piece.firstBitTime);
      return { ...piece, from, to: from + (piece.bitCount === 0 ? 0 : piece.bitCount / piece.bitRateBps) };
    });
    log = await simulation.log();
  });

  /** Seconds of bits between two times. */
  const heard = (from: number, to: number): number =>
    pieces.reduce((sum, piece) => sum + Math.max(0, Math.min(piece.to, to) - Math.max(piece.from, from)), 0);
  const losses = (from: number, to: number): number =>
    pieces.filter((piece) => !piece.bitLock && piece.from >= from - CADU_S && piece.from <= to).length;

  it('has it all before anything goes wrong', () => {
    expect(heard(0, 5)).toBeGreaterThan(5 - LOCK_S - 3 * CADU_S);
    expect(heard(2, 4.8)).toBeCloseTo(2.8, 2);
  });

  it.each([
    ['a fade', 5, 8],
    ['lost lock', 11, 13],
    ['a transmitter that is off', 22, 24],
    ['a wrong frequency', 28, 30],
  ])('is told once of the loss by %s, hears nothing while it lasts and all a second after it', (_what, from, to) => {
    expect(losses(from, to)).toBe(1);
    expect(heard(from + CADU_S, to)).toBe(0);
    // The CADU that was coming in is heard on before, and again after it.
    expect(heard(from - 1, from)).toBeGreaterThan(1 - 2 * CADU_S);
    expect(heard(to, to + LOCK_S)).toBeLessThan(2 * CADU_S);
    expect(heard(to + LOCK_S + 2 * CADU_S, to + 2.5)).toBeCloseTo(2.5 - LOCK_S - 2 * CADU_S, 2);
  });

  it('hears nothing in a stalled stream and is told of no loss; it goes on where it is, with right time tags', () => {
    expect(losses(17, 19)).toBe(0);
    expect(heard(17 + CADU_S, 19)).toBe(0);
    expect(heard(19 + 2 * CADU_S, 21.5)).toBeCloseTo(2.5 - 2 * CADU_S, 2);
    const around = pieces.filter(({ from }) => from > 15 && from < 21);
    // One codeblock is cut by the stall.
    const cadus = hear(around, sampleLinkProfile).filter(({ frame }) => frame !== undefined);
    expect(cadus.length).toBeGreaterThan(15);
    for (const { frame, received } of cadus) {
      const sha256 = createHash('sha256')
        .update(frame ?? '')
        .digest('hex');
      const sent = log.find((entry) => sha256.startsWith(entry.sha256));
      expect(Math.abs(Number(parseUtc(sent?.received ?? '') - received))).toBeLessThan(1000);
    }
  });

  it('misses bits of a drop that nothing tells of', () => {
    const received = pieces.filter(({ from, bitLock }) => bitLock && from > 32 && from < 36.5);
    const gaps = received.slice(1).map((piece, i) => {
      const before = received[i] as Piece;
      return Math.round((piece.from - before.to) * before.bitRateBps);
    });
    expect(gaps.filter((gap) => Math.abs(gap) > 1).length).toBe(1);
    expect(Math.abs(Math.max(...gaps) - DROPPED)).toBeLessThanOrEqual(1);
    expect(losses(33, 36)).toBe(0);
  });

  it('measures 3 dB less with a carrier on the signal as strong as the noise in a symbol', () => {
    const esN0 = (from: number, to: number): number =>
      log
        .filter(({ received }) => {
          const s = secondsBetween(start, parseUtc(received));
          return s >= from && s < to;
        })
        .reduce((sum, entry, _i, all) => sum + entry.esN0Db / all.length, 0);
    expect(esN0(37, 40)).toBeCloseTo((esN0(36, 37) + esN0(40, 41)) / 2 - 3.01, 1);
    const told = pieces.filter(({ from, bitLock }) => bitLock && from > 37.5 && from < 39.5);
    expect(Math.abs((told[0]?.esN0Db ?? 0) - esN0(37.5, 38))).toBeLessThan(0.2);
  });

  it('gets time tags that jump with the clock', () => {
    const last = pieces.findLast(({ from }) => from < 43);
    const jumped = pieces.filter(({ from }) => from >= 47.9);
    expect(last?.to).toBeGreaterThan(43);
    // The stream goes on without a gap, five seconds later.
    expect((jumped[0]?.from ?? 0) - 5).toBeCloseTo(last?.to ?? 0, 3);
    expect(jumped.length).toBeGreaterThan(5);
  });
});
