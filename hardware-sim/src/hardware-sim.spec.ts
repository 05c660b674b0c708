import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type TelemetryBits } from '@app/radio';
import { parseUtc, plusSeconds } from '@app/time';
import { type SimulatorLogEntry } from './index.js';
import { lookAt, ManualSimulation, miyun, passesOf } from './testing/manual-pass.js';
import { hear, type HeardCadu } from './testing/received-stream.js';
import { sampleLinkProfile } from './testing/sample-mission.js';

const SPEED_OF_LIGHT = 299_792_458;
const [pass] = passesOf(miyun, '2026-04-24T06:00:00Z', 40, 1);
if (pass === undefined) throw new Error('no pass');

interface Flown {
  readonly log: readonly SimulatorLogEntry[];
  readonly pieces: readonly TelemetryBits[];
  readonly bitsSha256: string;
  readonly bitCount: number;
  readonly delivered: number;
}

interface Flight {
  readonly linkMarginDb: number;
  readonly seed?: number;
  /** The client reads nothing before the end. */
  readonly readLate?: boolean;
  /** Seconds to fly; else to the end of the pass. */
  readonly seconds?: number;
}

/** A pass over Miyun, from before the spacecraft rises. */
async function flyPass({ linkMarginDb, seed = 7, readLate = false, seconds }: Flight): Promise<Flown> {
  const { start, end } = pass ?? { start: 0n, end: 0n };
  const simulation = await ManualSimulation.start(start, { linkMarginDb, seed });
  const station = await simulation.station(miyun);
  if (readLate) station.baseband.socket.pause();
  await simulation.fly(seconds === undefined ? end : plusSeconds(start, seconds), [station]);
  if (readLate) station.baseband.socket.resume();
  const delivered = await station.baseband.stop();
  station.close();
  const { pieces } = station.baseband;
  const hash = createHash('sha256');
  for (const { bits, bitCount, firstBitTime } of pieces) hash.update(bits).update(`${bitCount} ${firstBitTime}`);
  return {
    log: await simulation.log(),
    pieces,
    bitsSha256: hash.digest('hex'),
    bitCount: pieces.reduce((sum, piece) => sum + piece.bitCount, 0),
    delivered,
  };
}

const sha256 = (frame: Uint8Array): string => createHash('sha256').update(frame).digest('hex').slice(0, 32);

describe('a pass at a margin of +6 dB', () => {
  let flown: Flown;
  let heard: readonly HeardCadu[];
  beforeAll(async () => {
    flown = await flyPass({ linkMarginDb: 6 });
    heard = hear(flown.pieces, sampleLinkProfile);
  });

  it('delivers every frame from lock to the horizon, as the spacecraft made it', () => {
    const locked = flown.log.filter((entry) => entry.locked);
    expect(locked.length).toBeGreaterThan(3000);
    expect(heard.map(({ frame }) => (frame === undefined ? 'uncorrectable' : sha256(frame)))).toEqual(
      locked.map((entry) => entry.sha256),
    );
    // Without lock are those of the second before it, and the one in which it comes.
    expect(flown.log.length - locked.length).toBeGreaterThanOrEqual(6);
    expect(flown.log.length - locked.length).toBeLessThanOrEqual(8);
    expect(flown.log.findLastIndex((entry) => !entry.locked)).toBeLessThan(8);
    expect(flown.delivered).toBe(flown.bitCount);
  });

  it('counts master and virtual channel frames without a gap', () => {
    const last = new Map<number, number>();
    for (const [i, { mcfc, vcid, vcfc }] of flown.log.entries()) {
      expect(mcfc).toBe(i % 256);
      expect(vcfc).toBe(((last.get(vcid) ?? -1) + 1) % 256);
      last.set(vcid, vcfc);
    }
    expect([...last.keys()].sort()).toEqual([0, 1, 7]);
    for (const { header } of heard) expect(header?.scid).toBe(421);
  });

  it('tags each ASM with its time of reception to a microsecond, whatever the messages', () => {
    const locked = flown.log.filter((entry) => entry.locked);
    for (const [i, entry] of locked.entries()) {
      const error = Number((heard[i]?.received ?? 0n) - parseUtc(entry.received));
      expect(Math.abs(error)).toBeLessThan(1000);
    }
  });

  it('receives what was emitted one light time before, on a continuous symbol clock', () => {
    for (const [i, entry] of flown.log.entries()) {
      const emitted = parseUtc(entry.emitted);
      expect(emitted).toBe(BigInt(entry.cadu) * 159_875_000n);
      expect(entry.cadu).toBe((flown.log[0]?.cadu ?? 0) + i);
      const delayNs = Number(parseUtc(entry.received) - emitted);
      expect(Math.abs(delayNs - (lookAt(miyun, emitted).rangeM / SPEED_OF_LIGHT) * 1e9)).toBeLessThan(2);
    }
  });

  it('has its margin at the mask elevation, and more above it', () => {
    const atMask = flown.log.filter(
      (entry) => Math.abs(lookAt(miyun, parseUtc(entry.emitted)).elevationDeg - 5) < 0.05,
    );
    expect(atMask.length).toBeGreaterThan(1);
    // 6 dB required + 6 dB margin; the mean orbit radius stands for the true one, and the antenna follows in steps.
    for (const { esN0Db } of atMask) expect(Math.abs(esN0Db - 12)).toBeLessThan(0.4);
    expect(Math.max(...flown.log.map(({ esN0Db }) => esN0Db))).toBeGreaterThan(17);
  });

  it('is the same for a client that reads only when the pass is over: six megabytes wait', async () => {
    const late = await flyPass({ linkMarginDb: 6, readLate: true });
    expect(late.bitsSha256).toBe(flown.bitsSha256);
    expect(late.log).toEqual(flown.log);
  });
});

