// Receivers' programs read our rtl_tcp stream: gr-osmosdr with gr-satellites behind it, and rtl_433.
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import {
  RtlTcpCommandReader,
  type RtlTcpCommand,
  SampleEncoder,
  encodeRtlTcpGreeting,
  usualWaveform,
} from '@app/radio';
import { describeWith, framesByGrSatellites, run, verdict } from './judge.js';
import { renderLink, seededOctets } from './rendered-link.js';

const TICK_MS = 10;
const SAMPLE_RATE_HZ = 250_000;

interface Served {
  readonly port: number;
  /** What clients have asked for. */
  readonly commands: RtlTcpCommand[];
  close(): Promise<void>;
}

/** A server that greets, and streams these octets in real time, over and over, once it was told a sample rate and a frequency. */
async function serve(octets: Uint8Array): Promise<Served> {
  const commands: RtlTcpCommand[] = [];
  const server = createServer((socket) => {
    let open = true;
    socket.on('error', () => undefined).on('close', () => (open = false));
    const reader = new RtlTcpCommandReader();
    socket.on('data', (chunk) => commands.push(...reader.push(chunk)));
    socket.write(encodeRtlTcpGreeting({ tuner: 'R820T', gainCount: 29 }));
    void (async () => {
      const asked = (name: string): boolean => commands.some(({ command }) => command === name);
      while (open && !(asked('set-frequency') && asked('set-sample-rate'))) await delay(TICK_MS);
      const started = performance.now();
      for (let sent = 0; open;) {
        const due = Math.floor(((performance.now() - started) / 1000) * SAMPLE_RATE_HZ) * 2;
        while (open && sent < due) {
          const at = sent % octets.length;
          const some = octets.subarray(at, Math.min(octets.length, at + due - sent));
          sent += some.length;
          if (!socket.write(some)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
        }
        await delay(TICK_MS);
      }
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    server.close();
    await once(server, 'close');
  };
  return { port: (server.address() as AddressInfo).port, commands, close };
}

describeWith(['gr-osmosdr', 'gr-satellites', 'gnuradio'], 'gr-osmosdr reads our rtl_tcp stream', () => {
  it('and gr-satellites finds every frame in it', async () => {
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
    const encoder = new SampleEncoder('cu8');
    const octets = encoder.encode(samples.map((value) => 0.2 * value));
    expect(encoder.saturated).toBeLessThan(samples.length / 10_000);
    const served = await serve(octets);
    const seconds = octets.length / 2 / SAMPLE_RATE_HZ;
    // The stream begins before the flow graph runs: two turns of it hold every frame once, whole.
    const got = await framesByGrSatellites(`rtl_tcp=127.0.0.1:${served.port}`, [
      ...['--fs', String(SAMPLE_RATE_HZ), '--rate', '50000', '--clk-bw', '0.005', '--freq', '868e6'],
      ...['--seconds', String(2 * seconds)],
    ]);
    await served.close();
    expect(verdict(got, frames, idleFrames)).toEqual({ decoded: 60, expected: 60, false: 0 });
    expect(served.commands).toContainEqual({ command: 'set-sample-rate', value: SAMPLE_RATE_HZ });
    expect(served.commands).toContainEqual({ command: 'set-frequency', value: 868_000_000 });
    expect(served.commands.filter(({ command }) => command === 'unknown')).toEqual([]);
  });
});

/** On-off keying of 0.1 for these bits with silent gaps: `[on, off]` in microseconds. */
function pulses(durations: readonly (readonly [number, number])[]): Float32Array {
  const items: number[] = [];
  for (const [on, off] of durations) {
    for (let n = 0; n < (on * SAMPLE_RATE_HZ) / 1e6; n++) items.push(0.6 * Math.cos(n / 3), 0.6 * Math.sin(n / 3));
    for (let n = 0; n < (off * SAMPLE_RATE_HZ) / 1e6; n++) items.push(0, 0);
  }
  return Float32Array.from(items);
}

describeWith(['rtl_433'], 'rtl_433 reads our rtl_tcp stream', () => {
  it('and finds the bits that were keyed', async () => {
    const bits = [...seededOctets(9, 5)].flatMap((octet) =>
      Array.from({ length: 8 }, (_, n) => (octet >> (7 - n)) & 1),
    );
    // Pulses of one width; the gap behind one says its bit: short 0, long 1.
    const packet = pulses([...bits.map((bit) => [500, bit === 0 ? 1000 : 2000] as const), [500, 30_000]]);
    const silence = new Float32Array(SAMPLE_RATE_HZ / 5);
    const octets = new SampleEncoder('cu8').encode(Float32Array.from([...silence, ...packet, ...packet, ...silence]));
    const served = await serve(octets);
    const { stdout, stderr } = await run('rtl_433', [
      ...[
        '-d',
        `rtl_tcp:127.0.0.1:${served.port}`,
        '-s',
        String(SAMPLE_RATE_HZ),
        '-f',
        '433920000',
        '-T',
        '3',
        '-R',
        '0',
      ],
      ...['-X', 'n=smms,m=OOK_PPM,s=1000,l=2000,r=8000,bits=40', '-F', 'json'],
    ]);
    await served.close();
    const expected = Buffer.from(seededOctets(9, 5)).toString('hex');
    const found = stdout.split('\n').filter((line) => line.startsWith('{'));
    expect({ found: found.length > 0, stderr: found.length > 0 ? '' : stderr }).toEqual({ found: true, stderr: '' });
    expect(found.join('\n')).toContain(`"data" : "${expected}"`);
    expect(served.commands).toContainEqual({ command: 'set-sample-rate', value: SAMPLE_RATE_HZ });
    expect(served.commands).toContainEqual({ command: 'set-frequency', value: 433_920_000 });
  });
});
