import { describe, expect, it } from '@jest/globals';
import { downlinkWaveform } from '@app/contracts';
import { ManualMissionClock } from '@app/platform';
import { type ReceivedTelemetryFrame, TelemetryReceiver } from '@app/radio';
import { plusSeconds } from '@app/time';
import { RunningDifi, RunningRtlTcp, type RunningSdr } from '../testing/running-sdr.js';
import { miyun, passesOf } from '../testing/manual-pass.js';
import { sampleLinkProfile } from '../testing/sample-mission.js';
import { sampleSignal } from '../testing/sample-signal.js';

const [pass] = passesOf(miyun, '2026-04-24T06:00:00Z', 40, 1);
const start = plusSeconds(pass!.start, 300);
const { carrierHz, frame: coding } = sampleLinkProfile.downlink;
/** Doppler shift and the error on board move the carrier by 66 kHz: off the middle of the band, where the constant is. */
const CENTER_HZ = carrierHz + 64_000;
const RATE_HZ = 256_000;
const impairments = { dcOffsetDbfs: -20, gainImbalanceDb: 1, phaseImbalanceDeg: 5 };
const LNB_LO_HZ = 1800e6;

/** A spacecraft and an SDR that are both off, its samples rounded to eight bits. */
async function started(kind: 'rtl_tcp' | 'difi', marginDb: number) {
  const clock = new ManualMissionClock(start);
  const wish = { centerHz: CENTER_HZ, sampleRateHz: RATE_HZ };
  const { iqSource, source } = sampleSignal(start, sampleLinkProfile, { wish, marginDb, oscillatorPpm: 10 });
  const sdr: RunningSdr =
    kind === 'difi'
      ? await RunningDifi.start(iqSource, clock, { ...wish, ...impairments, sampleClockPpm: 10 })
      : await RunningRtlTcp.start(
          iqSource,
          clock,
          { lnbLoHz: LNB_LO_HZ, oscillatorPpm: 10, ...impairments },
          { command: 'set-sample-rate', value: RATE_HZ },
          { command: 'set-frequency', value: CENTER_HZ - LNB_LO_HZ },
        );
  return { sdr, source };
}

describe('a station at an SDR that is not perfect', () => {
  // Es/N0 12 dB and more: twice what the link needs.
  it.each(['rtl_tcp', 'difi'] as const)(
    '%s: DC at -20 dBFS, 1 dB and 5 degrees between I and Q, clocks 10 ppm off: every frame, as it was sent',
    async (kind) => {
      const { sdr, source } = await started(kind, 6);
      await sdr.pass(4);
      await sdr.stop();
      const receiver = new TelemetryReceiver({
        waveform: downlinkWaveform(sampleLinkProfile)!,
        sampleRateHz: RATE_HZ,
        coding,
      });
      const frames: ReceivedTelemetryFrame[] = [];
      for (let from = 0; from < sdr.samples.length; from += 8192)
        frames.push(...receiver.push(Float32Array.from(sdr.samples.slice(from, from + 8192))));
      frames.push(...receiver.flush());
      // The constant stands in the middle of the signal.
      expect(Math.abs(frames[0]!.carrierOffsetHz)).toBeLessThan(5000);
      const mean = sdr.samples.reduce((sum, value) => sum + value, 0) / sdr.samples.length;
      expect(mean).toBeCloseTo(0.1 * Math.SQRT1_2, 2);
      const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
      const wanted = source.frames.map(({ bytes }) => hex(bytes));
      const heard = frames.filter(({ quality }) => quality === 'good').map(({ frame }) => hex(frame));
      expect(frames.length).toBe(heard.length);
      const first = wanted.indexOf(heard[0]!);
      expect([0, 1]).toContain(first);
      expect(heard).toEqual(wanted.slice(first, first + heard.length));
      expect(heard.length).toBeGreaterThanOrEqual(wanted.length - first - 2);
      expect(heard.length).toBeGreaterThan(20);
    },
  );
});
