import { describe, expect, it } from '@jest/globals';
import { formatUtc, parseUtc, plusSeconds, type Tai } from '@app/time';
import { utcSchema } from '@app/contracts';
import { type SimulatorLogEntry } from '../index.js';
import { ManualSimulation, miyun, passesOf, sampleConfig } from '../testing/manual-pass.js';
import { hear } from '../testing/received-stream.js';
import { sampleAntenna, sampleLinkProfile } from '../testing/sample-mission.js';

const [first] = passesOf(miyun, '2026-04-24T06:00:00Z', 40, 1);
const start: Tai = first?.start ?? 0n;
const utc = (at: Tai): ReturnType<typeof utcSchema.parse> => utcSchema.parse(formatUtc(at));
const ports = { rotatorPort: 0, basebandPort: 0 };

describe('two antennas', () => {
  it('hear the same CADUs, each with its own delay, noise and margin', async () => {
    const other = sampleAntenna('CN-OTHER-1', 38, 112, { beamwidthDeg: 3 });
    const antennas = [miyun, other].map((antenna) => ({ antenna, ...ports }));
    const simulation = await ManualSimulation.start(start, { antennas, linkMarginDb: 0 });
    const stations = [await simulation.station(miyun), await simulation.station(other)];
    await simulation.fly(plusSeconds(start, 240), stations);
    for (const station of stations) {
      await station.baseband.stop();
      station.close();
    }
    const log = await simulation.log();
    const of = (id: string): Map<number, SimulatorLogEntry> =>
      new Map(log.filter((entry) => entry.antenna === id).map((entry) => [entry.cadu, entry]));
    const here = of(miyun.id);
    const there = of(other.id);
    let common = 0;
    for (const [cadu, entry] of here) {
      const same = there.get(cadu);
      if (same === undefined) continue;
      common++;
      const { emitted, vcid, vcfc, mcfc, sha256 } = entry;
      expect(same).toMatchObject({ emitted, vcid, vcfc, mcfc, sha256 });
      expect(same.received).not.toBe(entry.received);
    }
    expect(common).toBeGreaterThan(500);
    expect([...here.keys()].some((cadu) => !there.has(cadu)) || [...there.keys()].some((cadu) => !here.has(cadu))).toBe(
      true,
    );
    const errors = [...here].filter(
      ([cadu, { bitErrors }]) => bitErrors > 0 && there.get(cadu)?.bitErrors !== bitErrors,
    );
    expect(errors.length).toBeGreaterThan(10);
    // All that was sent reached one antenna at least, in one unbroken count.
    const emitted = [...new Set(log.map(({ cadu }) => cadu))].sort((a, b) => a - b);
    expect(simulation.simulator.counts().emitted['GF-1']).toBe(emitted.length);
  });
});

