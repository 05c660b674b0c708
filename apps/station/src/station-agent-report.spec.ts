import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type PassReport, passReportSchema, type StationContact } from '@app/contracts';
import { formatUtc, parseUtc, plusSeconds, secondsBetween } from '@app/time';
import { PassNotUnderWayError } from './pass/pass-not-under-way.error.js';
import { sampleContact } from './testing/sample-contact.js';
import { StationBench } from './testing/station-bench.js';

const contact = sampleContact({ lastsS: 30, antenna: { setUpS: 20, tearDownS: 10 } });
const { id, window } = contact.contact;
let bench: StationBench;

afterEach(() => bench.close());

async function reportOf(of: StationContact = contact): Promise<PassReport> {
  await bench.settle(() => bench.reports.some((one) => one.contact === of.contact.id), 'a report');
  return bench.reports.at(-1)!;
}

const outcomes = ({ checks }: Pick<PassReport, 'checks'>): Record<string, string> =>
  Object.fromEntries(checks.map(({ name, outcome }) => [name, outcome]));

describe('the report of a pass', () => {
  it('has the figures of a pass that went well, in a file, too', async () => {
    bench = await StationBench.create(contact);
    await bench.addAntenna(contact, 40);
    await bench.start();
    await bench.book(contact);
    const status = await bench.flyUntilPhase(contact, 'completed');
    const report = await reportOf();
    expect(report).toMatchObject({
      ...{ contact: id, mode: 'simulation', phase: 'completed', failure: null, reason: null },
      predicted: { aos: window.aos, los: window.los },
      firstFrameAt: formatUtc(plusSeconds(parseUtc(window.aos), 2)),
      lastFrameAt: status.lastFrameAt,
      frames: status.frames,
      esN0Db: { min: 10, mean: 10, max: 10 },
      ...{ dopplerResidualHz: null, samples: null, recording: null, deviceErrors: [] },
    });
    expect(outcomes(report)).toEqual({
      ...{ clock: 'passed', elements: 'passed', disk: 'passed' },
      ...{ rotator: 'passed', 'pointing-limits': 'passed', baseband: 'passed' },
    });
    // Frames of 0.64 s from two seconds after AOS to its 27th: they are known within two steps of half a second.
    expect(report.locks).toHaveLength(1);
    expect(report.lockedS).toBeGreaterThan(26);
    expect(report.lockedS).toBeLessThan(32);
    // The rotator is at once where it was told to be, half a second ago by the clock of this test: the sky turns by less than that.
    expect(report.pointingErrorDeg!.max).toBeLessThan(0.1);
    expect(report.pointingErrorDeg!.rms).toBeGreaterThan(0);
    expect(report.pointingErrorDeg!.readings).toBeGreaterThan(20);
    const file = join(bench.folder, 'stations', 'MIYUN', 'reports', `${id}.json`);
    expect(passReportSchema.parse(JSON.parse(await readFile(file, 'utf8')))).toEqual(report);
    expect(await bench.agent.report(id)).toEqual(report);
  });

  it('fails a pass whose rotator was dead from the beginning, and says how often it was tried', async () => {
    bench = await StationBench.create(contact);
    const { rotator } = await bench.addAntenna(contact, 0);
    await rotator.close();
    await bench.start();
    await bench.book(contact);
    const status = await bench.flyUntilPhase(contact, 'failed');
    expect(status).toMatchObject({
      failure: 'rotator-dead',
      reason: expect.stringMatching(/^rotator: .*ECONNREFUSED/),
    });
    const report = await reportOf();
    expect(outcomes(report)).toMatchObject({ rotator: 'warning', 'pointing-limits': 'warning', baseband: 'passed' });
    expect(report.pointingErrorDeg).toBeNull();
    const tries = report.deviceErrors
      .filter(({ device }) => device === 'rotator')
      .reduce((sum, one) => sum + one.count, 0);
    expect(tries).toBeGreaterThan(10);
    expect(bench.agent.passesInProgress()).toEqual([]);
  });

  it('completes a pass whose frames came without a rotator, and tells of its errors', async () => {
    bench = await StationBench.create(contact);
    const { rotator } = await bench.addAntenna(contact, 20);
    await rotator.close();
    await bench.start();
    await bench.book(contact);
    await bench.flyUntilPhase(contact, 'completed');
    expect(await reportOf()).toMatchObject({
      ...{ phase: 'completed', failure: null, reason: expect.stringMatching(/^rotator: /) },
      frames: { good: 20 },
    });
  });

  it('counts the errors of a rotator that dies in mid-pass and comes back', async () => {
    bench = await StationBench.create(contact);
    const { rotator } = await bench.addAntenna(contact, 40);
    await bench.start();
    await bench.book(contact);
    await bench.flyUntilPhase(contact, 'locked');
    const { script } = rotator;
    rotator.script = () => 'disconnect';
    rotator.disconnectAll();
    await bench.flyUntil(() => bench.statuses.at(-1)!.alarms.includes('rotator-down'), 'the alarm');
    expect(bench.statuses.at(-1)!.pointingErrorDeg).toBeNull();
    rotator.script = script;
    const status = await bench.flyUntilPhase(contact, 'completed');
    expect(status).toMatchObject({ reason: null, failure: null, frames: { good: 40 } });
    const report = await reportOf();
    expect(report.deviceErrors.map(({ device }) => device)).toContain('rotator');
    expect(outcomes(report).rotator).toBe('passed');
    expect(report.pointingErrorDeg!.max).toBeLessThan(0.2);
  });

  it('fails a pass at once that is out of the antenna’s limits, and frees it before AOS', async () => {
    const high = sampleContact({
      ...{ lastsS: 30 },
      antenna: {
        ...{ setUpS: 20, tearDownS: 10 },
        slew: { ...contact.antenna.slew, elevationMinDeg: 60, elevationMaxDeg: 90 },
      },
    });
    bench = await StationBench.create(high);
    const { baseband } = await bench.addAntenna(high, 5);
    await bench.start();
    await bench.book(high);
    const status = await bench.flyUntilPhase(high, 'failed');
    expect(bench.phases(high)).toEqual(['set-up', 'tear-down', 'failed']);
    expect(status).toMatchObject({
      failure: 'check-failed',
      reason: 'pointing-limits: azimuth -180 to 450, elevation 60 to 90 degrees: nothing of the pass',
    });
    expect(secondsBetween(bench.clock.now(), parseUtc(window.aos))).toBeGreaterThan(10);
    expect(baseband.orders).toEqual([]);
    expect(bench.agent.passesInProgress()).toEqual([]);
    expect(outcomes(await reportOf(high))['pointing-limits']).toBe('failed');
  });

  it('fails a pass at once whose frames nothing could keep', async () => {
    bench = await StationBench.create(contact);
    await bench.addAntenna(contact, 5);
    await writeFile(join(bench.folder, 'stations'), '');
    await bench.start();
    await bench.book(contact);
    const status = await bench.flyUntilPhase(contact, 'failed');
    expect(status).toMatchObject({ failure: 'check-failed', reason: expect.stringMatching(/^disk: /) });
  });
});

describe('pointing offsets', () => {
  it('move the antenna while a pass is under way, stand in its status, and end with it', async () => {
    bench = await StationBench.create(contact);
    await bench.addAntenna(contact, 40);
    await bench.start();
    await bench.book(contact);
    const offsets = { alongTrackS: 0, azimuthDeg: 3, elevationDeg: -1 };
    expect(() => bench.agent.offset(id, offsets)).toThrow(PassNotUnderWayError);
    await bench.flyUntilPhase(contact, 'locked');
    const before = bench.statuses.at(-1)!;
    expect(before.offsets).toBeUndefined();
    expect(bench.agent.offset(id, offsets)?.offsets).toEqual(offsets);
    await bench.fly(3);
    const after = bench.statuses.at(-1)!;
    expect(after.offsets).toEqual(offsets);
    expect(after.actualElevationDeg! - after.elevationDeg).toBeCloseTo(-1, 0);
    expect(after.pointingErrorDeg).toBeLessThan(0.1);
    const status = await bench.flyUntilPhase(contact, 'completed');
    expect(status.offsets).toBeUndefined();
    expect(() => bench.agent.offset(id, offsets)).toThrow(/found one that is completed/);
  });
});
