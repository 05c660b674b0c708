import { slantRangeM } from './path-loss.js';

/** A pointing loss is never more than this, decibels: beyond it the main lobe is left and side lobes take over. */
export const LARGEST_POINTING_LOSS_DB = 40;

/** Loss in decibels by pointing off by an angle, parabolic main lobe: 12 (e / beamwidth)², capped. Angle and half-power beamwidth in the same unit. */
export function pointingLossDb(error: number, beamwidth: number): number {
  return Math.min(12 * (error / beamwidth) ** 2, LARGEST_POINTING_LOSS_DB);
}

/** One spacecraft and one antenna, by what counts for the simple link: all else is in the margin. */
export interface SimpleLink {
  /** Channel symbol Es/N0 at which the coded link still works, dB. */
  readonly requiredEsN0Db: number;
  /** Es/N0 over the required one at the mask elevation, pointed well, dB. */
  readonly marginDb: number;
  /** Slant range at the mask elevation, metres. */
  readonly maskRangeM: number;
  /** Half-power beamwidth of the antenna, radians. */
  readonly beamwidthRad: number;
}

/** A link whose margin is defined at a mask elevation (radians) of an orbit, radii from the Earth's centre in metres. */
export function simpleLink(
  budget: { readonly requiredEsN0Db: number; readonly marginDb: number; readonly beamwidthRad: number },
  geometry: { readonly maskElevationRad: number; readonly orbitRadiusM: number; readonly stationRadiusM: number },
): SimpleLink {
  const { maskElevationRad, orbitRadiusM, stationRadiusM } = geometry;
  return { ...budget, maskRangeM: slantRangeM(maskElevationRad, orbitRadiusM, stationRadiusM) };
}

/**
 * Es/N0 in decibels at a range (metres) and pointing error (radians): required + margin + 20 log10(mask range / range) − pointing
 * loss. Received power falls with the square of the range; noise and everything else stay as they are at the mask.
 */
export function simpleLinkEsN0Db(link: SimpleLink, rangeM: number, pointingErrorRad: number): number {
  return (
    link.requiredEsN0Db +
    link.marginDb +
    20 * Math.log10(link.maskRangeM / rangeM) -
    pointingLossDb(pointingErrorRad, link.beamwidthRad)
  );
}
