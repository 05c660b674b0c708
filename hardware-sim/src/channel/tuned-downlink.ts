import { type Antenna } from '@app/contracts';
import { simpleLink } from '@app/link-budget';
import { type CheckedHardwareSimConfig } from '../hardware-sim-config.js';
import { type Downlink } from '../spacecraft/downlink.js';
import { LineOfSight } from './line-of-sight.js';
import { linkErrorRate, type LinkErrorRate } from './link-error-rate.js';
import { budgetStrength, type LinkStrength, marginStrength } from './link-strength.js';

const RAD_PER_DEG = Math.PI / 180;

/** A spacecraft as one antenna hears it. */
export interface HeardDownlink {
  readonly downlink: Downlink;
  readonly lineOfSight: LineOfSight;
  readonly strength: LinkStrength;
}

/** One that a baseband unit is tuned to. */
export interface TunedDownlink extends HeardDownlink {
  readonly errorRate: LinkErrorRate;
}

export type AntennaEntry = CheckedHardwareSimConfig['antennas'][number];

/** Throws SimulationSetupError where there is no link budget and the simulation wants one. */
export function heardDownlink(
  downlink: Downlink,
  { antenna, climate }: AntennaEntry,
  { linkModel, linkMarginDb, availabilityPercent }: CheckedHardwareSimConfig,
): HeardDownlink {
  const lineOfSight = new LineOfSight(antenna, downlink.track);
  const strength =
    linkModel === 'budget'
      ? budgetStrength(downlink.profile, antenna, { climate }, availabilityPercent)
      : marginStrength(linkWithMargin(downlink, antenna, lineOfSight, linkMarginDb));
  return { downlink, lineOfSight, strength };
}

/** Throws SimulationSetupError for a modulation that a baseband unit does not demodulate. */
export function tunedDownlink(heard: HeardDownlink): TunedDownlink {
  return { ...heard, errorRate: linkErrorRate(heard.downlink.profile) };
}

function linkWithMargin(downlink: Downlink, antenna: Antenna, { stationRadiusM }: LineOfSight, marginDb: number) {
  return simpleLink(
    {
      requiredEsN0Db: downlink.profile.downlink.requiredEsN0Db,
      marginDb,
      beamwidthRad: antenna.beamwidthDeg * RAD_PER_DEG,
    },
    {
      maskElevationRad: antenna.minElevationDeg * RAD_PER_DEG,
      orbitRadiusM: downlink.track.meanRadiusM,
      stationRadiusM,
    },
  );
}
