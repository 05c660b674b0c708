// Receivers' programs at our simulated devices: gr-osmosdr with gr-satellites behind it and rtl_433 at the RTL-SDR, DIFI's checker at the
// digitiser.
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { AnchoredMissionClock, SystemWallClock } from '@app/platform';
import { type Iq, usualWaveform } from '@app/radio';
import { parseUtc } from '@app/time';
import { IqSource, type IqStream, type ReceiverTuning } from '../../hardware-sim/src/devices/sdr/iq-source.js';
import { DifiSource } from '../../hardware-sim/src/devices/sdr/difi-source.js';
import { RtlTcpServer } from '../../hardware-sim/src/devices/sdr/rtl-tcp-server.js';
import { describeWith, framesByGrSatellites, run, runPython, verdict } from './judge.js';
import { renderLink } from './rendered-link.js';

const SAMPLE_RATE_HZ = 250_000;
const CARRIER_HZ = 2_245e6;
/** Of the block converter: the tuner does not go up to the carrier. */
const LNB_LO_HZ = 1_950e6;

/** Plays a recording over and over to who listens at its carrier and rate; noise alone is elsewhere. */
class Recording extends IqSource {
  constructor(private readonly samples: Iq) {
    super();
  }

  override listen({ centerHz, sampleRateHz }: ReceiverTuning): IqStream {
    const heard = centerHz === CARRIER_HZ && sampleRateHz === SAMPLE_RATE_HZ;
    let at = 0;
    return {
      take: (count): Iq => {
        const taken = new Float32Array(2 * count);
        for (let i = 0; heard && i < taken.length; i++) taken[i] = this.samples[at++ % this.samples.length] as number;
        return taken;
      },
      close: () => undefined,
    };
  }
}

function missionClock(): AnchoredMissionClock {
  const wall = new SystemWallClock();
  return new AnchoredMissionClock(wall, { mission: parseUtc('2026-04-24T08:00:00Z'), wall: wall.now(), rate: 1 });
}

describeWith(['gr-osmosdr', 'gr-satellites', 'gnuradio'], 'gr-osmosdr at our simulated RTL-SDR', () => {
  it('receives every frame of an S-band carrier through the converter', async () => {
    const { samples, frames, idleFrames } = renderLink({
      waveform: usualWaveform('BPSK', 50_000),
      sampleRateHz: SAMPLE_RATE_HZ,
      coding: {
        asm: '1acffc1d',
        randomizer: 'ccsds-255',
        reedSolomon: { e: 16, interleave: 1, basis: 'dual', virtualFill: 0 },
      },
      ...{ frameOctets: 223, frames: 60, convolutional: { rate: '1/2', order: 'ccsds' }, esN0Db: 6, seed: 3 },
      preambleSymbols: 16_384,
    });
    const server = new RtlTcpServer({ source: new Recording(samples), clock: missionClock(), lnbLoHz: LNB_LO_HZ });
    const address = await server.start(0);
    const seconds = samples.length / 2 / SAMPLE_RATE_HZ;
    const got = await framesByGrSatellites(`rtl_tcp=${address}`, [
      ...['--fs', String(SAMPLE_RATE_HZ), '--rate', '50000', '--clk-bw', '0.005'],
      ...['--freq', String(CARRIER_HZ - LNB_LO_HZ), '--seconds', String(2 * seconds + 1)],
    ]);
    const { counts } = server;
    await server.stop();
    expect(counts).toMatchObject({ clients: 1, refused: 0, samplesSkipped: 0 });
    expect(verdict(got, frames, idleFrames)).toEqual({ decoded: 60, expected: 60, false: 0 });
  });
});

describeWith(['rtl_433'], 'rtl_433 at our simulated RTL-SDR', () => {
  it('tunes it and reads for as long as it was told', async () => {
    const noise = Float32Array.from({ length: 100_000 }, (_, i) => ((i * 7919) % 1009) / 504.5 - 1);
    const server = new RtlTcpServer({ source: new Recording(noise), clock: missionClock(), lnbLoHz: 0 });
    const address = await server.start(0);
    const { code, stderr } = await run('rtl_433', [
      ...['-d', `rtl_tcp:${address}`, '-s', String(SAMPLE_RATE_HZ), '-f', '433920000', '-T', '3', '-R', '0'],
    ]);
    await delay(50);
    const { counts, dongle } = server;
    await server.stop();
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(dongle).toMatchObject({ frequencyHz: 433_920_000, sampleRateHz: SAMPLE_RATE_HZ });
    expect(counts.refused).toBe(0);
    expect(counts.samplesSent).toBeGreaterThan(SAMPLE_RATE_HZ);
  });
});

describeWith([], 'the DIFI checker at our simulated digitiser', () => {
  it('finds contexts twice a second and no error in the live stream', async () => {
    const port = 40_000 + (process.pid % 10_000);
    const noise = Float32Array.from({ length: 100_000 }, (_, i) => ((i * 7919) % 1009) / 504.5 - 1);
    const source = new DifiSource({
      ...{ source: new Recording(noise), clock: missionClock(), destination: { host: '127.0.0.1', port } },
      ...{ tuning: { centerHz: CARRIER_HZ, sampleRateHz: SAMPLE_RATE_HZ }, itemBits: 8 },
    });
    const judge = runPython('difi_check.py', ['--udp', String(port), '--seconds', '4']);
    // It has to listen before the stream begins: what it misses it calls a gap.
    await delay(1500);
    await source.start();
    await delay(1600);
    await source.stop();
    const { stdout } = await judge;
    const { dataPackets, contextPackets, samplesSent, samplesDropped, samplesSkipped } = source.counts;
    expect(samplesDropped + samplesSkipped).toBe(0);
    expect(contextPackets).toBeGreaterThanOrEqual(3);
    expect(stdout).toContain(`'context': ${contextPackets}, 'data': ${dataPackets}, `);
    expect(stdout).toContain(` samples ${samplesSent} `);
    expect(stdout).toContain("'rf': 2245000000.0, 'rate': 250000.0");
    expect(stdout).toContain('\n0 errors');
  });
});
