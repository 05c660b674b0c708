import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Antenna } from '@app/contracts';
import { createPropagator, lookAnglesAt, type LookAngles, type Propagator } from '@app/orbit';
import { ManualMissionClock } from '@app/platform';
import { parseUtc, plusSeconds, type Tai } from '@app/time';
import { type HardwareSimConfig, type RunningHardwareSim, type SimulatorLogEntry, startHardwareSim } from '../index.js';
import { BasebandClient, RotctlClient } from './device-clients.js';
import { elementsOfGf1, referenceDatabaseXml, sampleAntenna, sampleLinkProfile } from './sample-mission.js';

export const miyun = sampleAntenna('CN-MYN-1', 40.4513, 116.86);

/** The orbit as a station knows it, by libs/orbit alone. */
export const gf1: Propagator = createPropagator({
  ...elementsOfGf1,
  objectId: undefined,
  catalogNumber: undefined,
  epoch: parseUtc(elementsOfGf1.epoch),
  elementSetNumber: 0,
  classification: 'U',
  source: { format: 'omm-json', name: 'sample', text: '' },
});

export function lookAt(antenna: Antenna, at: Tai): LookAngles {
  const look = lookAnglesAt(gf1, antenna, at);
  if (!look.ok) throw new Error(look.reason);
  return look;
}

export interface SamplePass {
  /** A minute before the spacecraft rises above 0 degrees, and just after it has set. */
  readonly start: Tai;
  readonly end: Tai;
  readonly maxElevationDeg: number;
}

/** Passes after an instant that reach an elevation, by steps of ten seconds. */
export function passesOf(antenna: Antenna, after: string, minPeakDeg: number, count: number): SamplePass[] {
  const passes: SamplePass[] = [];
  let start: Tai | undefined;
  let peak = 0;
  for (let at = parseUtc(after); passes.length < count; at = plusSeconds(at, 10)) {
    const { elevationDeg } = lookAt(antenna, at);
    if (elevationDeg > 0) {
      start ??= plusSeconds(at, -60);
      peak = Math.max(peak, elevationDeg);
    } else if (start !== undefined) {
      if (peak >= minPeakDeg) passes.push({ start, end: plusSeconds(at, 10), maxElevationDeg: peak });
      start = undefined;
      peak = 0;
    }
  }
  return passes;
}

export function sampleConfig(overrides: Partial<HardwareSimConfig> = {}): HardwareSimConfig {
  return {
    missionClock: 'real',
    seed: 7,
    mode: 'simulation',
    linkMarginDb: 6,
    bitSlipProbability: 0,
    logFile: join(mkdtempSync(join(tmpdir(), 'hardware-sim-')), 'simulator.jsonl'),
    missionDatabase: referenceDatabaseXml(),
    spacecraft: [{ id: elementsOfGf1.spacecraft, elementSet: elementsOfGf1, linkProfile: sampleLinkProfile }],
    antennas: [{ antenna: miyun, rotatorPort: 0, basebandPort: 0 }],
    ...overrides,
  };
}

/** A simulator whose clock the test moves. */
export class ManualSimulation {
  private constructor(
    readonly config: HardwareSimConfig,
    readonly clock: ManualMissionClock,
    readonly simulator: RunningHardwareSim,
  ) {}

  static async start(at: Tai, overrides: Partial<HardwareSimConfig> = {}): Promise<ManualSimulation> {
    const clock = new ManualMissionClock(at);
    const config = sampleConfig(overrides);
    return new ManualSimulation(config, clock, await startHardwareSim(config, clock));
  }

  /** A station at an antenna, its reception configured. */
  async station(antenna: Antenna): Promise<ManualStation> {
    const addresses = this.simulator.addresses[antenna.id];
    if (addresses === undefined) throw new Error(`no antenna ${antenna.id}`);
    const rotator = await RotctlClient.open(addresses.rotator);
    const baseband = await BasebandClient.open(addresses.baseband);
    const station = new ManualStation(this, antenna, rotator, baseband);
    await station.configure();
    return station;
  }

  /** Moves mission time to `to`, each station pointing its antenna every half second. */
  async fly(to: Tai, stations: readonly ManualStation[]): Promise<void> {
    const step = 500_000_000n;
    while (this.clock.now() < to) {
      const next = this.clock.now() + step < to ? this.clock.now() + step : to;
      for (const station of stations) await station.point(next);
      this.clock.advanceTo(next);
    }
  }

  async log(): Promise<SimulatorLogEntry[]> {
    await this.simulator.stop();
    return readFileSync(this.config.logFile ?? '', 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as SimulatorLogEntry);
  }
}

export class ManualStation {
  constructor(
    private readonly simulation: ManualSimulation,
    readonly antenna: Antenna,
    readonly rotator: RotctlClient,
    readonly baseband: BasebandClient,
  ) {}

  /** Tunes the unit, and waits until it listens: the protocol has no answer to that. */
  async configure(carrierHz = sampleLinkProfile.downlink.carrierHz): Promise<void> {
    const receptions = (): number => this.simulation.simulator.counts().antennas[this.antenna.id]?.receptions ?? 0;
    const before = receptions();
    this.baseband.configure(carrierHz, sampleLinkProfile.downlink.bitRateBps);
    while (receptions() === before) await new Promise((resolve) => setImmediate(resolve));
  }

  async point(at: Tai): Promise<void> {
    const { azimuthDeg, elevationDeg } = lookAt(this.antenna, at);
    await this.rotator.ask(`P ${azimuthDeg.toFixed(3)} ${Math.max(0, elevationDeg).toFixed(3)}`);
  }

  close(): void {
    this.rotator.close();
    this.baseband.close();
  }
}
