import { type Antenna, type LinkProfile, type Site, uplinkOf } from '@app/contracts';
import {
  codeRate,
  esN0FromCN0Db,
  esN0FromEbN0Db,
  pointingLossDb,
  preparedLinkBudget,
  requiredEbN0,
  simpleLink,
} from '@app/link-budget';
import { angleBetween } from '@app/orbit';
import { type LineOfSight, type Sight } from '../channel/line-of-sight.js';
import { type LinkStrength, marginStrength } from '../channel/link-strength.js';
import { SimulationSetupError } from '../simulation-errors.js';

const RAD_PER_DEG = Math.PI / 180;
const OCTET = 8;
/** Of the longest frame: what the margin counts from. */
const FRAME_ERROR_RATE = 1e-4;

type Uplink = NonNullable<LinkProfile['uplink']>;

/** Es/N0 of direct BPSK at which a longest frame in 10 000 is lost. */
export function requiredUplinkEsN0Db({ frame }: Pick<Uplink, 'frame'>): number {
  const coding = { kind: 'bch', decoding: frame.bch } as const;
  const criterion = {
    kind: 'frame-error-rate',
    rate: FRAME_ERROR_RATE,
    frameBits: OCTET * frame.maxFrameLength,
  } as const;
  return esN0FromEbN0Db(requiredEbN0({ kind: 'bpsk' }, coding, criterion).ebN0Db, 1, codeRate(coding));
}

/** By a margin over what the uplink needs, at the antenna's lowest elevation. */
export function uplinkMarginStrength(
  uplink: Pick<Uplink, 'frame'>,
  antenna: Antenna,
  { stationRadiusM }: Pick<LineOfSight, 'stationRadiusM'>,
  { marginDb, orbitRadiusM }: { readonly marginDb: number; readonly orbitRadiusM: number },
): LinkStrength {
  const beamwidthRad = antenna.beamwidthDeg * RAD_PER_DEG;
  return marginStrength(
    simpleLink(
      { requiredEsN0Db: requiredUplinkEsN0Db(uplink), marginDb, beamwidthRad },
      { maskElevationRad: antenna.minElevationDeg * RAD_PER_DEG, orbitRadiusM, stationRadiusM },
    ),
  );
}

/** By the link budget: the antenna's EIRP, free space, atmosphere, the spacecraft's G/T. Throws SimulationSetupError where there is none. */
export function uplinkBudgetStrength(
  profile: LinkProfile,
  antenna: Antenna,
  site: Pick<Site, 'climate'>,
  availabilityPercent: number,
): LinkStrength {
  const found = uplinkOf(profile, antenna, site, availabilityPercent);
  if ('notComputed' in found)
    throw new SimulationSetupError(`uplink of ${profile.id} at ${antenna.id}`, 'a link budget', found.notComputed);
  const { link } = found;
  const budgetAt = preparedLinkBudget(link);
  const beamwidthRad = antenna.beamwidthDeg * RAD_PER_DEG;
  return {
    implementationLossDb: link.implementationLossDb,
    esN0Db: (sight: Sight, { azimuthDeg, elevationDeg }) => {
      const { cN0DbHz } = budgetAt({ rangeM: sight.rangeM, elevationRad: Math.max(0, sight.elevationRad) });
      const pointing = { azimuthRad: azimuthDeg * RAD_PER_DEG, elevationRad: elevationDeg * RAD_PER_DEG };
      const lossDb = link.implementationLossDb + pointingLossDb(angleBetween(sight, pointing), beamwidthRad);
      return esN0FromCN0Db(cN0DbHz, link.signal.symbolRateHz) - lossDb;
    },
  };
}
