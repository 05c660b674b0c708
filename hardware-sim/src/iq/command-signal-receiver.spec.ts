import { describe, expect, it } from '@jest/globals';
import { bytesToHex } from '@app/ccsds';
import { bpskBitErrorRate, freeSpaceLossDb } from '@app/link-budget';
import { loadMissionDatabase } from '@app/mission-database';
import { parseUtc, plusSeconds, secondsBetween } from '@app/time';
import { noAntennaFaults } from '../faults/antenna-faults.js';
import { passesOf } from '../testing/manual-pass.js';
import { referenceDatabaseXml } from '../testing/sample-mission.js';
import { sweepOf } from '../testing/sweep.js';
import { directUplink, SignalUplink, type SignalUplinkOptions, transmittingAntenna } from '../testing/signal-uplink.js';
import { Telecommands } from '../testing/telecommands.js';
import { type TelecommandLogEntry } from '../telecommand-log.js';

const [pass] = passesOf(transmittingAntenna, '2026-04-24T06:00:00Z', 40, 1);
/** The spacecraft comes: its carrier would come in 40 kHz too high. */
const early = plusSeconds(pass!.start, 150);
/** Near its culmination a narrower band is enough. */
const middle = plusSeconds(pass!.start, Number((pass!.end - pass!.start) / 2n) / 1e9);
const wide = { sampleRateHz: 200_000 };
const commands = new Telecommands(loadMissionDatabase(referenceDatabaseXml()), 421, directUplink);
const [first, second] = [0, 1].map((n) => commands.frame('AD', commands.packet('CONNECTION_TEST'), n));
/** Of the whole length that the link takes. */
const longFrame = commands.frame(
  'BD',
  Uint8Array.from({ length: 248 }, (_, n) => (37 * n + 11) & 0xff),
);
const BIT_S = 1 / directUplink.bitRateBps;

type Demodulated = Extract<TelecommandLogEntry, { event: 'cltu-demodulated' }>;
const demodulated = ({ log }: SignalUplink): Demodulated[] =>
  log.filter((entry): entry is Demodulated => entry.event === 'cltu-demodulated');
const received = ({ frames }: SignalUplink): string[] => frames.map(({ bytes }) => bytesToHex(bytes));
const hex = (...frames: readonly (Uint8Array | undefined)[]): string[] => frames.map((one) => bytesToHex(one!));

/** A transmission that was acquired. */
function acquired(options: Partial<SignalUplinkOptions> = {}, start = middle): SignalUplink {
  const uplink = new SignalUplink(start, { esN0Db: 12, sampleRateHz: 64_000, ...options });
  uplink.begin();
  uplink.pass(2.6);
  return uplink;
}

