import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createLogger, WallClock } from '@app/platform';
import { formatUtc, parseUtc, plusSeconds, type Tai } from '@app/time';
import { type SdrState, type SimulationState, simulationStateSchema } from '../control/simulation-state.js';
import { BasebandClient } from '../testing/device-clients.js';
import { miyun, passesOf } from '../testing/manual-pass.js';
import { elementsOfGf1, referenceDatabaseXml, sampleAntenna, sampleLinkProfile } from '../testing/sample-mission.js';
import { type RunningScenario, runScenario } from './run-scenario.js';
import { readScenario } from './scenario.js';

const [goodPass] = passesOf(miyun, '2026-04-24T06:00:00Z', 40, 1);
if (goodPass === undefined) throw new Error('no pass');
/** Looks up, and hears all over the sky. */
const antenna = sampleAntenna('CN-MYN-1', 40.4513, 116.86, { beamwidthDeg: 180 });
const { carrierHz, bitRateBps } = sampleLinkProfile.downlink;
const wallStart = parseUtc('2026-11-30T12:00:00Z');
const RATE = 10;
/** Mission seconds. */
const LASTS_S = 600;

class HandWallClock extends WallClock {
  constructor(public time: Tai) {
    super();
  }
  override now(): Tai {
    return this.time;
  }
}

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function started(sdrPort: number | undefined) {
  const wall = new HandWallClock(wallStart);
  const lines: string[] = [];
  const eventLogFile = join(mkdtempSync(join(tmpdir(), 'frame-level-')), 'events.jsonl');
  const digitiser = {
    ...{ protocol: 'difi', destination: { host: '127.0.0.1', port: sdrPort } },
    ...{ centerHz: carrierHz, sampleRateHz: 250_000 },
  };
  const scenario = {
    seed: 7,
    clock: { start: formatUtc(plusSeconds(goodPass!.start, 150)), rate: RATE, durationS: LASTS_S },
    spacecraft: [{ id: 'GF-1', elementSet: elementsOfGf1, linkProfile: sampleLinkProfile }],
    antennas: [{ antenna, ...(sdrPort === undefined ? {} : { sdr: digitiser }) }],
    faults: [{ at: 200, for: 50, kind: 'safe-mode', spacecraft: 'GF-1' }],
  };
  const running = await runScenario({
    scenario: readScenario(JSON.stringify(scenario), 'S'),
    source: 'S',
    catalogue: { spacecraft: new Map(), antennas: new Map(), missionDatabase: referenceDatabaseXml() },
    files: { eventLogFile },
    httpPort: 0,
    logger: createLogger('warn', { write: (line: string) => lines.push(line) }),
    wallClock: wall,
  });
  return { wall, lines, running, eventLogFile };
}

async function stateOf({ http }: RunningScenario): Promise<SimulationState['antennas'][number]> {
  const [state] = simulationStateSchema.parse(await (await fetch(`${http}/state`)).json()).antennas;
  return state!;
}

async function eventsOf({ running, wall, eventLogFile }: Awaited<ReturnType<typeof started>>): Promise<string> {
  wall.time = plusSeconds(wall.time, LASTS_S);
  await running.stop();
  return readFileSync(eventLogFile, 'utf8');
}

/** A port that takes what a digitiser sends. */
async function udpPort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  closers.push(() => socket.close());
  return socket.address().port;
}

describe('a scenario on a machine that cannot make its samples in time', () => {
  it('goes on in frames and says so, makes samples again at a lower rate, and has the events of any machine', async () => {
    const scenario = await started(await udpPort());
    const { running, wall, lines } = scenario;
    closers.push(() => running.stop());
    const sdr = async (): Promise<SdrState> => (await stateOf(running)).sdr!;
    /** Wall time passes as one piece; done when the SDR has seen it. */
    const pass = async (wallS: number): Promise<SdrState> => {
      const seen = ({ samplesSent, samplesSkipped }: SdrState): number => samplesSent + samplesSkipped;
      const before = seen(await sdr());
      wall.time = plusSeconds(wall.time, wallS);
      for (;;) {
        const now = await sdr();
        if (seen(now) > before) return now;
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    };
    expect(await sdr()).toEqual({
      level: 'samples',
      samplesSent: 0,
      samplesDropped: 0,
      samplesSkipped: 0,
      since: null,
    });
    // It comes to its samples once a second.
    for (let second = 1; second <= 4; second++) expect((await pass(1)).level).toBe('samples');
    let state = await pass(1);
    for (let second = 6; second <= 10 && state.level === 'samples'; second++) state = await pass(1);
    expect(state).toMatchObject({ level: 'frames', samplesSent: 0 });
    expect(state.since! > formatUtc(plusSeconds(goodPass.start, 150))).toBe(true);
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ level: 40, antenna: antenna.id, clockRate: RATE, samplesPerWallS: 2_500_000 }),
    ]);

    const baseband = await BasebandClient.open(running.addresses[antenna.id]!.baseband);
    closers.push(() => baseband.close());
    baseband.configure(carrierHz, bitRateBps);
    while (baseband.pieces.length < 5) await pass(0.1);
    expect(await sdr()).toMatchObject({ level: 'frames', samplesSent: 0, since: state.since });

    await fetch(`${running.http}/clock`, {
      method: 'POST',
      body: JSON.stringify({ rate: 1 }),
      headers: { 'content-type': 'application/json' },
    });
    while ((await pass(0.1)).samplesSent === 0);
    expect(await sdr()).toMatchObject({ level: 'samples', since: null });
    expect(lines).toHaveLength(2);
    baseband.close();

    const events = await eventsOf(scenario);
    expect(events).toMatch(/safe-mode/);
    expect(events).toBe(await eventsOf(await started(undefined)));
  });
});
