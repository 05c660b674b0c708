import { afterEach, describe, expect, it } from '@jest/globals';
import { stationContactSchema, type StationContact } from '@app/contracts';
import { dopplerProfile, EarthFixedPath, sgp4Trajectory, createPropagator, shippedEarthOrientation } from '@app/orbit';
import { elementSetFrom } from '@app/contracts';
import { ManualMissionClock } from '@app/platform';
import { type BasebandMessage, type Iq } from '@app/radio';
import { parseUtc, plusSeconds, secondsBetween, type Tai } from '@app/time';
import { UnsupportedLinkError } from '../receiver/unsupported-link.error.js';
import { SdrConnectionError, SdrTuningError } from '../sdr/sdr.errors.js';
import type { SdrTuning } from '../sdr/sdr.port.js';
import { sampleContact } from '../testing/sample-contact.js';
import {
  type SampleTransmitter,
  SoftwareTransmitter,
  type SoftwareTransmitterOptions,
} from './software-transmitter.js';

const FS = 160_000;
const LEAD_S = 0.15;
const uplinkContact = sampleContact({ transmitFromElevationDeg: 5 });
const { uplink } = uplinkContact.linkProfile;
const contact: StationContact = stationContactSchema.parse({
  ...uplinkContact,
  linkProfile: { ...uplinkContact.linkProfile, uplink: { ...uplink, modulation: 'BPSK', rollOff: null } },
});
const order = {
  type: 'start-transmission',
  carrierHz: uplink!.carrierHz,
  bitRateBps: uplink!.bitRateBps,
  carrierOnlyS: 0.5,
  acquisitionOctets: 32,
} as const;
const begin = parseUtc(contact.contact.window.tca);

/** A radio that keeps what it is given. */
class MemoryRadio implements SampleTransmitter {
  readonly blocks: { readonly samples: Iq; readonly at: Tai; readonly tuning: SdrTuning; readonly sentAt: Tai }[] = [];
  starts = 0;
  broken = false;

  constructor(private readonly clock: ManualMissionClock) {}

  start(): Promise<void> {
    this.starts++;
    return Promise.resolve();
  }

  stop(): void {
    // Nothing to close.
  }

  send(samples: Iq, at: Tai, tuning: SdrTuning): Promise<void> {
    if (this.broken) return Promise.reject(new SdrConnectionError('a:1', 'network is down'));
    this.blocks.push({ samples, at, tuning, sentAt: this.clock.now() });
    return Promise.resolve();
  }

  /** All samples, whose first one's instant is that of the first block. */
  get samples(): Iq {
    return Float32Array.from(this.blocks.flatMap(({ samples }) => [...samples]));
  }
}

class Bench {
  readonly clock = new ManualMissionClock(begin);
  readonly radio = new MemoryRadio(this.clock);
  readonly told: { readonly at: Tai; readonly message: BasebandMessage }[] = [];
  readonly downs: string[] = [];
  ups = 0;
  readonly transmitter: SoftwareTransmitter;

  constructor(options: Partial<SoftwareTransmitterOptions> = {}) {
    this.transmitter = new SoftwareTransmitter({
      ...{ contact, clock: this.clock, radio: this.radio, address: 'a:1', sampleRateHz: FS, levelDbfs: -6 },
      ...{ dopplerCompensation: true, leadS: LEAD_S, ...options },
      onUp: () => void this.ups++,
      onDown: (reason) => void this.downs.push(reason),
      onMessage: (message) => {
        this.told.push({ at: this.clock.now(), message });
        return Promise.resolve();
      },
    });
    this.transmitter.start();
  }

