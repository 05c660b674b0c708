import { type AntennaId, type SpacecraftId, type Utc } from '@app/contracts';
import { type CancelTimer, type Logger, SystemWallClock, type WallClock } from '@app/platform';
import { formatUtc, parseUtc } from '@app/time';
import { SimulationControl } from '../control/simulation-control.port.js';
import { type SdrState, type SimulationClock, type SimulationState } from '../control/simulation-state.js';
import { type SdrCounts } from '../devices/sdr/start-sdr.js';
import { type ControlServer, startControlServer } from '../control/start-control-server.js';
import { type FaultRequest } from '../faults/fault.js';
import { type FaultReport } from '../faults/fault-injector.js';
import { SimulationSetupError } from '../simulation-errors.js';
import { type DeviceAddresses, type RunningHardwareSim, startHardwareSim } from '../hardware-sim.js';
import { AdjustableMissionClock } from './adjustable-mission-clock.js';
import { compileScenario, type ScenarioCatalogue, type ScenarioFiles } from './compile-scenario.js';
import { type Scenario } from './scenario.js';

export interface ScenarioRunParts {
  readonly scenario: Scenario;
  /** Names the file in errors. */
  readonly source: string;
  readonly catalogue: ScenarioCatalogue;
  readonly files: ScenarioFiles;
  readonly httpPort: number;
  readonly logger: Logger;
  readonly wallClock?: WallClock;
}

export interface RunningScenario {
  readonly addresses: Readonly<Record<string, DeviceAddresses>>;
  readonly http: string;
  /** The clock to share, as it runs from here on. */
  readonly missionClock: string;
  /** Resolves when the scenario's time is over, never for one without an end. */
  readonly over: Promise<void>;
  /** The HTTP door first, then the devices; all is in the logs when it resolves. */
  stop(): Promise<void>;
}

/** Starts what a scenario describes: devices, HTTP door, and only then mission time. Throws ScenarioError, and as `startHardwareSim` does. */
export async function runScenario({
  scenario,
  source,
  catalogue,
  files,
  httpPort,
  logger,
  wallClock = new SystemWallClock(),
}: ScenarioRunParts): Promise<RunningScenario> {
  const config = compileScenario(scenario, catalogue, source, files);
  const clock = new AdjustableMissionClock(wallClock, parseUtc(scenario.clock.start), scenario.clock.rate);
  const simulator = await startHardwareSim(config, clock, logger);
  let http: ControlServer;
  try {
    http = await startControlServer(new ScenarioControl(simulator, clock), httpPort, logger);
  } catch (error) {
    await simulator.stop();
    throw error;
  }
  let cancelEnd: CancelTimer = () => undefined;
  const over = new Promise<void>((resolve) => {
    if (config.endsAt !== null && config.endsAt !== undefined) cancelEnd = clock.at(parseUtc(config.endsAt), resolve);
  });
  clock.begin();
  return {
    addresses: simulator.addresses,
    http: http.url,
    missionClock: clock.describe(),
    over,
    stop: async () => {
      cancelEnd();
      await http.close();
      await simulator.stop();
    },
  };
}

function sdrState({ framesSince, ...counts }: SdrCounts): SdrState {
  return { ...counts, since: framesSince === null ? null : (formatUtc(framesSince, 6) as Utc) };
}

class ScenarioControl extends SimulationControl {
  constructor(
    private readonly simulator: RunningHardwareSim,
    private readonly clock: AdjustableMissionClock,
  ) {
    super();
  }

  override state(): SimulationState {
    const { addresses } = this.simulator;
    const { emitted, antennas, sdrs, uplink } = this.simulator.counts();
    return {
      mode: 'simulation',
      clock: this.clockNow(),
      spacecraft: Object.entries(emitted).map(([id, cadusEmitted]) => ({
        id: id as SpacecraftId,
        cadusEmitted,
        commandsExecuted: uplink.spacecraft[id]?.commandsExecuted ?? 0,
      })),
      antennas: Object.entries(addresses).map(([id, devices]) => ({
        id: id as AntennaId,
        devices: { ...devices },
        cadusReceived: antennas[id]?.cadus ?? 0,
        ...(sdrs[id] === undefined ? {} : { sdr: sdrState(sdrs[id]) }),
      })),
      faults: [...this.faults()],
    };
  }

  override faults(): readonly FaultReport[] {
    return this.simulator.faults.list();
  }

  override apply(fault: FaultRequest): FaultReport {
    const { faults } = this.simulator;
    const id = faults.apply(fault);
    const report = faults.report(id);
    if (report === undefined) throw new SimulationSetupError('faults', 'the fault that was entered', id);
    return report;
  }

  override clear(id: string): void {
    this.simulator.faults.clear(id);
  }

  override setRate(rate: number): SimulationClock {
    this.clock.setRate(rate);
    return this.clockNow();
  }

  private clockNow(): SimulationClock {
    const { rate } = this.clock;
    return { missionTime: formatUtc(this.clock.now(), 6) as Utc, rate, spec: this.clock.describe() };
  }
}