describe('receiver of samples on board', () => {
  it('finds the carrier, then bits, then the frame of a CLTU, each bit one light time after it was radiated', () => {
    const uplink = acquired(wide, early);
    uplink.send(commands.cltu(first!));
    uplink.pass(1);
    uplink.stop();
    uplink.pass(2.5);
    expect(received(uplink)).toEqual(hex(first));
    const [transmission] = uplink.machine.transmissions;
    const [cltu] = transmission!.cltus;
    const [entry] = demodulated(uplink);
    expect(entry).toMatchObject({ codeblocks: 3, startErrors: 0, inverted: false });
    for (const [found, radiated] of [
      [entry!.firstBit, cltu!.firstBit],
      [entry!.lastBit, cltu!.end],
    ] as const)
      expect(Math.abs(secondsBetween(uplink.arrivalOf(radiated), parseUtc(found)))).toBeLessThan(BIT_S / 25);
    // Known when bits behind it have shown that bits are bits: 4 to 6 blocks of 256, and no earlier.
    const behindS = secondsBetween(parseUtc(entry!.lastBit), uplink.frames[0]!.at);
    expect(behindS).toBeGreaterThan(0);
    expect(behindS).toBeLessThan(6 * 256 * BIT_S);
    expect(uplink.links.map(({ carrier, bitLock }) => [carrier !== undefined, bitLock])).toEqual([
      [false, false],
      [true, false],
      [true, true],
      [false, false],
    ]);
    const [, carrier, bits, lost] = uplink.links;
    const after = (at: bigint, radiated: bigint): number => secondsBetween(uplink.arrivalOf(radiated), at);
    expect(after(carrier!.at, transmission!.up)).toBeGreaterThan(0);
    expect(after(carrier!.at, transmission!.up)).toBeLessThan(0.1);
    // Bits are there when a window of 2048 has been seen, and no carrier alone is taken for them.
    const bitsAfterS = after(bits!.at, transmission!.clocks[0]!.origin);
    expect(bitsAfterS).toBeGreaterThan(0.5);
    expect(bitsAfterS).toBeLessThan(1.2);
    expect(after(lost!.at, transmission!.down!)).toBeGreaterThan(0);
    expect(after(lost!.at, transmission!.down!)).toBeLessThan(0.5);
    expect(uplink.receiver.isBusy).toBe(false);
    expect(uplink.sink.counts.samplesLate).toBe(0);
  });

  it('measures level and frequency', () => {
    const uplink = acquired({ ...wide, faults: { ...noAntennaFaults, frequencyErrorHz: () => 130 } }, early);
    const { carrier, at } = uplink.links.at(-1)!;
    const lossDb = freeSpaceLossDb(uplink.lineOfSight.at(at).rangeM, directUplink.carrierHz);
    // The antenna stands where the spacecraft was when it began: a part of a decibel off.
    expect(carrier!.levelDbm(at)).toBeLessThan(49.5 + 30 - lossDb);
    expect(carrier!.levelDbm(at)).toBeGreaterThan(49.5 + 30 - lossDb - 1);
    expect(Math.abs(carrier!.frequencyOffsetHz(at) - 130)).toBeLessThan(3);
  });

  it('takes CLTUs right behind each other, and in both senses of the carrier', () => {
    const upright = acquired();
    const turned = acquired({ inverted: true });
    for (const uplink of [upright, turned]) {
      for (const [n, frame] of [first!, second!, longFrame].entries()) uplink.send(commands.cltu(frame), BigInt(n));
      uplink.pass(2);
      expect(received(uplink)).toEqual(hex(first, second, longFrame));
      expect(uplink.log).toHaveLength(3);
    }
    const senses = [upright, turned].map((uplink) => demodulated(uplink).map(({ inverted }) => inverted));
    expect(senses[0]).toEqual(senses[1]!.map((inverted) => !inverted));
  });

  it('does not find a carrier with the Doppler shift that it has where nobody takes it off', () => {
    const uplink = acquired({ ...wide, compensated: false, esN0Db: 20 }, early);
    uplink.send(commands.cltu(first!));
    uplink.pass(1);
    expect(uplink.links.map(({ carrier }) => carrier)).toEqual([undefined]);
    expect(uplink.log).toEqual([]);
  });

  it('is found by a sweep when its oscillator is off, and by nothing else', () => {
    const faults = { ...noAntennaFaults, spacecraftFrequencyErrorHz: () => 5000 };
    const still = acquired({ faults });
    expect(still.links.map(({ carrier }) => carrier)).toEqual([undefined]);
    const swept = new SignalUplink(middle, {
      ...{ esN0Db: 15, sampleRateHz: 64_000, faults, sweep: sweepOf(8000, 6), tuning: { carrierOnlyS: 6.5 } },
    });
    swept.begin();
    swept.pass(8);
    swept.send(commands.cltu(first!));
    swept.pass(1);
    expect(received(swept)).toEqual(hex(first));
    const { carrier, at } = swept.links.at(-1)!;
    expect(Math.abs(carrier!.frequencyOffsetHz(at) + 5000)).toBeLessThan(5);
  });

  it('corrects as many bits as its Es/N0 turns over', () => {
    const esN0Db = 6;
    const uplink = acquired({ esN0Db, seed: 3 });
    for (let n = 0; n < 10; n++) uplink.send(commands.cltu(longFrame), BigInt(n));
    uplink.pass(7.5);
    const entries = demodulated(uplink);
    const codeblocks = entries.reduce((sum, one) => sum + one.codeblocks, 0);
    const corrected = entries.reduce((sum, one) => sum + one.correctedBits, 0);
    expect(codeblocks).toBeGreaterThan(100);
    // Of 63 bits none or one is wrong where a codeblock was taken.
    const rate = bpskBitErrorRate(esN0Db);
    const expected = (codeblocks * 63 * rate) / (1 + 62 * rate);
    expect(corrected).toBeGreaterThan(expected / 2);
    expect(corrected).toBeLessThan(expected * 1.8);
    // Frames of so many bits do not all come through: some were cut short.
    expect(received(uplink).length).toBeLessThan(10);
    expect(received(uplink).every((frame) => frame === bytesToHex(longFrame))).toBe(true);
  });

  it('takes every longest frame where the link is as strong as it must be, and none where it is far below', () => {
    const strong = acquired({ esN0Db: 9.5 });
    const weak = acquired({ esN0Db: -1 });
    for (const uplink of [strong, weak]) {
      for (let n = 0; n < 5; n++) uplink.send(commands.cltu(longFrame), BigInt(n));
      uplink.pass(4);
    }
    expect(received(strong)).toEqual(hex(longFrame, longFrame, longFrame, longFrame, longFrame));
    expect(received(weak)).toEqual([]);
  });

  it('hears nothing in a deep fade, nor below the horizon', () => {
    const faded = acquired({ faults: { ...noAntennaFaults, fadeDb: () => 30 } });
    const set = acquired({}, plusSeconds(pass!.end, 60));
    for (const uplink of [faded, set]) {
      uplink.send(commands.cltu(first!));
      uplink.pass(1);
      expect(uplink.links.map(({ carrier }) => carrier)).toEqual([undefined]);
      expect(uplink.log).toEqual([]);
    }
  });

  it('gives up a CLTU whose carrier breaks off, and takes the next transmission', () => {
    const uplink = acquired();
    const before = uplink.links.at(-1)!.carrier;
    uplink.send(commands.cltu(longFrame));
    uplink.pass(0.3);
    uplink.cut = true;
    uplink.pass(1.5);
    expect(received(uplink)).toEqual([]);
    expect(uplink.log).toMatchObject([{ event: 'cltu-demodulated' }, { event: 'cltu-abandoned', reason: 'cut-short' }]);
    expect(uplink.links.at(-1)).toMatchObject({ carrier: undefined, bitLock: false });
    uplink.cut = false;
    uplink.pass(1.5);
    uplink.send(commands.cltu(first!));
    uplink.pass(1);
    expect(received(uplink)).toEqual(hex(first));
    expect(uplink.links.at(-1)!.carrier).not.toBe(before);
  });

  it('depends on the seed, not on when it is asked', () => {
    const run = (options: { readonly calledEvery: number; readonly seed: number }) => {
      const uplink = acquired({ esN0Db: 7, ...options });
      uplink.send(commands.cltu(longFrame));
      uplink.pass(1.4);
      return { log: uplink.log, links: uplink.links.map(({ at, bitLock }) => ({ at, bitLock })) };
    };
    const often = run({ calledEvery: 1, seed: 7 });
    const seldom = run({ calledEvery: 5, seed: 7 });
    expect(often.log.length).toBeGreaterThan(0);
    expect(seldom).toEqual(often);
    expect(run({ calledEvery: 5, seed: 8 }).log).not.toEqual(often.log);
  });

  it('loses samples that come when their instant has passed, and counts them', () => {
    const uplink = acquired();
    const { sink } = uplink;
    const tuning = { centerHz: directUplink.carrierHz, sampleRateHz: 64_000 };
    const samples = new Float32Array(2 * 2000).fill(0.5);
    sink.radiate(samples, uplink.at(1), tuning);
    expect(sink.counts.samplesLate).toBe(2000);
    uplink.send(commands.cltu(first!));
    uplink.pass(1);
    expect(received(uplink)).toEqual(hex(first));
  });
});
