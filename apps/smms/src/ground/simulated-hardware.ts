import { type HardwareSimConfig } from '../../../../hardware-sim/src/index.js';
import { readMissionDatabase, type ReferenceSeeds, seededElements } from './reference-seeds.js';

export interface SimulatedHardwareOptions {
  readonly missionClock: string;
  readonly seed: number;
  readonly linkMarginDb: number;
  readonly logFile: string | null;
  /** File of what happened to telecommands on their way and on board. */
  readonly telecommandLogFile: string | null;
  /** Chance that a CLTU is lost whole. */
  readonly uplinkLossProbability?: number;
  /** TCP port of the first antenna's rotator; each antenna takes two. 0: free ports. */
  readonly firstPort: number;
}

/** The simulator's configuration for every antenna and every spacecraft in orbit of the reference constellation. */
export function simulatedHardware(seeds: ReferenceSeeds, options: SimulatedHardwareOptions): HardwareSimConfig {
  const { spacecraft, linkProfiles, antennas } = seeds.constellation;
  const databases = new Set(spacecraft.map(({ missionDatabase }) => missionDatabase));
  return {
    missionClock: options.missionClock,
    mode: 'simulation',
    seed: options.seed,
    linkMarginDb: options.linkMarginDb,
    bitSlipProbability: 0,
    logFile: options.logFile,
    telecommandLogFile: options.telecommandLogFile,
    uplinkLossProbability: options.uplinkLossProbability ?? 0,
    missionDatabase: readMissionDatabase([...databases][0] ?? ''),
    spacecraft: seededElements(seeds).flatMap((elementSet) => {
      const craft = spacecraft.find(({ id }) => id === elementSet.spacecraft);
      const linkProfile = linkProfiles.find(({ id }) => id === craft?.linkProfile);
      return linkProfile === undefined ? [] : [{ id: elementSet.spacecraft, elementSet, linkProfile }];
    }),
    antennas: antennas.map((antenna, i) => ({
      antenna,
      rotatorPort: options.firstPort === 0 ? 0 : options.firstPort + 2 * i,
      basebandPort: options.firstPort === 0 ? 0 : options.firstPort + 2 * i + 1,
    })),
  };
}
