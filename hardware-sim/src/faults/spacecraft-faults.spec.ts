import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Clcw } from '@app/ccsds';
import { loadMissionDatabase } from '@app/mission-database';
import { plusSeconds, secondsBetween } from '@app/time';
import { type FaultReport } from '../index.js';
import { ManualSimulation, miyun, passesOf } from '../testing/manual-pass.js';
import { commandedLinkProfile, elementsOfGf1, referenceDatabaseXml, sampleAntenna } from '../testing/sample-mission.js';
import { type HeardPacket, TelemetryListener } from '../testing/telemetry-listener.js';
import { Telecommands } from '../testing/telecommands.js';

const database = loadMissionDatabase(referenceDatabaseXml());
const { uplink } = commandedLinkProfile;
if (uplink === null) throw new Error('no uplink');
/** Fast, so that it is on the spacecraft at once. */
const slew = { ...miyun.slew, azimuthRateDegPerS: 90, elevationRateDegPerS: 45 };
const antenna = sampleAntenna('CN-MYN-1', 40.4513, 116.86, { eirpDbw: 49.5, slew });
const [pass] = passesOf(antenna, '2026-04-24T06:00:00Z', 40, 1);
if (pass === undefined) throw new Error('no pass');
const start = plusSeconds(pass.start, 250);
const spacecraft = 'GF-1';

