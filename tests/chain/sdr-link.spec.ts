import { afterEach, describe, expect, it } from '@jest/globals';
import { AnchoredMissionClock, SystemWallClock } from '@app/platform';
import { type Iq } from '@app/radio';
import { parseUtc, plusSeconds, secondsBetween, type Tai } from '@app/time';
import { DifiReceiver } from '../../apps/station/src/sdr/difi-receiver.js';
import { DifiTransmitter } from '../../apps/station/src/sdr/difi-transmitter.js';
import { RtlTcpClient } from '../../apps/station/src/sdr/rtl-tcp-client.js';
import type { SdrEvent, SdrSamples } from '../../apps/station/src/sdr/sdr.port.js';
import { DifiSink } from '../../hardware-sim/src/devices/sdr/difi-sink.js';
import { DifiSource } from '../../hardware-sim/src/devices/sdr/difi-source.js';
import { IqSink, type ReceiverTuning } from '../../hardware-sim/src/devices/sdr/iq-source.js';
import { RtlTcpServer } from '../../hardware-sim/src/devices/sdr/rtl-tcp-server.js';
import { CarrierSource } from '../../hardware-sim/src/testing/carrier-source.js';

const epoch = parseUtc('2026-04-24T08:00:00Z');
const tuning = { centerHz: 2_245e6, sampleRateHz: 250_000 };

/** Frequency of a block of one carrier, Hz, by the turn from sample to sample. */
function frequencyOf({ samples, sampleRateHz }: SdrSamples): number {
  let [re, im] = [0, 0];
  for (let k = 2; k + 1 < samples.length; k += 2) {
    const [a, b, c, d] = [samples[k]!, samples[k + 1]!, samples[k - 2]!, samples[k - 1]!];
    re += a * c + b * d;
    im += b * c - a * d;
  }
  return (Math.atan2(im, re) / (2 * Math.PI)) * sampleRateHz;
}

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function missionClock(): AnchoredMissionClock {
  const wall = new SystemWallClock();
  return new AnchoredMissionClock(wall, { mission: epoch, wall: wall.now(), rate: 1 });
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; !holds() && i < 5000; i++) await new Promise((resolve) => setTimeout(resolve, 4));
  expect(holds()).toBe(true);
}

const samplesOf = (events: readonly SdrEvent[]): SdrSamples[] => events.filter((event) => event.type === 'samples');

describe('the station hears what the simulated devices send', () => {
  it('over rtl_tcp through a block converter, in its time to some milliseconds', async () => {
    const clock = missionClock();
    const server = new RtlTcpServer({ source: new CarrierSource(2_245_020_000, epoch), clock, lnbLoHz: 1950e6 });
    const [host, port] = (await server.start(0)).split(':');
    closers.push(() => server.stop());
    const radio = new RtlTcpClient({
      ...{ address: { host: host ?? '', port: Number(port) }, clock, tuning, lnbLoHz: 1950e6, stallMs: 10_000 },
    });
    const events: SdrEvent[] = [];
    radio.start((event) => void events.push(event));
    closers.push(() => radio.stop());
    const settled = (): SdrSamples[] => samplesOf(events).filter((one) => Math.abs(frequencyOf(one) - 20_000) < 5);
    await until(() => settled().length > 10);
    const last = settled().at(-1)!;
    // Not before it was taken, and later by no more than the server's beat and this machine's load.
    const lateS = secondsBetween(plusSeconds(last.firstSampleAt, last.samples.length / 2 / 250_000), clock.now());
    expect(lateS).toBeGreaterThan(0);
    radio.tune({ ...tuning, centerHz: 2_245_010_000 });
    await until(() => samplesOf(events).some((one) => Math.abs(frequencyOf(one) - 10_000) < 5));
    expect(server.counts.refused).toBe(0);
    expect(events.filter(({ type }) => type === 'down')).toEqual([]);
  });

  it('over DIFI, sample for sample in its own time', async () => {
    const clock = missionClock();
    const radio = new DifiReceiver({ address: { host: '127.0.0.1', port: 0 }, clock, stallMs: 10_000 });
    const events: SdrEvent[] = [];
    radio.start((event) => void events.push(event));
    closers.push(() => radio.stop());
    await until(() => radio.port !== undefined);
    const destination = { host: '127.0.0.1', port: radio.port ?? 0 };
    const source = new DifiSource({
      source: new CarrierSource(2_245_020_000, epoch),
      clock,
      tuning,
      destination,
      itemBits: 16,
    });
    await source.start();
    closers.push(() => source.stop());
    await until(() => samplesOf(events).length > 200);
    for (const { samples, firstSampleAt, timing } of samplesOf(events).slice(0, 200)) {
      expect(timing).toBe('stamped');
      const turns = (20_000 * secondsBetween(epoch, firstSampleAt)) % 1;
      const phase = Math.atan2(samples[1] ?? 0, samples[0] ?? 0) / (2 * Math.PI);
      expect(Math.abs(((phase - turns + 1.5) % 1) - 0.5)).toBeLessThan(2e-3);
    }
  });

  it('and is heard by a transmitter, when it said', async () => {
    const radiated: { at: Tai; count: number; tuning: ReceiverTuning }[] = [];
    class Memory extends IqSink {
      override radiate(samples: Iq, at: Tai, wanted: ReceiverTuning): void {
        radiated.push({ at, count: samples.length / 2, tuning: wanted });
      }
    }
    const sink = new DifiSink(new Memory());
    const [host, port] = (await sink.start(0)).split(':');
    closers.push(() => sink.stop());
    const transmitter = new DifiTransmitter({ address: { host: host ?? '', port: Number(port) } });
    await transmitter.start();
    closers.push(() => transmitter.stop());
    const at = plusSeconds(epoch, 1);
    await transmitter.send(new Float32Array(20_000).fill(0.5), at, { centerHz: 2_067_270_000, sampleRateHz: 100_000 });
    await until(() => sink.counts.samples === 10_000);
    let given = 0;
    for (const piece of radiated) {
      expect(piece.at).toBe(at + BigInt(given) * 10_000n);
      expect(piece.tuning).toEqual({ centerHz: 2_067_270_000, sampleRateHz: 100_000 });
      given += piece.count;
    }
    expect(sink.counts).toMatchObject({ lostSamples: 0, badPackets: 0 });
  });
});
