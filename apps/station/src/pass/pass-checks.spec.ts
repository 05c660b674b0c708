import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type PassCheck, type StationContact, stationContactSchema } from '@app/contracts';
import { AnchoredMissionClock, ManualMissionClock, type MissionClock, SystemWallClock } from '@app/platform';
import { parseUtc, plusSeconds } from '@app/time';
import { parseHardwareAddresses } from '../hardware-addresses.js';
import { SpacecraftView } from '../pointing/spacecraft-view.js';
import { sampleContact } from '../testing/sample-contact.js';
import { PassChecks } from './pass-checks.js';

const contact = sampleContact();
const start = parseUtc(contact.contact.start);
const sdr = { protocol: 'rtl_tcp', address: '127.0.0.1:1', sampleRateHz: 64_000 } as const;

async function checks(
  options: {
    readonly contact?: StationContact;
    readonly clock?: MissionClock;
    readonly sampleRateHz?: number;
    readonly decisive?: boolean;
  } = {},
) {
  const of = options.contact ?? contact;
  const addresses = { rotator: '127.0.0.1:1', sdr: { ...sdr, sampleRateHz: options.sampleRateHz ?? 64_000 } };
  const hardware = Object.values(parseHardwareAddresses({ A: addresses }, 'a test'))[0]!;
  const failures: string[] = [];
  const subject = new PassChecks({
    ...{ contact: of, hardware, hasTransceiver: false },
    clock: options.clock ?? new ManualMissionClock(start),
    folder: await mkdtemp(join(tmpdir(), 'smms-checks-')),
    view: new SpacecraftView(contact),
    isDecisive: () => options.decisive ?? true,
    onFailed: (reason) => void failures.push(reason),
  });
  await subject.begin();
  return {
    subject,
    failures,
    of: (name: string): PassCheck | undefined => subject.list().find((one) => one.name === name),
  };
}

const reality = (): MissionClock => {
  const wall = new SystemWallClock();
  return new AnchoredMissionClock(wall, { mission: wall.now(), wall: wall.now(), rate: 1 });
};

describe('checks before a pass', () => {
  it('take the age of the elements at AOS, not today', async () => {
    expect((await checks()).of('elements')).toMatchObject({ outcome: 'passed', detail: '0.1 days old at AOS' });
    const elementSet = { ...contact.elementSet, epoch: '2026-04-19T00:00:00Z' };
    const old = await checks({ contact: stationContactSchema.parse({ ...contact, elementSet }) });
    expect(old.of('elements')).toMatchObject({ outcome: 'warning', detail: '5.1 days old at AOS' });
    expect(old.failures).toEqual([]);
  });

  it('want real time in mode operational, and take any in simulation', async () => {
    const operational = sampleContact({ mode: 'operational' });
    const wall = new SystemWallClock();
    const fast = new AnchoredMissionClock(wall, { mission: start, wall: wall.now(), rate: 10 });
    expect((await checks({ contact: operational, clock: fast })).failures).toEqual([
      expect.stringMatching(/^clock: expected real time in mode operational, found .* rate 10$/),
    ]);
    const past = new AnchoredMissionClock(new SystemWallClock(), {
      ...{ mission: start, wall: plusSeconds(start, 60), rate: 1 },
    });
    expect((await checks({ contact: operational, clock: past })).failures).toHaveLength(1);
    expect((await checks({ contact: operational, clock: reality() })).failures).toEqual([]);
    expect((await checks({ clock: fast })).of('clock')).toMatchObject({
      outcome: 'passed',
      detail: 'mission time, rate 10',
    });
  });

  it('refuse a sample rate that cannot hold the link', async () => {
    const { failures } = await checks({ sampleRateHz: 30_000 });
    expect(failures).toEqual([expect.stringMatching(/^samples: 30000 samples\/s: .*2 to 16 times the symbol rate/)]);
  });

  it('compare the rate, the band and the times of samples with what they should be', async () => {
    const trial = { measuredHz: 64_100, statedHz: 64_000, centerHz: 2_245e6, aheadS: -0.1 };
    const { subject, of, failures } = await checks();
    subject.samples(trial);
    expect(of('samples')).toMatchObject({ outcome: 'passed', detail: '64100 of 64000 samples/s' });
    subject.samples({ ...trial, measuredHz: 60_000 });
    expect(of('samples')).toMatchObject({ outcome: 'warning', detail: '60000 of 64000 samples/s' });
    // The carrier itself lies in this band, one edge of its signal of 21.6 kHz does not.
    subject.samples({ ...trial, centerHz: 2_245e6 + 21_300 });
    expect(of('samples')).toMatchObject({
      outcome: 'warning',
      detail: expect.stringMatching(/^band 2245021300 ± 32000 Hz/),
    });
    subject.samples({ ...trial, centerHz: 2_245e6 + 21_100 });
    expect(of('samples')?.outcome).toBe('passed');
    subject.samples({ ...trial, aheadS: 1.5 });
    expect(of('samples')).toMatchObject({ outcome: 'warning', detail: expect.stringContaining('1.500 s ahead') });
    expect(failures).toEqual([]);
  });

  it('tell all, some and nothing of a pass within the limits of an antenna apart', async () => {
    const limits = { azimuthMinDeg: -180, azimuthMaxDeg: 450, elevationMinDeg: 0, elevationMaxDeg: 90 };
    const found = async (change: Partial<typeof limits>): Promise<unknown[]> => {
      const { subject, of, failures } = await checks();
      subject.limits({ ...limits, ...change });
      return [of('pointing-limits')?.outcome, failures.length];
    };
    const { maxElevationDeg } = contact.contact.window;
    expect(await found({})).toEqual(['passed', 0]);
    expect(await found({ elevationMinDeg: maxElevationDeg - 1 })).toEqual(['warning', 0]);
    expect(await found({ elevationMinDeg: maxElevationDeg + 1 })).toEqual(['failed', 1]);
    // An antenna that sees the sky only over the top sees all of it.
    expect(await found({ elevationMinDeg: 90, elevationMaxDeg: 180 })).toEqual(['passed', 0]);
  });

  it('end nothing that has begun, and leave what was found before as it is', async () => {
    const { subject, of, failures } = await checks({ decisive: false });
    subject.failed('disk', 'no space left');
    subject.passed('rotator', 'it answers');
    subject.doubtful('rotator', 'gone');
    subject.close();
    expect(failures).toEqual([]);
    expect(of('rotator')?.outcome).toBe('passed');
    expect(of('baseband')).toMatchObject({ outcome: 'warning', detail: expect.stringContaining('nothing was heard') });
  });
});
