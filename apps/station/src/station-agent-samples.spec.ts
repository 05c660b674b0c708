import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { bytesToHex } from '@app/ccsds';
import { frameAnnotationSchema, type PassReport, type StationContact, stationContactSchema } from '@app/contracts';
import { SampleDecoder, TelemetryReceiver, parseSigmfMetadata, usualWaveform } from '@app/radio';
import { formatUtc, parseUtc, plusSeconds, secondsBetween } from '@app/time';
import {
  type Demodulation,
  DemodulationFailedError,
  DemodulationRunner,
  type DemodulationSettings,
} from './demodulation/demodulation.port.js';
import { predictedDoppler } from './demodulation/doppler-prediction.js';
import { InProcessDemodulationRunner } from './demodulation/in-process-demodulation-runner.js';
import { formatAddress } from './hardware-addresses.js';
import { sampleCodec, sampleFrame } from './testing/bit-stream.js';
import type { FakeBasebandUnit } from './testing/fake-baseband-unit.js';
import { DONGLE_RATE, dongleSignal, FakeDongle } from './testing/fake-dongle.js';
import { FakeRotctld, obedientRotator } from './testing/fake-rotctld.js';
import { SAMPLE_BIT_RATE, sampleContact } from './testing/sample-contact.js';
import { StationBench } from './testing/station-bench.js';

/** A carrier so low that the Doppler shift of a pass is small against a band of 64 kHz. */
const CARRIER_HZ = 40e6;
const at40MHz = (contact: StationContact): StationContact => {
  const { linkProfile } = contact;
  const downlink = { ...linkProfile.downlink, carrierHz: CARRIER_HZ };
  return stationContactSchema.parse({ ...contact, linkProfile: { ...linkProfile, downlink } });
};
const contact = at40MHz(sampleContact({ lastsS: 13, antenna: { setUpS: 20, tearDownS: 10 } }));
const aos = parseUtc(contact.contact.window.aos);

const frames = Array.from({ length: 14 }, (_, n) => sampleFrame(n));
const idle = Uint8Array.from({ length: 1000 }, (_, n) => (n * 73 + (n >> 3) * 29) & 255);
const bits = Uint8Array.from(
  [idle, ...frames.map((frame) => sampleCodec.encode(frame)), idle.slice(0, 100)].flatMap((octets) => [...octets]),
);
const signal = dongleSignal(bits, 12);

let bench: StationBench;
let dongle: FakeDongle;
let rotator: FakeRotctld;

afterEach(async () => {
  await bench.close();
  await dongle.close();
  await rotator.close();
});

async function begin(extras: StationBench['extras'] = {}): Promise<void> {
  bench = await StationBench.create(contact);
  dongle = await FakeDongle.listen(signal, plusSeconds(aos, 1));
  rotator = await FakeRotctld.listen(obedientRotator());
  const sdr = { protocol: 'rtl_tcp', address: formatAddress(dongle.address), sampleRateHz: DONGLE_RATE } as const;
  Object.assign(bench.hardware, { 'MIYUN-1': { rotator: formatAddress(rotator.address), sdr } });
  bench.tickers.push((now) => dongle.tick(now));
  bench.extras = { demodulation: new InProcessDemodulationRunner(), ...extras };
  await bench.start();
  await bench.book(contact);
}

async function reportOf(): Promise<PassReport> {
  await bench.settle(() => bench.reports.length > 0, 'a report');
  return bench.reports.at(-1)!;
}

const loggedHex = async (): Promise<string[]> => (await bench.logged()).map(({ payload }) => bytesToHex(payload));
const sentHex = frames.map((frame) => bytesToHex(frame));

/** In the order of the pass, and none that was not sent. */
function expectFrames(found: readonly string[], least: number): void {
  expect(sentHex.filter((frame) => found.includes(frame))).toEqual(found);
  expect(found.length).toBeGreaterThanOrEqual(least);
}