describe('one reception', () => {
  it('of a spacecraft whose oscillator is off: on the carrier that is sent alone, by the symbol clock that is', async () => {
    const { spacecraft } = sampleConfig();
    const simulation = await ManualSimulation.start(plusSeconds(start, 200), {
      spacecraft: spacecraft.map((one) => ({ ...one, oscillatorPpm: 20 })),
    });
    const station = await simulation.station(miyun);
    await simulation.fly(plusSeconds(start, 240), [station]);
    const retuned = simulation.clock.now();
    // 20 ppm of 2245 MHz.
    await station.configure(sampleLinkProfile.downlink.carrierHz + 44_900);
    await simulation.fly(plusSeconds(start, 260), [station]);
    await station.baseband.stop();
    station.close();
    const log = await simulation.log();
    const before = log.filter(({ received }) => parseUtc(received) < retuned);
    expect(before.length).toBeGreaterThan(100);
    expect(before.some(({ locked }) => locked)).toBe(false);
    expect(log.filter(({ locked }) => locked).length).toBeGreaterThan(100);
    const [first, last] = [log[0]!, log.at(-1)!];
    const elapsedNs = Number(parseUtc(last.emitted) - parseUtc(first.emitted));
    expect(Math.abs(elapsedNs - ((last.cadu - first.cadu) * 159_875_000) / 1.00002)).toBeLessThan(3);
  });

  it('goes on, also with nobody to take the bits, when the client is lost and comes back in mid-pass', async () => {
    const simulation = await ManualSimulation.start(plusSeconds(start, 200));
    const lost = await simulation.station(miyun);
    await simulation.fly(plusSeconds(start, 260), [lost]);
    const gone = simulation.clock.now();
    const noticed = new Promise((resolve) => lost.baseband.socket.once('close', resolve));
    lost.baseband.socket.end();
    await noticed;
    lost.close();
    await simulation.fly(plusSeconds(start, 275), []);
    const back = await simulation.station(miyun);
    const returned = simulation.clock.now();
    await simulation.fly(plusSeconds(start, 330), [back]);
    await back.baseband.stop();
    back.close();
    const log = await simulation.log();
    for (const { cadu, emitted } of log) expect(BigInt(cadu) * 159_875_000n).toBe(parseUtc(emitted));
    // The spacecraft does not know that nobody listens: nothing is missing from the time line or from the counts.
    for (const [i, { cadu, mcfc }] of log.entries()) {
      expect(cadu).toBe((log[0]?.cadu ?? 0) + i);
      expect(mcfc).toBe(i % 256);
    }
    const between = log.filter(({ received }) => parseUtc(received) >= gone && parseUtc(received) < returned);
    expect(between.length).toBeGreaterThan(90);
    expect(between.filter(({ locked }) => locked)).toEqual([]);
    const after = log.filter(({ received }) => parseUtc(received) >= returned);
    expect(after.length).toBeGreaterThan(300);
    const heard = hear(back.baseband.pieces, sampleLinkProfile);
    expect(heard.map(({ header }) => header?.mcfc)).toEqual(
      after.filter(({ locked }) => locked).map(({ mcfc }) => mcfc),
    );
    expect(heard.length).toBeGreaterThan(300);
    expect(heard.every(({ received }) => received >= returned)).toBe(true);
  });

  it('delivers every bit before the stop, and not one after it', async () => {
    const simulation = await ManualSimulation.start(plusSeconds(start, 200));
    const station = await simulation.station(miyun);
    await simulation.fly(plusSeconds(start, 250.0777), [station]);
    const delivered = await station.baseband.stop();
    const last = station.baseband.pieces.at(-1);
    const end = plusSeconds(last?.firstBitTime ?? 0n, (last?.bitCount ?? 0) / (last?.bitRateBps ?? 1));
    const bit = 1e9 / 64_000;
    expect(Number(end - simulation.clock.now())).toBeGreaterThan(-1000);
    expect(Number(end - simulation.clock.now())).toBeLessThan(bit + 1000);
    // Where one message ends the next begins, in time as in bits.
    for (const [i, piece] of station.baseband.pieces.entries()) {
      const before = station.baseband.pieces[i - 1];
      if (before === undefined) continue;
      const expected = plusSeconds(before.firstBitTime, before.bitCount / before.bitRateBps);
      expect(Math.abs(Number(piece.firstBitTime - expected))).toBeLessThan(500);
    }
    expect(station.baseband.pieces.some(({ bitCount }) => bitCount % 8 !== 0)).toBe(true);
    expect(delivered).toBe(station.baseband.pieces.reduce((sum, { bitCount }) => sum + bitCount, 0));
    // A second stop finds nothing to stop.
    expect(await station.baseband.stop()).toBe(0);
    station.close();
    const log = await simulation.log();
    expect(log.at(-1)?.locked).toBe(false);
    expect(log.at(-2)?.locked).toBe(true);
  });

  it('hears nothing on another carrier or rate, pointed away, or without a spacecraft in view', async () => {
    const simulation = await ManualSimulation.start(plusSeconds(start, 200));
    const station = await simulation.station(miyun);
    const { baseband } = station;
    // Parked at the zenith.
    await simulation.fly(plusSeconds(start, 210), []);
    expect(await baseband.stop()).toBe(0);
    for (const [carrierHz, bitRateBps] of [
      [2_245_100_000, 64_000],
      [2_245_000_000, 32_000],
    ] as const) {
      baseband.configure(carrierHz, bitRateBps);
      await simulation.fly(simulation.clock.now() + 10_000_000_000n, [station]);
      expect(await baseband.stop()).toBe(0);
    }
    // In the beam now, on the carrier to a few kilohertz.
    await simulation.fly(plusSeconds(start, 245), [station]);
    await station.configure(2_245_005_000);
    await simulation.fly(simulation.clock.now() + 10_000_000_000n, [station]);
    expect(await baseband.stop()).toBeGreaterThan(8 * 64_000);
    station.close();
    const log = await simulation.log();
    expect(log.slice(0, 50).every(({ locked, esN0Db }) => !locked && esN0Db < -10)).toBe(true);
  });

  it('says when it loses lock, at that time', async () => {
    const simulation = await ManualSimulation.start(plusSeconds(start, 200));
    const station = await simulation.station(miyun);
    await simulation.fly(plusSeconds(start, 240), [station]);
    await station.rotator.ask('K');
    await simulation.fly(plusSeconds(start, 260), []);
    await station.baseband.stop();
    station.close();
    const { pieces } = station.baseband;
    const lost = pieces.findIndex(({ bitLock }) => !bitLock);
    expect(lost).toBe(pieces.length - 1);
    expect(pieces[lost]).toMatchObject({ bitCount: 0, carrierLock: false });
    const log = await simulation.log();
    const firstLost = log.findLast(({ locked }) => locked);
    expect(Number((pieces[lost]?.firstBitTime ?? 0n) - parseUtc(firstLost?.received ?? '')) / 1e9).toBeCloseTo(
      0.1599,
      3,
    );
    expect(log.at(-1)?.esN0Db).toBeLessThan(0);
  });

  it.each([-1, 1] as const)('slips %p bit when told to, and keeps its time tags', async (bits) => {
    const at = plusSeconds(start, 250);
    const slip = { antenna: miyun.id, at: utc(at), bits };
    const simulation = await ManualSimulation.start(plusSeconds(start, 200), { bitSlips: [slip] });
    const station = await simulation.station(miyun);
    await simulation.fly(plusSeconds(start, 260), [station]);
    const delivered = await station.baseband.stop();
    station.close();
    const log = await simulation.log();
    const counts = simulation.simulator.counts().antennas[miyun.id];
    expect(counts?.bitSlips).toBe(1);
    expect(delivered - (counts?.bits ?? 0)).toBe(bits);
    const slipped = log.find(({ received }) => parseUtc(received) + 159_875_000n > at);
    const heard = hear(station.baseband.pieces, sampleLinkProfile);
    const good = heard.filter(({ frame }) => frame !== undefined);
    const locked = log.filter((entry) => entry.locked);
    // One frame at most is lost, or two where the marker is searched for anew; the others keep their times to a bit.
    expect(locked.length - good.length).toBeLessThanOrEqual(2);
    expect(locked.length - good.length).toBeGreaterThanOrEqual(1);
    const missing = locked.filter(({ mcfc }) => !good.some(({ header }) => header?.mcfc === mcfc));
    expect(missing.map(({ cadu }) => cadu)).toContain(slipped?.cadu);
    const last = locked.at(-1);
    expect(Math.abs(Number((good.at(-1)?.received ?? 0n) - parseUtc(last?.received ?? '')))).toBeLessThan(1000);
  });

  it('slips by chance as often as it is told to', async () => {
    const simulation = await ManualSimulation.start(plusSeconds(start, 200), { bitSlipProbability: 0.1 });
    const station = await simulation.station(miyun);
    await simulation.fly(plusSeconds(start, 300), [station]);
    await station.baseband.stop();
    station.close();
    await simulation.simulator.stop();
    const counts = simulation.simulator.counts().antennas[miyun.id];
    const expected = 0.1 * (counts?.cadus ?? 0);
    expect(expected).toBeGreaterThan(50);
    expect(Math.abs((counts?.bitSlips ?? 0) - expected)).toBeLessThan(5 * Math.sqrt(expected));
  });

  it('gives its place to a new client, and drops one that does not speak its protocol', async () => {
    const simulation = await ManualSimulation.start(plusSeconds(start, 200));
    const old = await simulation.station(miyun);
    const closed = new Promise((resolve) => old.baseband.socket.once('close', resolve));
    const fresh = await simulation.station(miyun);
    await closed;
    const dropped = new Promise((resolve) => fresh.baseband.socket.once('close', resolve));
    fresh.baseband.socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await dropped;
    old.close();
    fresh.close();
    await simulation.simulator.stop();
  });
});