describe('a simulation', () => {
  const part = { linkMarginDb: 1, seconds: 120 };

  it('is the same, octet for octet, with the same seed and clock', async () => {
    const [once, again] = [await flyPass(part), await flyPass(part)];
    expect(once.log.length).toBeGreaterThan(300);
    expect(once.log.some(({ bitErrors }) => bitErrors > 0)).toBe(true);
    expect(again.log).toEqual(once.log);
    expect(again.bitsSha256).toBe(once.bitsSha256);
    const other = await flyPass({ ...part, seed: 8 });
    expect(other.log.map(({ cadu }) => cadu)).toEqual(once.log.map(({ cadu }) => cadu));
    expect(other.bitsSha256).not.toBe(once.bitsSha256);
  });
});

describe('a pass at a margin of -3 dB', () => {
  it('loses frames near the horizon and has good ones in the middle', async () => {
    const { log, pieces } = await flyPass({ linkMarginDb: -3, seconds: 460 });
    const heard = hear(pieces, sampleLinkProfile, 3);
    const byTime = new Map(log.map((entry) => [Math.round(Number(parseUtc(entry.received)) / 1e8), entry]));
    const good = heard.filter(({ frame }) => frame !== undefined);
    for (const { frame, received } of good) {
      const entry = byTime.get(Math.round(Number(received) / 1e8));
      expect(entry?.sha256).toBe(sha256(frame as Uint8Array));
    }
    const goodHashes = new Set(good.map(({ frame }) => sha256(frame as Uint8Array)));
    const elevationOf = (entry: SimulatorLogEntry): number => lookAt(miyun, parseUtc(entry.emitted)).elevationDeg;
    const low = log.filter((entry) => elevationOf(entry) < 6);
    // The last one is cut by the end of the reception.
    const high = log.slice(0, -1).filter((entry) => elevationOf(entry) > 25);
    expect(low.length).toBeGreaterThan(300);
    expect(low.filter((entry) => goodHashes.has(entry.sha256))).toEqual([]);
    expect(low.some((entry) => entry.locked && entry.bitErrors > 100)).toBe(true);
    expect(high.length).toBeGreaterThan(800);
    expect(high.filter((entry) => !goodHashes.has(entry.sha256))).toEqual([]);
    expect(heard.some(({ corrected }) => corrected > 0)).toBe(true);
  });
});
