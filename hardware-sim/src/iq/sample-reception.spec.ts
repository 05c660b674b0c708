import { describe, expect, it } from '@jest/globals';
import { downlinkWaveform, type LinkProfile } from '@app/contracts';
import { dopplerProfile, EarthFixedPath, sgp4Trajectory, shippedEarthOrientation } from '@app/orbit';
import { ManualMissionClock } from '@app/platform';
import { type ReceivedTelemetryFrame, TelemetryReceiver } from '@app/radio';
import { plusSeconds, secondsBetween, type Tai } from '@app/time';
import { ClockedIqSource } from '../devices/sdr/clocked-iq-source.js';
import { OscillatorClock } from '../devices/sdr/oscillator-clock.js';
import { gf1, miyun, passesOf } from '../testing/manual-pass.js';
import { sampleLinkProfile } from '../testing/sample-mission.js';
import { sampleSignal } from '../testing/sample-signal.js';

const [pass] = passesOf(miyun, '2026-04-24T06:00:00Z', 40, 1);
const start = plusSeconds(pass!.start, 300);

function profileOf(modulation: LinkProfile['downlink']['modulation'], convolutional: boolean): LinkProfile {
  const { downlink } = sampleLinkProfile;
  const frame = {
    ...downlink.frame,
    convolutional: convolutional ? ({ rate: '1/2', order: 'ccsds' } as const) : null,
  };
  return { ...sampleLinkProfile, downlink: { ...downlink, modulation, frame } };
}

/** Light time of what arrives at an instant, by libs/orbit. */
function lightTimeS(arrival: Tai): number {
  const path = new EarthFixedPath(sgp4Trajectory(gf1), arrival, shippedEarthOrientation);
  return dopplerProfile(path, miyun, 0, 0, 1, { downlinkHz: 1e9 }).downlink!.lightTimeS[0]!;
}

function received(
  profile: LinkProfile,
  sampleRateHz: number,
  seconds: number,
  marginDb: number,
  { spacecraftPpm = 0, sampleClockPpm = 0 } = {},
) {
  const wish = { centerHz: profile.downlink.carrierHz + 5000, sampleRateHz };
  const { iqSource, source } = sampleSignal(start, profile, { wish, marginDb, oscillatorPpm: spacecraftPpm });
  const clock = new OscillatorClock(new ManualMissionClock(start), sampleClockPpm);
  const signal = new ClockedIqSource(iqSource, clock).listen(wish, start);
  const receiver = new TelemetryReceiver({
    waveform: downlinkWaveform(profile)!,
    sampleRateHz,
    coding: profile.downlink.frame,
  });
  const frames: ReceivedTelemetryFrame[] = [];
  for (let done = 0; done < seconds * sampleRateHz; done += 4096) frames.push(...receiver.push(signal.take(4096)));
  frames.push(...receiver.flush());
  return { frames, sent: source.frames };
}

describe('samples of a simulated spacecraft, demodulated', () => {
  // Required Es/N0 of the profile: 6 dB. Each with less margin than a real link has; the last rate is no multiple of the symbols'.
  it.each([
    ['BPSK', false, 256_000, 1],
    ['BPSK', true, 512_000, -4],
    ['QPSK', false, 160_000, 4],
    ['OQPSK', true, 300_000, 0],
    ['GMSK', false, 250_000, 10],
  ] as const)(
    '%s, convolutional %p: every frame, as it was sent',
    (modulation, convolutional, sampleRateHz, marginDb) => {
      const profile = profileOf(modulation, convolutional);
      const { frames, sent } = received(profile, sampleRateHz, 3, marginDb);
      expect(sent.length).toBeGreaterThan(15);
      const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
      expect(frames.every(({ quality }) => quality === 'good')).toBe(true);
      const heard = frames.map(({ frame }) => hex(frame));
      // The last one is not whole when the samples end, the first may be needed to find the signal.
      const wanted = sent.map(({ bytes }) => hex(bytes));
      const first = wanted.indexOf(heard[0]!);
      expect(first).toBeLessThanOrEqual(1);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(heard).toEqual(wanted.slice(first, first + heard.length));
      expect(heard.length).toBeGreaterThanOrEqual(wanted.length - first - 2);
    },
  );

  // Without the clock errors in the arithmetic 30 ppm would be 360 microseconds in the end.
  it.each([
    [0, 0],
    [20, -10],
  ])(
    'times each frame by its first bit to half a microsecond, oscillators %p and %p ppm off',
    (spacecraftPpm, sampleClockPpm) => {
      const { frames, sent } = received(profileOf('BPSK', false), 256_000, 12, 6, { spacecraftPpm, sampleClockPpm });
      expect(frames.length).toBeGreaterThan(70);
      const caduS = (8 * 1279) / 64_000 / (1 + spacecraftPpm * 1e-6);
      const [first] = sent;
      for (const { frame, firstBitAt } of frames) {
        const n = sent.findIndex(({ bytes }) => bytes[20] === frame[20] && bytes[21] === frame[21]);
        const emitted = plusSeconds(first!.emitted, n * caduS);
        const arrival = plusSeconds(start, firstBitAt / (256_000 * (1 + sampleClockPpm * 1e-6)));
        const errorS = secondsBetween(emitted, arrival) - lightTimeS(arrival);
        expect(Math.abs(errorS)).toBeLessThan(0.5e-6);
      }
    },
  );
});
