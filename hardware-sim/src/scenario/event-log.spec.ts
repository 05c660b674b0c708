import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { loadMissionDatabase } from '@app/mission-database';
import { formatUtc, parseUtc, plusSeconds, secondsBetween } from '@app/time';
import { type FaultRequest, type HardwareSimConfig } from '../index.js';
import { type Sight } from '../channel/line-of-sight.js';
import { FaultBook } from '../faults/fault-book.js';
import { BasebandClient } from '../testing/device-clients.js';
import { lookAt, ManualSimulation, miyun, passesOf } from '../testing/manual-pass.js';
import { commandedLinkProfile, elementsOfGf1, referenceDatabaseXml, sampleAntenna } from '../testing/sample-mission.js';
import { Telecommands } from '../testing/telecommands.js';
import { EventLog, type EventLogEntry } from './event-log.js';
import { HorizonCrossings } from './horizon-crossings.js';

const [pass] = passesOf(miyun, '2026-04-24T06:00:00Z', 40, 1);
if (pass === undefined) throw new Error('no pass');
const { start } = pass;
/** Looks up, and hears and is heard all over the sky. */
const other = sampleAntenna('CN-OTHER-1', 38, 112, { eirpDbw: 49.5, beamwidthDeg: 180 });
const { uplink } = commandedLinkProfile;
if (uplink === null) throw new Error('no uplink');
const { carrierHz, bitRateBps, frame } = uplink;
const tuning = { carrierHz, bitRateBps, carrierOnlyS: 1, acquisitionOctets: frame.acquisitionOctets };
const commands = new Telecommands(loadMissionDatabase(referenceDatabaseXml()), 421, uplink);
const unlock = commands.cltu(commands.unlock());
const command = commands.cltu(commands.frame('AD', commands.packet('CONNECTION_TEST'), 0));
const spacecraft = 'GF-1';
const antenna = miyun.id;
const LASTS_S = 900;

const at = (seconds: number): string => formatUtc(plusSeconds(start, seconds), 9);
const faults = [
  { kind: 'fade', antenna, db: 5, at: at(30.25), for: 100 },
  { kind: 'safe-mode', spacecraft, at: at(100.001), for: 60 },
  { kind: 'rotator-stall', antenna, axis: 'both', at: at(100.001) },
  { kind: 'farm-lockout', spacecraft, at: at(200) },
  { kind: 'buffer-overflow', spacecraft, at: at(200) },
  { kind: 'transmitter-off', spacecraft, at: at(333.3), for: 0.1 },
  { kind: 'lost-lock', antenna, at: at(LASTS_S + 5) },
] as unknown as readonly FaultRequest[];