  async pass(seconds: number, stepS = 0.02): Promise<void> {
    for (let n = 0; n < Math.round(seconds / stepS); n++) {
      this.clock.advanceTo(plusSeconds(this.clock.now(), stepS));
      for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  cltu(identifier: bigint, octets = 20): void {
    const bits = new Uint8Array(octets).fill(0x3c);
    expect(this.transmitter.send({ type: 'telecommand', identifier, bitCount: 8 * octets, bits })).toBe(true);
  }
}

const benches: Bench[] = [];
function bench(options: Partial<SoftwareTransmitterOptions> = {}): Bench {
  const one = new Bench(options);
  benches.push(one);
  return one;
}
afterEach(async () => {
  for (const { transmitter } of benches.splice(0)) await transmitter.stop();
});

/** Frequency of samples of a carrier alone, Hz, by the phase over the whole of them. */
function frequencyOf(samples: Iq, from: number, count: number): number {
  let [re, im] = [0, 0];
  for (let k = from + 1; k < from + count; k++) {
    const [a, b, c, d] = [samples[2 * k]!, samples[2 * k + 1]!, samples[2 * k - 2]!, samples[2 * k - 1]!];
    re += a * c + b * d;
    im += b * c - a * d;
  }
  return (Math.atan2(im, re) / (2 * Math.PI)) * FS;
}

/** What libs/orbit says that the ground must send less nominal. */
function transmitOffsetHz(at: Tai): number {
  const path = new EarthFixedPath(
    sgp4Trajectory(createPropagator(elementSetFrom(contact.elementSet))),
    at,
    shippedEarthOrientation,
  );
  return dopplerProfile(path, contact.antenna, 0, 1, 1, { uplinkHz: order.carrierHz }).uplink!.transmitOffsetHz[0]!;
}

describe("the station's own transmitter", () => {
  it('sends nothing without an order', async () => {
    const { radio, told, ups, pass } = ((one) => ({ ...one, pass: one.pass.bind(one), ups: () => one.ups }))(bench());
    await pass(1);
    expect(ups()).toBe(1);
    expect(radio.blocks).toEqual([]);
    expect(told).toEqual([]);
  });

  it('sends blocks without a gap, each before its instant, the first at the lead behind the order', async () => {
    const one = bench();
    await one.pass(0.1);
    const orderedAt = one.clock.now();
    expect(one.transmitter.send(order)).toBe(true);
    await one.pass(1.5);
    const { blocks } = one.radio;
    const [first] = blocks;
    let given = 0;
    for (const { samples, at, sentAt, tuning } of blocks) {
      expect(tuning).toEqual({ centerHz: order.carrierHz, sampleRateHz: FS });
      expect(Math.abs(Number(at - plusSeconds(first!.at, given / FS)))).toBeLessThan(2);
      const aheadS = secondsBetween(sentAt, at);
      expect(aheadS).toBeGreaterThan(0.1);
      expect(aheadS).toBeLessThan(LEAD_S);
      given += samples.length / 2;
    }
    const { samples } = one.radio;
    const power = (from: number, to: number): number =>
      samples.slice(2 * from, 2 * to).reduce((sum, x) => sum + x * x, 0) / (to - from);
    const up = Math.ceil(secondsBetween(first!.at, plusSeconds(orderedAt, LEAD_S)) * FS);
    expect(power(0, up)).toBe(0);
    expect(10 * Math.log10(power(up, up + 0.4 * FS))).toBeCloseTo(-6, 2);
    expect(samples.every((x) => Math.abs(x) < 1)).toBe(true);
  });

  it('sends the carrier so that it comes in at its nominal frequency on board, or the nominal one where that is asked', async () => {
    const [corrected, plain] = [bench(), bench({ dopplerCompensation: false })];
    for (const one of [corrected, plain]) {
      await one.pass(0.02);
      one.transmitter.send({ ...order, carrierOnlyS: 2 });
      await one.pass(1);
    }
    const from = 0.3 * FS;
    const middle = plusSeconds(corrected.radio.blocks[0]!.at, 0.4);
    const expected = transmitOffsetHz(middle);
    expect(Math.abs(frequencyOf(corrected.radio.samples, from, 0.2 * FS) - expected)).toBeLessThan(0.2);
    expect(Math.abs(frequencyOf(plain.radio.samples, from, 0.2 * FS))).toBeLessThan(1e-3);
    // No step of the phase anywhere: from sample to sample it turns as the frequency says.
    const { samples } = corrected.radio;
    const up = samples.findIndex((x) => x !== 0) >> 1;
    for (let k = up + 1; k < samples.length / 2; k += 1) {
      const [a, b, c, d] = [samples[2 * k]!, samples[2 * k + 1]!, samples[2 * k - 2]!, samples[2 * k - 1]!];
      const turns = Math.atan2(b * c - a * d, a * c + b * d) / (2 * Math.PI);
      if (Math.abs(turns - expected / FS) > 1e-3) expect([k, turns]).toEqual([k, expected / FS]);
    }
  });

  it('begins with a sweep where one is wished, and sends no bit before its end', async () => {
    const one = bench({ dopplerCompensation: false, sweep: { hz: 20_000, seconds: 1 } });
    await one.pass(0.02);
    one.transmitter.send(order);
    await one.pass(2.2);
    const { samples } = one.radio;
    const up = samples.findIndex((x) => x !== 0) >> 1;
    const at = (seconds: number): number => frequencyOf(samples, up + Math.round((seconds - 0.002) * FS), 0.004 * FS);
    expect(at(0.125) / 10_000).toBeCloseTo(1, 1);
    expect(at(0.5) / 10_000).toBeCloseTo(0, 1);
    expect(at(0.625) / 10_000).toBeCloseTo(-1, 1);
    expect(Math.abs(at(1.1))).toBeLessThan(1);
    const status = one.told.find(({ message }) => message.type === 'transmission-status' && message.modulating);
    expect(secondsBetween(begin, status!.at)).toBeGreaterThan(0.02 + LEAD_S + 1.5 - 0.001);
  });

  it('answers when it has happened, and not earlier', async () => {
    const one = bench();
    await one.pass(0.02);
    const orderedAt = one.clock.now();
    one.transmitter.send(order);
    one.cltu(1n);
    one.cltu(2n);
    await one.pass(1.2);
    one.transmitter.send({ type: 'stop-transmission' });
    await one.pass(0.4);
    const carrierUp = plusSeconds(orderedAt, LEAD_S);
    const firstBit = plusSeconds(carrierUp, 0.5 + (8 * 32) / order.bitRateBps);
    const end = plusSeconds(firstBit, 160 / order.bitRateBps);
    const secondBit = plusSeconds(end, 64 / order.bitRateBps);
    const secondEnd = plusSeconds(secondBit, 160 / order.bitRateBps);
    const radiated = { type: 'telecommand-radiated', outcome: 'radiated' };
    expect(one.told.map(({ message }) => message)).toMatchObject([
      { type: 'transmission-status', carrierUp: true, modulating: false, carrierHz: order.carrierHz },
      { type: 'transmission-status', carrierUp: true, modulating: true },
      { ...radiated, identifier: 1n, firstBitTime: firstBit, endOfLastBitTime: end },
      { ...radiated, identifier: 2n, firstBitTime: secondBit, endOfLastBitTime: secondEnd },
      { type: 'transmission-status', carrierUp: false, modulating: false },
    ]);
    const instants = [carrierUp, plusSeconds(carrierUp, 0.5), end, secondEnd, plusSeconds(orderedAt, 1.2 + LEAD_S)];
    one.told.forEach(({ at }, n) => {
      const lateS = secondsBetween(instants[n]!, at);
      expect(lateS).toBeGreaterThanOrEqual(0);
      expect(lateS).toBeLessThan(0.05);
    });
    // And the carrier ends where it was ordered to.
    const { blocks } = one.radio;
    const { at, samples } = blocks.at(-1)!;
    const last = samples.findLastIndex((x) => x !== 0) >> 1;
    expect(Math.abs(secondsBetween(instants[4]!, plusSeconds(at, last / FS)))).toBeLessThan(2 / FS);
    const sent = blocks.length;
    await one.pass(0.5);
    expect(blocks).toHaveLength(sent);
  });

  it('drops what waits when it is stopped, and takes nothing without a carrier', async () => {
    const one = bench();
    await one.pass(0.02);
    one.transmitter.send(order);
    await one.pass(1);
    one.cltu(1n, 100);
    one.cltu(2n);
    await one.pass(0.1);
    one.transmitter.send({ type: 'stop-transmission' });
    await one.pass(1);
    one.cltu(3n);
    await one.pass(0.3);
    const ends = one.told.flatMap(({ message }) =>
      message.type === 'telecommand-radiated' ? [[message.identifier, message.outcome]] : [],
    );
    expect(ends).toEqual([
      [2n, 'not-radiated'],
      [1n, 'radiated'],
      [3n, 'not-radiated'],
    ]);
  });

  it('says not-radiated of a CLTU whose samples could not be sent in time', async () => {
    const one = bench();
    await one.pass(0.02);
    one.transmitter.send(order);
    await one.pass(1);
    one.cltu(1n, 200);
    // The machine stands for a second: what was sent before goes on for the lead.
    await one.pass(1, 1);
    one.cltu(2n);
    await one.pass(1);
    const ends = one.told.flatMap(({ message }) =>
      message.type === 'telecommand-radiated' ? [[message.identifier, message.outcome]] : [],
    );
    expect(ends).toEqual([
      [1n, 'not-radiated'],
      [2n, 'radiated'],
    ]);
    for (const { at, sentAt, samples } of one.radio.blocks)
      expect(plusSeconds(at, samples.length / 2 / FS)).toBeGreaterThan(sentAt);
  });

  it('is down when the radio fails, tells what becomes of CLTUs, and is up again without a carrier', async () => {
    const one = bench();
    await one.pass(0.02);
    one.transmitter.send(order);
    await one.pass(1);
    one.cltu(1n, 200);
    one.cltu(2n);
    await one.pass(0.1);
    one.radio.broken = true;
    await one.pass(0.1);
    expect(one.downs).toEqual(['SDR a:1: network is down']);
    expect(one.transmitter.send(order)).toBe(false);
    const ends = one.told.flatMap(({ message }) =>
      message.type === 'telecommand-radiated' ? [[message.identifier, message.outcome]] : [],
    );
    expect(ends.sort()).toEqual([
      [1n, 'not-radiated'],
      [2n, 'not-radiated'],
    ]);
    one.radio.broken = false;
    const before = one.radio.blocks.length;
    await one.pass(2);
    expect(one.ups).toBe(2);
    expect(one.radio.blocks).toHaveLength(before);
    expect(one.transmitter.send(order)).toBe(true);
    await one.pass(0.5);
    expect(one.radio.blocks.length).toBeGreaterThan(before);
  });

  it('refuses an uplink that it cannot make, and a band that the carrier does not fit in', () => {
    const parts = {
      clock: new ManualMissionClock(begin),
      address: 'a:1',
      levelDbfs: -6,
      dopplerCompensation: true,
      leadS: LEAD_S,
    };
    const events = { onUp: () => undefined, onDown: () => undefined, onMessage: () => Promise.resolve() };
    const make = (link: StationContact, sampleRateHz: number) =>
      new SoftwareTransmitter({
        ...parts,
        ...events,
        radio: new MemoryRadio(parts.clock),
        contact: link,
        sampleRateHz,
      });
    expect(() => make(uplinkContact, FS)).toThrow(UnsupportedLinkError);
    expect(() => make(contact, 100_000)).toThrow(SdrTuningError);
  });
});
