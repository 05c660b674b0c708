import { describe, expect, it } from '@jest/globals';
import { formatUtc } from '@app/time';
import { runHardwareSimWorker, startHardwareSim } from './index.js';
import { BasebandClient, RotctlClient } from './testing/device-clients.js';
import { miyun, passesOf, sampleConfig } from './testing/manual-pass.js';
import { sampleLinkProfile } from './testing/sample-mission.js';

const [pass] = passesOf(miyun, '2026-04-24T06:00:00Z', 40, 1);

describe('hardware-sim in a worker thread', () => {
  it('serves its devices by its own clock, counts, and stops', async () => {
    const missionClock = `${formatUtc((pass?.start ?? 0n) + 300_000_000_000n)}x100`;
    const simulator = await runHardwareSimWorker(sampleConfig({ missionClock, logFile: null }));
    const addresses = simulator.addresses[miyun.id];
    const rotator = await RotctlClient.open(addresses?.rotator ?? '');
    expect(await rotator.ask('p', 2)).toBe('0.00\n90.00\n');
    expect(await rotator.ask('_')).toBe('SMMS simulated rotator, Antenna CN-MYN-1\n');
    const baseband = await BasebandClient.open(addresses?.baseband ?? '');
    const { carrierHz, bitRateBps } = sampleLinkProfile.downlink;
    baseband.configure(carrierHz, bitRateBps);
    for (let counts = await simulator.counts(); (counts.emitted['GF-1'] ?? 0) < 20;) counts = await simulator.counts();
    await baseband.stop();
    // Its spacecraft has no uplink.
    await expect(simulator.faults.lockFarm('GF-1')).rejects.toThrow(/with an uplink, found GF-1/);
    const id = await simulator.faults.apply({
      kind: 'encoder-offset',
      antenna: miyun.id,
      azimuthDeg: 5,
      elevationDeg: 0,
    });
    expect(await simulator.faults.list()).toMatchObject([{ id, fault: { azimuthDeg: 5 }, holds: true, until: null }]);
    await simulator.faults.clear(id);
    await expect(simulator.faults.clear(id)).rejects.toThrow(/a fault that is not over, found F1/);
    expect(await simulator.faults.list()).toEqual([]);
    rotator.close();
    baseband.close();
    const counts = await simulator.stop();
    expect(await simulator.stop()).toEqual(counts);
    expect(counts.antennas[miyun.id]?.cadus).toBe(counts.emitted['GF-1']);
  });

  it('refuses a configuration in its own words', async () => {
    const config = { ...sampleConfig(), missionClock: 'yesterday' };
    await expect(runHardwareSimWorker(config)).rejects.toThrow(/mission clock: found "yesterday"/);
  });
});

describe('configuration', () => {
  const config = sampleConfig({ logFile: null });
  const [craft] = config.spacecraft;
  const [place] = config.antennas;
  if (craft === undefined || place === undefined) throw new Error('no sample');

  it.each([
    ['a mode other than simulation', { mode: 'operational' }, /mode/],
    ['a slip probability above 1', { bitSlipProbability: 1.5 }, /bitSlipProbability/],
    ['a CLTU loss probability above 1', { uplinkLossProbability: 2 }, /uplinkLossProbability/],
    ['no spacecraft', { spacecraft: [] }, /spacecraft/],
    ['an antenna twice', { antennas: [place, place] }, /CN-MYN-1 again/],
    [
      'a latitude of 91 degrees',
      { antennas: [{ ...place, antenna: { ...place.antenna, latitudeDeg: 91 } }] },
      /latitude/,
    ],
    ['an unknown field', { colour: 'red' }, /colour/],
    ['elements of another spacecraft', { spacecraft: [{ ...craft, id: 'HJ-1A' }] }, /expected HJ-1A, found GF-1/],
    [
      'a link without a real-time channel',
      {
        spacecraft: [
          {
            ...craft,
            linkProfile: { ...craft.linkProfile, downlink: { ...craft.linkProfile.downlink, virtualChannels: [] } },
          },
        ],
      },
      /one for real-time, found none/,
    ],
    ['a database that is not XTCE', { missionDatabase: '<Nonsense/>' }, /element Nonsense is not XTCE/],
    ['a database without our containers', { missionDatabase: emptyXtce() }, /HK_PLATFORM/],
    ['a database that is not there', { missionDatabase: '/nowhere/x.xml' }, /nowhere/],
  ])('refuses %s', async (_what, wrong, message) => {
    await expect(startHardwareSim({ ...config, ...wrong } as typeof config)).rejects.toThrow(message);
  });

  it('refuses a port that is taken, and leaves none open', async () => {
    const running = await startHardwareSim(config);
    const taken = Number(running.addresses[miyun.id]?.rotator.split(':')[1]);
    await expect(startHardwareSim({ ...config, antennas: [{ ...place, rotatorPort: taken }] })).rejects.toThrow(
      /EADDRINUSE/,
    );
    await running.stop();
  });
});

function emptyXtce(): string {
  return '<SpaceSystem name="Empty" xmlns="http://www.omg.org/spec/XTCE/20180204"/>';
}
