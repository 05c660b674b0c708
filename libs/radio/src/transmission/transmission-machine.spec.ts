import { describe, expect, it } from '@jest/globals';
import { parseUtc, plusSeconds, type Tai } from '@app/time';
import { TransmissionMachine, type TransmissionEvent, type RadiatedCltu } from './transmission-machine.js';

const start = parseUtc('2026-04-24T08:00:00Z');
/** 4 000 bit/s: a bit is 250 µs, an octet 2 ms. */
const tuning = { carrierHz: 2_067_270_000, bitRateBps: 4000, carrierOnlyS: 1, acquisitionOctets: 32 };
const at = (seconds: number): Tai => plusSeconds(start, seconds);
const cltu = (identifier: number, octets = 26): { identifier: bigint; bitCount: number; bits: Uint8Array } => ({
  identifier: BigInt(identifier),
  bitCount: 8 * octets,
  bits: new Uint8Array(octets).fill(identifier),
});
const radiated = (events: readonly TransmissionEvent[]): readonly RadiatedCltu[] =>
  events.flatMap((event) => (event.kind === 'cltu-radiated' ? [event.cltu] : []));
const dropped = (events: readonly TransmissionEvent[]): readonly bigint[] =>
  events.flatMap((event) => (event.kind === 'cltu-dropped' ? [event.identifier] : []));

describe('modulator', () => {
  it('sends carrier alone, the acquisition sequence, then CLTUs whole, in order, eight octets apart', () => {
    const modulator = new TransmissionMachine();
    modulator.start(start, tuning);
    for (const identifier of [1, 2, 3]) modulator.take(at(0.1), cltu(identifier));
    expect(modulator.status).toMatchObject({ carrierUp: true, modulating: false, queuedCltus: 3 });
    expect(modulator.nextAt).toBe(at(1));
    const cltus = radiated(modulator.advance(at(5)));
    // 1 s + 32 octets; then 26 octets each, with 8 octets between two.
    expect(cltus.map(({ identifier, firstBit, end }) => [identifier, firstBit, end])).toEqual([
      [1n, at(1.064), at(1.116)],
      [2n, at(1.132), at(1.184)],
      [3n, at(1.2), at(1.252)],
    ]);
    expect(modulator.status).toMatchObject({ carrierUp: true, modulating: true, queuedCltus: 0 });
  });

  it('begins a CLTU that comes later at the first whole octet of idle sequence, never before it came', () => {
    const modulator = new TransmissionMachine();
    modulator.start(start, tuning);
    modulator.take(at(7.0003), cltu(1));
    const [first] = radiated(modulator.advance(at(8)));
    expect(first?.firstBit).toBe(at(7.002));
    modulator.take(at(9), cltu(2));
    const [second] = radiated(modulator.advance(at(10)));
    expect(second?.firstBit).toBe(at(9));
  });

  it('adds up no error at a rate whose bits are no whole number of nanoseconds', () => {
    const modulator = new TransmissionMachine();
    modulator.start(start, { ...tuning, bitRateBps: 3000, carrierOnlyS: 0 });
    for (let i = 0; i < 100; i++) modulator.take(start, cltu(i));
    const cltus = radiated(modulator.advance(at(60)));
    expect(cltus).toHaveLength(100);
    const bits = 8 * (32 + 99 * (26 + 8));
    expect(Math.abs(Number((cltus.at(-1)?.firstBit ?? 0n) - start) - (bits * 1e9) / 3000)).toBeLessThan(1);
  });

  it('does not care when it is asked', () => {
    const [often, once] = [new TransmissionMachine(), new TransmissionMachine()];
    const heard: RadiatedCltu[] = [];
    for (const modulator of [often, once]) {
      modulator.start(start, tuning);
      for (let i = 0; i < 20; i++) modulator.take(at(0.5), cltu(i, 10 + i));
    }
    for (let s = 0; s < 5; s += 0.0131) heard.push(...radiated(often.advance(at(s))));
    expect(heard).toEqual(radiated(once.advance(at(5))));
  });

  it('stops behind the CLTU in hand and drops those that wait; with the carrier down it drops at once', () => {
    const modulator = new TransmissionMachine();
    modulator.start(start, tuning);
    for (const identifier of [1, 2, 3]) modulator.take(at(0.1), cltu(identifier));
    const stop = modulator.stop(at(1.1));
    expect(dropped(stop)).toEqual([2n, 3n]);
    expect(modulator.status.carrierUp).toBe(true);
    expect(dropped(modulator.take(at(1.11), cltu(4)))).toEqual([4n]);
    const rest = modulator.advance(at(2));
    expect(rest.map(({ kind }) => kind)).toEqual(['cltu-radiated', 'status']);
    expect(modulator.transmissions).toMatchObject([{ up: start, down: at(1.116) }]);
    expect(modulator.status).toMatchObject({ carrierUp: false, modulating: false });
    expect(dropped(modulator.take(at(3), cltu(5)))).toEqual([5n]);
    expect(modulator.nextAt).toBeUndefined();
  });

  it('retunes without a second acquisition sequence: carrier at once, bit rate behind the CLTU in hand', () => {
    const modulator = new TransmissionMachine();
    modulator.start(start, tuning);
    modulator.take(at(0.1), cltu(1));
    modulator.take(at(0.1), cltu(2));
    modulator.start(at(1.1), { ...tuning, carrierHz: 2_067_300_000, bitRateBps: 8000 });
    const [first, second] = radiated(modulator.advance(at(3)));
    expect(first).toMatchObject({ firstBit: at(1.064), end: at(1.116), bitRateBps: 4000 });
    // Eight octets of idle sequence at 8 000 bit/s, then 26 octets.
    expect(second).toMatchObject({ firstBit: at(1.124), end: at(1.15), bitRateBps: 8000 });
    expect(modulator.transmissions[0]?.carriers).toEqual([
      { from: start, carrierHz: 2_067_270_000 },
      { from: at(1.1), carrierHz: 2_067_300_000 },
    ]);
  });
});