/** Runs to `toS` by steps of mission time. */
async function run(steps: readonly number[], toS: number, extra: Partial<HardwareSimConfig> = {}): Promise<string> {
  const eventLogFile = join(mkdtempSync(join(tmpdir(), 'events-')), 'events.jsonl');
  const simulation = await ManualSimulation.start(start, {
    spacecraft: [{ id: elementsOfGf1.spacecraft, elementSet: elementsOfGf1, linkProfile: commandedLinkProfile }],
    antennas: [miyun, other].map((one) => ({ antenna: one, rotatorPort: 0, basebandPort: 0 })),
    endsAt: at(LASTS_S),
    faults: [...faults],
    eventLogFile,
    ...extra,
  });
  const baseband = await BasebandClient.open(simulation.simulator.addresses[other.id]?.baseband ?? '');
  const send = (cltu: Uint8Array): void => baseband.telecommand(0n, cltu);
  // What an operator does is done to the instant, too.
  const deeds: readonly (readonly [number, () => unknown])[] = [
    [150, () => simulation.simulator.faults.clear('F3')],
    [300, () => baseband.startTransmission(tuning)],
    [305, () => send(command)],
    [306.5, () => send(unlock)],
    [308, () => send(command)],
    [311, () => baseband.stopTransmission()],
  ];
  let elapsed = 0;
  for (let i = 0; elapsed < toS; i++) {
    const next = Math.min(elapsed + (steps[i % steps.length] ?? 1), toS);
    for (const [dueS, deed] of deeds)
      if (elapsed < dueS && next >= dueS) {
        simulation.clock.advanceTo(plusSeconds(start, dueS));
        await deed();
        // Its answer tells that all before it has been taken.
        await baseband.stop();
      }
    elapsed = next;
    simulation.clock.advanceTo(plusSeconds(start, elapsed));
    // Sockets and files have their turns at other times.
    if (i % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  baseband.close();
  await simulation.simulator.stop();
  return readFileSync(eventLogFile, 'utf8');
}

describe('the event log of a scenario', () => {
  let log: string;
  let entries: readonly EventLogEntry[];
  beforeAll(async () => {
    log = await run([0.5], LASTS_S);
    entries = log
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as EventLogEntry);
  });

  it.each([
    ['steps of 7.3 s', [7.3], LASTS_S],
    ['one step', [LASTS_S], LASTS_S],
    ['steps of all sizes, and a stop long after the end', [0.01, 13.7, 0.9, 61, 2.5], LASTS_S + 77],
  ])('is the same byte for byte with %s', async (_what, steps, toS) => {
    expect(await run(steps, toS)).toBe(log);
  });

  it('is another with another seed, or another scenario', async () => {
    expect(await run([9], LASTS_S, { seed: 8 })).not.toBe(log);
    expect(await run([9], LASTS_S, { faults: faults.slice(0, 6) })).toBe(log);
    expect(await run([9], LASTS_S, { faults: faults.slice(0, 5) })).not.toBe(log);
  });

  it('tells what happened in the order of mission time', () => {
    const times = entries.map((entry) => parseUtc(entry.at));
    for (const [i, time] of times.entries()) if (i > 0) expect(time).toBeGreaterThanOrEqual(times[i - 1] ?? 0n);
    const told = entries.map((entry) => {
      const { event } = entry;
      const seconds = Math.round(secondsBetween(start, parseUtc(entry.at)) * 1000) / 1000;
      return `${seconds} ${event}${'id' in entry ? ` ${entry.id}` : ''}`;
    });
    // From radiation to execution: light time, and ten milliseconds for each step on board.
    const commanding = told
      .filter((line) => / (cltu|frame|command|carrier)-|OPEN/.test(line))
      .map((line) => line.split(' ')[1]);
    expect(commanding).toEqual([
      'carrier-acquired',
      ...['cltu-radiated', 'cltu-received', 'frame-rejected'],
      ...['cltu-radiated', 'cltu-received', 'frame-accepted'],
      ...['cltu-radiated', 'cltu-received', 'frame-accepted', 'command-executed'],
      'carrier-lost',
    ]);
    expect(told.filter((line) => !/ (aos|los|(cltu|frame|command|carrier)-.*)$/.test(line))).toEqual([
      '0 simulation-started',
      '30.25 fault-begun F1',
      '100.001 fault-begun F2',
      '100.001 fault-begun F3',
      '100.001 mode-changed',
      '130.25 fault-ended F1',
      '150 fault-ended F3',
      '160.001 fault-ended F2',
      '160.001 mode-changed',
      '200 fault-begun F4',
      '200 fault-begun F5',
      '200 farm-state-changed',
      '200 recorder-overflowed',
      expect.stringMatching(/^306\.\d+ farm-state-changed$/),
      '333.3 fault-begun F6',
      '333.4 fault-ended F6',
      '900 simulation-ended',
    ]);
  });

  it('has rise and set where the orbit crosses the horizon', () => {
    const crossings = entries.filter((entry) => entry.event === 'aos' || entry.event === 'los');
    expect(crossings.map((entry) => `${entry.event} ${'antenna' in entry ? entry.antenna : ''}`).sort()).toEqual([
      'aos CN-MYN-1',
      'aos CN-OTHER-1',
      'los CN-MYN-1',
      'los CN-OTHER-1',
    ]);
    for (const crossing of crossings) {
      if (!('antenna' in crossing)) continue;
      const place = crossing.antenna === antenna ? miyun : other;
      const elevation = (offsetS: number): number =>
        lookAt(place, plusSeconds(parseUtc(crossing.at), offsetS)).elevationDeg;
      const sign = crossing.event === 'aos' ? 1 : -1;
      // The light time at the horizon is about ten milliseconds.
      expect(sign * elevation(0.005)).toBeGreaterThan(0);
      expect(sign * elevation(-0.02)).toBeLessThan(0);
    }
  });
});

it('what rises and sets between two looks at the sky is seen by nobody, whenever the log is written on', async () => {
  const S = 1_000_000_000n;
  const grid = 1000n * S;
  const risen = (at: bigint): boolean => at > grid + 3n * S && at < grid + 6n * S;
  const logged = async (...reached: readonly bigint[]): Promise<readonly string[]> => {
    const events: string[] = [];
    const file = { write: ({ event }: EventLogEntry) => void events.push(event), close: () => Promise.resolve() };
    const log = new EventLog({ file, book: new FaultBook(), end: undefined });
    const lineOfSight = { at: (at: bigint) => ({ visible: risen(at), received: at }) as Sight };
    log.watch([{ spacecraft, antenna, crossings: new HorizonCrossings(lineOfSight, grid) }]);
    for (const at of reached) log.advanceTo(grid + at);
    await log.close(grid + 20n * S);
    return events;
  };
  expect(await logged()).toEqual(['simulation-ended']);
  expect(await logged(4n * S, 11n * S)).toEqual(['simulation-ended']);
});
