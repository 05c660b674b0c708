import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { downlinkWaveform } from '@app/contracts';
import { type HardwareAddressesInput } from '../../../station/src/index.js';
import { type DeviceAddresses, type HardwareSimConfig } from '../../../../hardware-sim/src/index.js';
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
  /** An antenna that receives in samples: a digitiser that sends DIFI to this UDP port of the loopback. */
  readonly samples?: { readonly antenna: string; readonly spacecraft: string; readonly port: number };
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
      ...(options.samples?.antenna === antenna.id ? { sdr: digitiserOf(seeds, options.samples) } : {}),
    })),
  };
}

/** Samples a symbol of a digitiser. */
const SPACING = 4;

function digitiserOf(
  { constellation }: ReferenceSeeds,
  { spacecraft, port }: NonNullable<SimulatedHardwareOptions['samples']>,
): NonNullable<HardwareSimConfig['antennas'][number]['sdr']> {
  const { linkProfile } = constellation.spacecraft.find(({ id }) => id === spacecraft) ?? {};
  const profile = constellation.linkProfiles.find(({ id }) => id === linkProfile);
  const { symbolRateHz = 0 } = (profile && downlinkWaveform(profile)) ?? {};
  return {
    protocol: 'difi',
    destination: { host: LOOPBACK, port },
    centerHz: profile?.downlink.carrierHz ?? 0,
    sampleRateHz: SPACING * symbolRateHz,
  };
}

const LOOPBACK = '127.0.0.1';

/** A UDP port of the loopback that was free a moment ago. */
export async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, LOOPBACK);
  await once(socket, 'listening');
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}

/** The simulator's devices as a station's configuration names them. */
export function addressesForStations(addresses: Readonly<Record<string, DeviceAddresses>>): HardwareAddressesInput {
  return Object.fromEntries(
    Object.entries(addresses).map(([antenna, { rotator, baseband, sdr }]) => [
      antenna,
      { rotator, baseband, ...(sdr === undefined ? {} : { sdr: { protocol: 'difi' as const, address: sdr } }) },
    ]),
  );
}
