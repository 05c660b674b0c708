// Hamlib's clients drive our servers, and our clients drive Hamlib's servers (its dummies, models 1).
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type AddressInfo, connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import { AnchoredMissionClock, SystemWallClock } from '@app/platform';
import { parseUtc } from '@app/time';
import { RotctldClient } from '../../apps/station/src/rotator/rotctld-client.js';
import { RotatorRefusedError } from '../../apps/station/src/rotator/rotator.errors.js';
import { RigctldClient } from '../../apps/station/src/transceiver/rigctld-client.js';
import { TransceiverRefusedError } from '../../apps/station/src/transceiver/transceiver.errors.js';
import { RotatorSimulator } from '../../hardware-sim/src/devices/rotator-simulator.js';
import { startRigctldServer } from '../../hardware-sim/src/devices/rigctld-server.js';
import { startRotctldServer } from '../../hardware-sim/src/devices/rotctld-server.js';
import { TransceiverSimulator } from '../../hardware-sim/src/devices/transceiver-simulator.js';
import { describeWith, run } from './judge.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function missionClock(rate = 1): AnchoredMissionClock {
  const wall = new SystemWallClock();
  return new AnchoredMissionClock(wall, { mission: parseUtc('2026-04-24T08:00:00Z'), wall: wall.now(), rate });
}

/** The answer of a Hamlib client to one command line, its errors and warnings included. */
async function asked(program: 'rotctl' | 'rigctl', address: string, ...command: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(program, ['-m', '2', '-r', address, ...command]);
  return code === 0 && stderr === '' ? stdout.trim() : `${stdout.trim()} [${code}] ${stderr.trim()}`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** One of Hamlib's daemons with its dummy device; ended with the test. */
async function daemon(program: 'rotctld' | 'rigctld', options: readonly string[] = []) {
  const port = await freePort();
  const child: ChildProcess = spawn(program, ['-m', '1', '-T', '127.0.0.1', '-t', String(port), ...options], {
    stdio: 'ignore',
  });
  closers.push(() => child.kill('SIGKILL'));
  for (let attempt = 0; attempt < 200; attempt++) {
    const listens = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.destroy()).on('close', (failed) => resolve(!failed));
      socket.on('error', () => undefined);
    });
    if (listens) break;
    await delay(25);
  }
  return { address: { host: '127.0.0.1', port } };
}

async function settled(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if (await holds()) return;
    await delay(50);
  }
  expect(await holds()).toBe(true);
}

describeWith(['rotctl'], 'rotctl -m 2', () => {
  it('drives our rotator: position, stop, park, move, and what is refused', async () => {
    const slew = { azimuthMinDeg: -90, azimuthMaxDeg: 450, elevationMinDeg: 0, elevationMaxDeg: 180 };
    const limits = {
      ...slew,
      azimuthRateDegPerS: 10,
      elevationRateDegPerS: 10,
      parkAzimuthDeg: 5,
      parkElevationDeg: 90,
    };
    const rotator = new RotatorSimulator(limits, missionClock(20));
    const server = await startRotctldServer(rotator, 0, 'SMMS rotator');
    closers.push(() => server.close());
    const ask = (...command: string[]): Promise<string> => asked('rotctl', server.address, ...command);
    const stands = (azimuthDeg: number, elevationDeg: number): Promise<void> =>
      settled(async () => (await ask('p')) === `${azimuthDeg.toFixed(2)}\n${elevationDeg.toFixed(2)}`);
    await stands(5, 90);
    expect(await ask('P', '120.5', '35.25')).toBe('');
    await stands(120.5, 35.25);
    expect(await ask('P', '-45', '170')).toBe('');
    await stands(-45, 170);
    expect(await ask('P', '451', '10')).toMatch(/Invalid parameter/);
    expect(await ask('M', '16', '50')).toBe('');
    await settled(async () => Number((await ask('p')).split('\n')[0]) > -40);
    expect(await ask('S')).toBe('');
    await settled(() => Promise.resolve(rotator.rates().azimuthDegPerS === 0));
    expect(await ask('K')).toBe('');
    await stands(5, 90);
    expect(await ask('R', '1')).toBe('');
    expect(await ask('_')).toMatch(/SMMS rotator/);
    rotator.stall('azimuth');
    expect(await ask('P', '100', '45')).toBe('');
    await stands(5, 45);
  });
});