/** What telemetry and CLCW tell of a spacecraft that goes wrong on board, through a baseband unit. */
describe('faults on board', () => {
  const listener = new TelemetryListener(commandedLinkProfile, database);
  const commands = new Telecommands(database, 421, uplink);
  const clcws: Record<string, Clcw | undefined> = {};
  const listed: Record<string, readonly FaultReport[]> = {};
  beforeAll(async () => {
    const simulation = await ManualSimulation.start(start, {
      spacecraft: [{ id: elementsOfGf1.spacecraft, elementSet: elementsOfGf1, linkProfile: commandedLinkProfile }],
      antennas: [{ antenna, rotatorPort: 0, basebandPort: 0 }],
    });
    const station = await simulation.station(antenna);
    const { faults } = simulation.simulator;
    let sent = 0n;
    const to = async (seconds: number): Promise<void> => {
      await simulation.fly(plusSeconds(start, seconds), [station]);
      listener.listen(station.baseband.pieces);
    };
    const send = (frame: Uint8Array): void => station.baseband.telecommand(sent++, commands.cltu(frame));
    const note = (name: string): void => {
      clcws[name] = listener.clcw;
      listed[name] = faults.list();
    };
    await to(5);
    const { carrierHz, bitRateBps, frame } = uplink;
    const { carrierOnlyS, acquisitionOctets } = frame;
    await station.baseband.startTransmission({ carrierHz, bitRateBps, carrierOnlyS, acquisitionOctets });
    await to(10);
    faults.apply({ kind: 'safe-mode', spacecraft });
    faults.apply({ kind: 'buffer-overflow', spacecraft });
    await to(21);
    note('safe');
    send(commands.frame('AD', commands.packet('IMAGING_SESSION_START', { DURATION_S: 60 }), 0));
    await to(23);
    send(commands.frame('AD', commands.packet('ATTITUDE_MODE_SET', { MODE: 'NADIR_POINTING' }), 1));
    await to(31);
    note('commanded out');
    faults.apply({ kind: 'farm-lockout', spacecraft });
    const safe = faults.apply({ kind: 'safe-mode', spacecraft, for: 100 });
    await to(35);
    note('locked out');
    faults.clear(safe);
    send(commands.unlock());
    await to(42);
    note('unlocked');
    await station.baseband.stop();
    station.close();
    await simulation.simulator.stop();
  });

  const since = ({ time }: HeardPacket): number => secondsBetween(start, time);
  const live = (container: string, from: number, until: number): readonly HeardPacket[] =>
    listener.packets.filter(
      (packet) => packet.vcid === 0 && packet.container === container && since(packet) > from && since(packet) < until,
    );
  const values = (container: string, parameter: string, from: number, until: number): readonly unknown[] => [
    ...new Set(live(container, from, until).map((packet) => packet.values[parameter])),
  ];

  it('safe mode shows in events and housekeeping, from its instant on', () => {
    expect(live('EVENT_HIGH', 9, 25).map((packet) => [packet.values['EVENT_ID'], since(packet)])).toEqual([
      ['SAFE_MODE_ENTERED', expect.closeTo(10, 3)],
    ]);
    expect(
      live('EVENT_INFORMATIVE', 10 - 1e-3, 35).map(({ values: of }) => [of['EVENT_ID'], of['EVENT_AUXILIARY']]),
    ).toEqual(
      expect.arrayContaining([
        ['MODE_CHANGED', 0],
        ['MODE_CHANGED', 1],
      ]),
    );
    expect(values('HK_PLATFORM', 'PLF_MODE', 6, 10)).not.toContain('SAFE');
    expect(values('HK_PLATFORM', 'PLF_MODE', 10, 23)).toEqual(['SAFE']);
    expect(values('HK_THERMAL_AOCS', 'AOC_MODE', 10, 23)).toEqual(['SUN_POINTING']);
    expect(values('HK_PAYLOAD_COMMS', 'IMG_STATE', 10, 23)).toEqual(['STANDBY']);
    // It does not turn with the orbit any more.
    const rates = live('HK_THERMAL_AOCS', 6, 23).map((packet) => [
      since(packet) > 10,
      Number(packet.values['AOC_RATE_Y']),
    ]);
    expect(rates.length).toBeGreaterThan(5);
    for (const [safe, rate] of rates) expect(Math.abs(Number(rate))).toBeCloseTo(safe === true ? 0 : 0.06, 1);
    expect(listed['safe']?.map(({ fault }) => fault.kind)).toEqual(['safe-mode']);
  });

  it('in safe mode a session is refused; a telecommand brings it out, and ends the fault', () => {
    expect(live('TC_START_FAILED', 10, 31).map((packet) => packet.values['TC_FAILURE_CODE'])).toEqual([
      'NOT_IN_THIS_MODE',
    ]);
    expect(values('HK_PLATFORM', 'PLF_MODE', 24, 31)).not.toContain('SAFE');
    expect(values('HK_THERMAL_AOCS', 'AOC_MODE', 24, 31)).not.toContain('SUN_POINTING');
    expect(listed['commanded out']).toEqual([]);
  });

  it('clearing the fault brings it out, too', () => {
    expect(values('HK_THERMAL_AOCS', 'AOC_MODE', 31.5, 35)).toEqual(['SUN_POINTING']);
    expect(values('HK_THERMAL_AOCS', 'AOC_MODE', 35.5, 42)).not.toContain('SUN_POINTING');
    expect(listed['unlocked']).toEqual([]);
  });

  it('FARM-1 in lockout says so in CLCW and housekeeping, until it is unlocked', () => {
    expect([clcws['commanded out'], clcws['locked out'], clcws['unlocked']].map((clcw) => clcw?.lockout)).toEqual([
      false,
      true,
      false,
    ]);
    expect(clcws['locked out']?.reportValue).toBe(2);
  });

  it('a recorder that overflows is full, says so in an event, and leaves a gap in the counts of what is played back', () => {
    expect(live('EVENT_MEDIUM', 9, 25).map((packet) => packet.values['EVENT_ID'])).toEqual(['LIMIT_PASSED']);
    expect(Math.max(...values('HK_PLATFORM', 'PLF_RECORDER_FILL', 6, 10).map(Number))).toBeLessThan(70);
    const filling = values('HK_PLATFORM', 'PLF_RECORDER_FILL', 10, 42).map(Number);
    expect(Math.max(...filling)).toBe(100);
    expect(filling.at(-1)).toBeLessThan(5);
    const played = listener.packets.filter(({ vcid, container }) => vcid === 1 && container === 'HK_POWER');
    const steps = played.slice(1).map((packet, i) => ({
      lost:
        (Number(packet.values['MESSAGE_TYPE_COUNTER']) - Number(played[i]?.values['MESSAGE_TYPE_COUNTER'])) & 0xffff,
      seconds: secondsBetween(played[i]?.time ?? 0n, packet.time),
    }));
    // Each tells of itself every forty seconds, and so does the gap.
    const gaps = steps.filter(({ lost }) => lost !== 1);
    expect(gaps.length).toBe(1);
    expect(gaps[0]?.lost).toBeGreaterThan(300);
    for (const { lost, seconds } of steps) expect(seconds).toBeCloseTo(40 * lost, 3);
    expect(secondsBetween(played.at(-1)?.time ?? 0n, start)).toBeLessThan(60);
  });
});