describe('a pass that is received in samples', () => {
  it('gives the frames, measures what was not predicted of the Doppler shift, and is recorded as it came', async () => {
    await begin({ recording: { mostOctetsPerPass: 20e6, mostOctets: 40e6 } });
    await bench.flyUntilPhase(contact, 'ready');
    await bench.flyUntilPhase(contact, 'completed');
    const report = await reportOf();
    expect(await loggedHex()).toEqual(sentHex);
    expect(report).toMatchObject({ phase: 'completed', frames: { good: 14, uncorrectable: 0 } });
    // Their rate is measured by the clock of a machine that may be busy: that is a warning, and no more.
    expect(['passed', 'warning']).toContain(report.checks.find(({ name }) => name === 'samples')?.outcome);
    expect(report.samples).toMatchObject({ gaps: 0, lost: 0 });
    // From two seconds before AOS to two after LOS, thirteen after it.
    expect(report.samples!.received / DONGLE_RATE).toBeGreaterThan(15);
    expect(report.samples!.received / DONGLE_RATE).toBeLessThan(18);
    expect(report.esN0Db!.mean).toBeGreaterThan(11);
    expect(report.esN0Db!.mean).toBeLessThan(13);
    // The signal stood still: what was corrected for is what is left, the other way.
    const inLock = predictedDoppler(contact).filter(
      ({ at }) => at > plusSeconds(aos, 1.5) && at < plusSeconds(aos, 10.5),
    );
    const predicted = inLock.reduce((sum, { hz }) => sum + hz, 0) / inLock.length;
    expect(Math.abs(predicted)).toBeGreaterThan(500);
    expect(Math.abs(report.dopplerResidualHz!.mean + predicted)).toBeLessThan(10);

    const recording = report.recording!;
    expect(recording).toMatchObject({ format: 'cu8', frames: 14, droppedSamples: 0, reason: null });
    expect(recording.samples).toBe(report.samples!.received);
    const octets = new Uint8Array(await readFile(recording.file!.replace('-meta', '-data')));
    expect(octets.length).toBe(recording.octets);
    expect(octets.length).toBe(2 * recording.samples);
    // Octet for octet what the dongle sent.
    expect(Buffer.from(octets).includes(Buffer.from(signal.octets))).toBe(true);
    const { annotations, captures, global } = parseSigmfMetadata(await readFile(recording.file!, 'utf8'));
    expect(global).toMatchObject({ format: 'cu8', sampleRateHz: DONGLE_RATE });
    expect(captures).toHaveLength(1);
    expect(captures[0]).toMatchObject({ sampleStart: 0, frequencyHz: CARRIER_HZ });

    const receiver = new TelemetryReceiver({
      waveform: usualWaveform('BPSK', SAMPLE_BIT_RATE),
      sampleRateHz: DONGLE_RATE,
      coding: contact.linkProfile.downlink.frame,
    });
    const iq = new SampleDecoder('cu8').push(octets);
    const replayed = [...receiver.push(iq), ...receiver.flush()];
    expect(replayed.map(({ frame }) => bytesToHex(frame))).toEqual(sentHex);
    const noted = annotations.filter(({ label }) => label === 'frame');
    const logged = (await bench.logged()).map(({ header }) => frameAnnotationSchema.parse(header));
    expect(noted.map(({ earthReceiveTime }) => formatUtc(earthReceiveTime!))).toEqual(
      logged.map(({ earthReceiveTime }) => earthReceiveTime),
    );
    // Where the frames are in the recording: within two symbols.
    noted.forEach(({ sampleStart }, n) => expect(Math.abs(sampleStart - replayed[n]!.firstBitAt)).toBeLessThan(8));
    expect(annotations.some(({ label, azimuthDeg }) => label === 'pointing' && azimuthDeg !== undefined)).toBe(true);
  });

  it('goes on when the SDR stalls and comes back, and counts what was lost', async () => {
    await begin();
    await bench.flyUntilPhase(contact, 'locked');
    await bench.flyUntil(() => bench.statuses.at(-1)!.frames.good >= 3, 'three frames');
    dongle.stalled = true;
    await bench.flyUntil(() => bench.statuses.at(-1)!.alarms.includes('baseband-down'), 'the alarm');
    expect(bench.statuses.at(-1)!.reason).toMatch(/no samples for 1000 ms, trying again/);
    dongle.stalled = false;
    const status = await bench.flyUntilPhase(contact, 'completed');
    expect(status.reason).toBeNull();
    const report = await reportOf();
    expectFrames(await loggedHex(), 7);
    expect(report.locks.length).toBeGreaterThanOrEqual(2);
    expect(report.deviceErrors).toContainEqual(
      expect.objectContaining({ device: 'baseband', error: expect.stringMatching(/no samples for 1000 ms/) }),
    );
  });

  it('fails a pass whose SDR is dead, by that reason', async () => {
    await begin();
    await dongle.close();
    const status = await bench.flyUntilPhase(contact, 'failed');
    expect(status).toMatchObject({ failure: 'baseband-dead', reason: expect.stringMatching(/SDR .*ECONNREFUSED/) });
    const { checks, deviceErrors, samples } = await reportOf();
    expect(checks.find(({ name }) => name === 'baseband')).toMatchObject({ outcome: 'warning' });
    expect(checks.find(({ name }) => name === 'samples')).toMatchObject({ outcome: 'warning' });
    expect(deviceErrors.find(({ device }) => device === 'baseband')!.count).toBeGreaterThan(4);
    expect(samples).toBeNull();
  });

  it('begins a new demodulator where one dies', async () => {
    const runner = new MortalRunner();
    await begin({ demodulation: runner });
    await bench.flyUntilPhase(contact, 'locked');
    await bench.flyUntil(() => bench.statuses.at(-1)!.frames.good >= 3, 'three frames');
    runner.kill = true;
    await bench.flyUntil(() => runner.begun > 1, 'another demodulator');
    const status = await bench.flyUntilPhase(contact, 'completed');
    expect(status).toMatchObject({ reason: null, failure: null });
    expectFrames(await loggedHex(), 10);
    const { deviceErrors } = await reportOf();
    expect(deviceErrors).toContainEqual(
      expect.objectContaining({ device: 'baseband', error: 'demodulation: its thread has ended', count: 1 }),
    );
  });

  it('ends at once where the sample rate cannot hold the link', async () => {
    await begin();
    const { hardware } = bench;
    await bench.stop();
    const { sdr } = hardware['MIYUN-1' as keyof typeof hardware] as { sdr: { sampleRateHz: number } };
    sdr.sampleRateHz = 20_000;
    await bench.start();
    await bench.book(contact);
    const status = await bench.flyUntilPhase(contact, 'failed');
    expect(status).toMatchObject({
      failure: 'check-failed',
      reason: expect.stringMatching(/^samples: 20000 samples\/s/),
    });
    expect(secondsBetween(bench.clock.now(), aos)).toBeGreaterThan(10);
  });
});