describeWith(['rotctl'], 'rigctl -m 2', () => {
  it('drives our transceiver: frequencies beyond 32 bits, modes, split, key, levels', async () => {
    const rig = new TransceiverSimulator(missionClock());
    const server = await startRigctldServer(rig, 0, 'SMMS transceiver');
    closers.push(() => server.close());
    const ask = (...command: string[]): Promise<string> => asked('rigctl', server.address, ...command);
    expect(await ask('F', '2245000000')).toBe('');
    expect(await ask('f')).toBe('2245000000');
    expect(await ask('F', '8200000000')).toBe('');
    expect(await ask('f')).toBe('8200000000');
    expect(await ask('M', 'USB', '2400')).toBe('');
    expect(await ask('m')).toBe('USB\n2400');
    expect(await ask('S', '1', 'VFOB')).toBe('');
    expect(await ask('s')).toBe('1\nVFOB');
    expect(await ask('I', '2067270000')).toBe('');
    // For `i` this client asks `f` (4.5.4, of its own daemon as well), so it cannot read the other frequency back.
    expect(await ask('T', '1')).toBe('');
    expect(rig.tuning()).toMatchObject({ receiveHz: 8_200_000_000, transmitHz: 2_067_270_000, transmitting: true });
    expect(await ask('t')).toBe('1');
    expect(await ask('T', '0')).toBe('');
    expect(await ask('L', 'RFPOWER', '0.5')).toBe('');
    expect(await ask('l', 'RFPOWER')).toBe('0.500000');
    expect(await ask('_')).toMatch(/SMMS transceiver/);
    expect(rig.tuning()).toMatchObject({ mode: 'USB', passbandHz: 2400, transmitting: false });
  });
});

describeWith(['rotctl'], 'our client at rotctld -m 1', () => {
  it('reads its limits, points, stops, parks, and is refused what is beyond them', async () => {
    const { address } = await daemon('rotctld');
    const rotator = new RotctldClient(address);
    closers.push(() => rotator.close());
    expect(await rotator.limits()).toEqual({
      ...{ azimuthMinDeg: -180, azimuthMaxDeg: 450, elevationMinDeg: 0, elevationMaxDeg: 90 },
    });
    expect(await rotator.describe()).toBe('Dummy rotator');
    await rotator.pointAt({ azimuthDeg: 6, elevationDeg: 9 });
    await settled(async () => {
      const { azimuthDeg, elevationDeg } = await rotator.position();
      return azimuthDeg === 6 && elevationDeg === 9;
    });
    await expect(rotator.pointAt({ azimuthDeg: 500, elevationDeg: 9 })).rejects.toBeInstanceOf(RotatorRefusedError);
    await rotator.pointAt({ azimuthDeg: 200, elevationDeg: 90 });
    await rotator.stop();
    const stopped = await rotator.position();
    await delay(300);
    expect(await rotator.position()).toEqual(stopped);
    await rotator.park();
  });
});

describeWith(['rotctl'], 'our client at rigctld -m 1', () => {
  it('tunes, sets modes, splits, keys, and is refused a mode that there is not', async () => {
    const { address } = await daemon('rigctld', ['-P', 'RIG']);
    const radio = new RigctldClient(address);
    closers.push(() => radio.close());
    await radio.receiveAt(8_200_000_000);
    expect(await radio.receiveFrequencyHz()).toBe(8_200_000_000);
    await radio.setReceiveMode({ mode: 'USB', passbandHz: 2400 });
    expect(await radio.receiveMode()).toEqual({ mode: 'USB', passbandHz: 2400 });
    await radio.setSplit(true);
    expect(await radio.isSplit()).toBe(true);
    await radio.transmitAt(2_067_270_000);
    await radio.setTransmitMode({ mode: 'FM', passbandHz: 15_000 });
    expect(await radio.transmitFrequencyHz()).toBe(2_067_270_000);
    expect(await radio.receiveFrequencyHz()).toBe(8_200_000_000);
    expect(await radio.isTransmitting()).toBe(false);
    await radio.transmit(true);
    expect(await radio.isTransmitting()).toBe(true);
    await radio.transmit(false);
    expect(await radio.isPowered()).toBe(true);
    expect(await radio.signalStrengthDb()).toBeLessThan(60);
    expect(await radio.describe()).toBe('Nothing much (dummy)');
    await radio.setSplit(false);
    expect(await radio.isSplit()).toBe(false);
  });

  it('is refused the key where the radio has none, and goes on over the same connection', async () => {
    const { address } = await daemon('rigctld');
    const radio = new RigctldClient(address);
    closers.push(() => radio.close());
    await expect(radio.isTransmitting()).rejects.toBeInstanceOf(TransceiverRefusedError);
    expect(await radio.receiveFrequencyHz()).toBe(145_000_000);
  });
});
