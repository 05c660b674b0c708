import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatUtc, parseUtc, plusSeconds } from '@app/time';
import { BasebandClient, RotctlClient } from '../testing/device-clients.js';
import { ManualSimulation, miyun } from '../testing/manual-pass.js';
import { TransmitterClient } from '../testing/transmitter-client.js';

const start = parseUtc('2026-04-24T06:00:00Z');
const antenna = miyun.id;

/** Until a connection is gone, by a reset, too. */
async function closed(socket: Socket): Promise<void> {
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => socket.once('close', () => resolve()));
}

/** Connects where connections are reset. */
async function knock(address: string): Promise<void> {
  await closed(connect({ host: '127.0.0.1', port: Number(address.split(':')[1]) }));
}

describe('devices of an antenna', () => {
  let simulation: ManualSimulation;
  let rotator: RotctlClient;
  const seconds = (s: number): void => simulation.clock.advanceTo(plusSeconds(simulation.clock.now(), s));
  const position = async (): Promise<number[]> => (await rotator.ask('p', 2)).trim().split('\n').map(Number);

  beforeAll(async () => {
    simulation = await ManualSimulation.start(start, {
      antennas: [{ antenna: miyun, rotatorPort: 0, basebandPort: 0, transmitter: { protocol: 'difi', port: 0 } }],
    });
    rotator = await RotctlClient.open(simulation.simulator.addresses[antenna]?.rotator ?? '');
  });
  afterAll(async () => {
    rotator.close();
    await simulation.simulator.stop();
  });

  it('a stalled axis takes commands and stays; released, it follows the last one', async () => {
    await rotator.ask('P 60 40');
    seconds(4);
    const { faults } = simulation.simulator;
    const stall = faults.apply({ kind: 'rotator-stall', antenna, axis: 'azimuth', for: 20 });
    const [stalledAt] = await position();
    seconds(15);
    expect(await rotator.ask('P 90 50')).toBe('RPRT 0\n');
    seconds(4);
    const [azimuth, elevation] = await position();
    expect(azimuth).toBe(stalledAt);
    expect(azimuth).toBeLessThan(40);
    expect(elevation).not.toBe(40);
    expect(faults.list().map(({ id }) => id)).toEqual([stall]);
    seconds(30);
    expect(await position()).toEqual([90, 50]);
    expect(faults.list()).toEqual([]);
  });

  it('two stalls of an axis are over when both are', async () => {
    const { faults } = simulation.simulator;
    const first = faults.apply({ kind: 'rotator-stall', antenna, axis: 'both' });
    const second = faults.apply({ kind: 'rotator-stall', antenna, axis: 'elevation' });
    await rotator.ask('P 100 60');
    faults.clear(first);
    seconds(30);
    expect(await position()).toEqual([100, 50]);
    faults.clear(second);
    seconds(30);
    expect(await position()).toEqual([100, 60]);
    expect(() => faults.clear(second)).toThrow(/expected the identifier of a fault that is not over, found F3/);
  });

  it('encoders that are off: what is reported returns to the target, and jumps when they are mended', async () => {
    const { faults } = simulation.simulator;
    const off = faults.apply({ kind: 'encoder-offset', antenna, azimuthDeg: 3, elevationDeg: -2 });
    expect(await position()).toEqual([103, 58]);
    seconds(10);
    expect(await position()).toEqual([100, 60]);
    faults.clear(off);
    expect(await position()).toEqual([97, 62]);
    seconds(10);
    expect(await position()).toEqual([100, 60]);
  });

  it('a cut link: the connection is reset, so are new ones, and after it all is as before', async () => {
    const { addresses, faults } = simulation.simulator;
    const { rotator: rotatorAddress = '', baseband: basebandAddress = '' } = addresses[antenna] ?? {};
    const baseband = await BasebandClient.open(basebandAddress);
    const cut = closed(baseband.socket);
    faults.apply({ kind: 'link-cut', antenna, device: 'baseband', for: 10 });
    await cut;
    await knock(basebandAddress);
    // The rotator has a link of its own.
    expect(await position()).toEqual([100, 60]);
    seconds(11);
    const again = await BasebandClient.open(basebandAddress);
    expect(await again.stop()).toBe(0);
    again.close();

    rotator.close();
    const all = faults.apply({ kind: 'link-cut', antenna, device: 'all' });
    await knock(rotatorAddress);
    faults.clear(all);
    rotator = await RotctlClient.open(rotatorAddress);
    expect(await position()).toEqual([100, 60]);
  });

  it('a transmitter: nothing comes in while its link is cut, and what was to be radiated in a stall is not', async () => {
    const RATE_HZ = 1000;
    const { addresses, faults } = simulation.simulator;
    const client = new TransmitterClient(addresses[antenna]?.transmitter ?? '', RATE_HZ);
    const input = () => simulation.simulator.counts().uplink.inputs[antenna]!;
    const until = async (holds: () => boolean): Promise<void> => {
      for (let turn = 0; !holds() && turn < 10_000; turn++) await new Promise((resolve) => setImmediate(resolve));
      expect(holds()).toBe(true);
    };
    const origin = simulation.clock.now();
    /** Packets of a tenth of a second, by their number. */
    const send = (...packets: readonly number[]): void => {
      for (const n of packets) client.send(RATE_HZ / 10, plusSeconds(origin, n / 10));
    };
    send(0, 1);
    await until(() => input().samples === 200);
    faults.apply({ kind: 'link-cut', antenna, device: 'transmitter', for: 10 });
    send(2, 3, 4);
    await until(() => input().cutPackets === 3);
    expect(input()).toMatchObject({ samples: 200, lostSamples: 0 });
    expect(await position()).toEqual([100, 60]);
    seconds(10);
    send(5);
    await until(() => input().samples === 300);
    expect(input()).toMatchObject({ cutPackets: 3, lostSamples: 300, badPackets: 0 });

    const all = faults.apply({ kind: 'link-cut', antenna, device: 'all' });
    send(6);
    await until(() => input().cutPackets === 4);
    faults.clear(all);
    rotator.close();
    rotator = await RotctlClient.open(addresses[antenna]?.rotator ?? '');

    // It is 10 s; from 11.05 s to 12 s nothing is radiated, however early it came.
    const at = formatUtc(plusSeconds(origin, 11.05), 9);
    faults.apply({ kind: 'stream-stall', antenna, at, for: 0.95 });
    send(109, 110, 115, 119, 120);
    await until(() => input().samples + input().stalled === 800);
    expect(input()).toMatchObject({ samples: 500, stalled: 300, cutPackets: 4 });
    expect(await position()).toEqual([100, 60]);
    client.close();
    seconds(3);
  });

  it('a fault that is to come begins at its time, and is refused where it cannot', async () => {
    const { faults } = simulation.simulator;
    const at = '2026-04-24T07:00:00.000000Z';
    faults.apply({ kind: 'rotator-stall', antenna, axis: 'both', at, until: '2026-04-24T07:01:00Z' });
    expect(faults.list()).toMatchObject([{ from: at, holds: false }]);
    simulation.clock.advanceTo(plusSeconds(parseUtc(at), 1));
    expect(faults.list()).toMatchObject([{ from: at, until: '2026-04-24T07:01:00.000000Z', holds: true }]);
    await rotator.ask('P 10 10');
    seconds(30);
    expect(await position()).toEqual([100, 60]);
    const refused =
      (fault: object): (() => string) =>
      () =>
        faults.apply(fault as never);
    expect(refused({ kind: 'lost-lock', antenna: 'NOWHERE-1' })).toThrow(
      /antenna: expected one of CN-MYN-1, found NOWHERE-1/,
    );
    expect(refused({ kind: 'safe-mode', spacecraft: 'NONE' })).toThrow(/spacecraft: expected one of GF-1, found NONE/);
    expect(refused({ kind: 'farm-lockout', spacecraft: 'GF-1' })).toThrow(/with an uplink, found GF-1/);
    expect(refused({ kind: 'lost-lock', antenna, at: '2026-04-24T06:30:00Z' })).toThrow(/at: expected .* or later/);
    expect(refused({ kind: 'lost-lock', antenna, for: 1, until: at })).toThrow(/either "for" or "until", found both/);
    expect(refused({ kind: 'sample-drop', antenna, samples: 1, for: 1 })).toThrow(/for/);
    expect(refused({ kind: 'wrong-frequency', offsetHz: 1 })).toThrow(/either an antenna or a spacecraft/);
    expect(refused({ kind: 'meteorite', antenna })).toThrow();
  });
});