describe('a pass that is received in samples beside a baseband unit', () => {
  const longContact = at40MHz(sampleContact({ lastsS: 18, antenna: { setUpS: 20, tearDownS: 10 } }));
  const many = Array.from({ length: 20 }, (_, n) => sampleFrame(n));
  const manyHex = many.map((frame) => bytesToHex(frame));
  const octets = [idle, ...many.map((frame) => sampleCodec.encode(frame)), idle.slice(0, 100)];
  const longSignal = dongleSignal(Uint8Array.from(octets.flatMap((part) => [...part])), 12);
  /** Before the first frame, seconds. */
  const idleS = (8 * idle.length) / SAMPLE_BIT_RATE;
  let unit: FakeBasebandUnit;

  /** The unit and the SDR hear the same. */
  async function beginWithUnit(): Promise<void> {
    bench = await StationBench.create(longContact);
    ({ rotator, baseband: unit } = await bench.addAntenna(longContact, many.length));
    unit.receivesFromNow = true;
    dongle = await FakeDongle.listen(longSignal, plusSeconds(aos, 2 - idleS));
    const sdr = { protocol: 'rtl_tcp', address: formatAddress(dongle.address), sampleRateHz: DONGLE_RATE } as const;
    const hardware = bench.hardware['MIYUN-1' as keyof typeof bench.hardware] as object;
    Object.assign(bench.hardware, { 'MIYUN-1': { ...hardware, sdr } });
    bench.tickers.push((now) => dongle.tick(now));
    bench.extras = { demodulation: new InProcessDemodulationRunner() };
    await bench.start();
    await bench.book(longContact);
  }
  const configurations = (): number => unit.orders.filter(({ type }) => type === 'configure-reception').length;
  const saysSo = /the baseband unit receives in the place of the SDR: SDR .*no samples for 1000 ms/;

  it('never asks the unit to receive while samples come', async () => {
    await beginWithUnit();
    const status = await bench.flyUntilPhase(longContact, 'completed');
    const report = await reportOf();
    expect(await loggedHex()).toEqual(manyHex);
    expect([configurations(), status.reason, report.fellBackAt]).toEqual([0, null, undefined]);
  });

  it('goes on by the unit where the SDR stalls in mid-pass, each frame once, and says so', async () => {
    await beginWithUnit();
    await bench.flyUntilPhase(longContact, 'locked');
    await bench.flyUntil(() => bench.statuses.at(-1)!.frames.good >= 4, 'four frames');
    dongle.stalled = true;
    const stalledAt = bench.clock.now();
    const bySamples = bench.statuses.at(-1)!.frames.good;
    await bench.flyUntil(() => bench.statuses.at(-1)!.reason !== null, 'the reason');
    expect(bench.statuses.at(-1)!.reason).toMatch(saysSo);
    // It is not taken back, though samples come again.
    dongle.stalled = false;
    const status = await bench.flyUntilPhase(longContact, 'completed');
    expect(status).toMatchObject({ failure: null, reason: expect.stringMatching(saysSo) });
    const report = await reportOf();
    const logged = await loggedHex();
    expectOnce(logged);
    // Three or four frames went by in the meantime, and one was cut.
    expect(logged.length).toBeGreaterThanOrEqual(many.length - 5);
    expect(logged.length).toBeLessThan(many.length);
    expect(logged.slice(0, bySamples)).toEqual(manyHex.slice(0, bySamples));
    expect(logged.at(-1)).toBe(manyHex.at(-1));
    expect(configurations()).toBe(1);
    expect(report).toMatchObject({ phase: 'completed', reason: status.reason });
    const fellBackS = secondsBetween(stalledAt, parseUtc(report.fellBackAt!));
    expect(fellBackS).toBeGreaterThanOrEqual(1);
    expect(fellBackS).toBeLessThanOrEqual(1.5);
    expect(report.deviceErrors).toContainEqual(
      expect.objectContaining({ device: 'baseband', count: 1, error: expect.stringMatching(/no samples for 1000 ms/) }),
    );
    expect(bench.warnings.join()).toMatch(
      /the baseband unit receives in the place of the SDR for the rest of the pass/,
    );
  });

  it('is received by the unit from its beginning where the SDR is dead', async () => {
    await beginWithUnit();
    await dongle.close();
    const status = await bench.flyUntilPhase(longContact, 'completed');
    expect(status).toMatchObject({ failure: null, alarms: [], reason: expect.stringMatching(/SDR .*ECONNREFUSED/) });
    expect(await loggedHex()).toEqual(manyHex);
    const report = await reportOf();
    expect(report.samples).toBeNull();
    expect(secondsBetween(aos, parseUtc(report.fellBackAt!))).toBeLessThan(1);
  });

  /** In the order of the pass, each once. */
  function expectOnce(found: readonly string[]): void {
    expect(manyHex.filter((frame) => found.includes(frame))).toEqual(found);
  }
});

/** Demodulates until it is told to die, as a thread does that is ended. */
class MortalRunner extends DemodulationRunner {
  kill = false;
  begun = 0;
  private readonly inner = new InProcessDemodulationRunner();

  override begin(settings: DemodulationSettings): Demodulation {
    this.begun++;
    const demodulation = this.inner.begin(settings);
    return {
      take: (block) => {
        if (!this.kill) return demodulation.take(block);
        this.kill = false;
        return Promise.reject(new DemodulationFailedError('its thread has ended'));
      },
      finish: () => demodulation.finish(),
      abandon: () => demodulation.abandon(),
    };
  }
}
