import { type Antenna, downlinkOf, type LinkProfile, type Site } from '@app/contracts';
import { esN0FromCN0Db, pointingLossDb, preparedLinkBudget, type SimpleLink, simpleLinkEsN0Db } from '@app/link-budget';
import { angleBetween } from '@app/orbit';
import { SimulationSetupError } from '../simulation-errors.js';
import { type Sight } from './line-of-sight.js';

const RAD_PER_DEG = Math.PI / 180;

/** Where an antenna points, degrees. */
interface Pointing {
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
}

/** How strong one spacecraft's signal is at one antenna, as it is pointed. */
export interface LinkStrength {
  /** Es/N0 of channel symbols at the demodulator, dB. */
  esN0Db(sight: Sight, pointing: Pointing): number;
  /** What the demodulator's own imperfection is counted with in it, dB: samples are demodulated for real. */
  readonly implementationLossDb: number;
}

function pointingErrorRad(sight: Sight, { azimuthDeg, elevationDeg }: Pointing): number {
  return angleBetween(sight, { azimuthRad: azimuthDeg * RAD_PER_DEG, elevationRad: elevationDeg * RAD_PER_DEG });
}

/** By a margin over what the link needs, at the antenna's lowest elevation. */
export function marginStrength(link: SimpleLink): LinkStrength {
  return {
    implementationLossDb: 0,
    esN0Db: (sight, pointing) => simpleLinkEsN0Db(link, sight.rangeM, pointingErrorRad(sight, pointing)),
  };
}

/** By the link budget of profile and antenna: EIRP, G/T, free space, atmosphere. Throws SimulationSetupError where there is none. */
export function budgetStrength(
  profile: LinkProfile,
  antenna: Antenna,
  site: Pick<Site, 'climate'>,
  availabilityPercent: number,
): LinkStrength {
  const found = downlinkOf(profile, antenna, site, availabilityPercent);
  if ('notComputed' in found)
    throw new SimulationSetupError(`link profile ${profile.id} at ${antenna.id}`, 'a link budget', found.notComputed);
  const { link } = found;
  const budgetAt = preparedLinkBudget(link);
  const beamwidthRad = antenna.beamwidthDeg * RAD_PER_DEG;
  return {
    implementationLossDb: link.implementationLossDb,
    esN0Db: (sight, pointing) => {
      const { cN0DbHz, modulationLossDb } = budgetAt({
        rangeM: sight.rangeM,
        elevationRad: Math.max(0, sight.elevationRad),
      });
      const esN0Db = esN0FromCN0Db(cN0DbHz, link.signal.symbolRateHz) - modulationLossDb - link.implementationLossDb;
      return esN0Db - pointingLossDb(pointingErrorRad(sight, pointing), beamwidthRad);
    },
  };
}
