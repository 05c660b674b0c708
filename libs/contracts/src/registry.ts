import { z } from 'zod';
import type { Station } from '@app/orbit';
import {
  agreementIdSchema,
  antennaIdSchema,
  linkProfileIdSchema,
  memberIdSchema,
  siteIdSchema,
  spacecraftIdSchema,
} from './identifiers.js';
import { utcSchema } from './instants.js';

export const memberSchema = z.strictObject({
  id: memberIdSchema,
  name: z.string().min(1),
  standing: z.enum(['member', 'signatory', 'observer', 'associate']),
});
export type Member = z.infer<typeof memberSchema>;

/** A spacecraft is ours by its identifier; planned ones have no catalogue number. Who owns and who operates it is configuration. */
export const spacecraftSchema = z.strictObject({
  id: spacecraftIdSchema,
  name: z.string().min(1),
  status: z.enum(['in-orbit', 'planned']),
  catalogNumber: z.int().min(1).max(999_999_999).nullable(),
  cosparId: z.string().nullable(),
  owner: memberIdSchema,
  operator: memberIdSchema,
  purpose: z.string(),
  linkProfile: linkProfileIdSchema,
  /** Name of the mission database (XTCE) that decodes its telemetry. */
  missionDatabase: z.string().min(1),
  note: z.string().optional(),
});
export type Spacecraft = z.infer<typeof spacecraftSchema>;

/**
 * Climate of a site as its operator entered it, for the atmosphere of link budgets (ITU-R P.618 and those that it refers to): surface
 * values and heights above mean sea level. What is left out is not guessed; what needs it is not computed, and the budget says so.
 */
export const siteClimateSchema = z
  .strictObject({
    /** Rain rate exceeded for 0.01 % of an average year. */
    r001MmPerH: z.number().min(0).max(300).optional(),
    /** Mean annual rain height, or that of the 0 °C isotherm: not both. */
    rainHeightKm: z.number().min(0).max(10).optional(),
    h0Km: z.number().min(0).max(10).optional(),
    waterVapourDensityGPerM3: z.number().min(0).max(50).optional(),
    temperatureK: z.number().min(180).max(340).optional(),
    /** As a barometer reads it, at the site. */
    pressureHPa: z.number().min(300).max(1100).optional(),
    columnarWaterVapourKgPerM2: z.number().min(0).max(100).optional(),
    /** Median wet term of the surface refractivity, N units. */
    nWet: z.number().min(0).max(300).optional(),
    /** Cloud liquid in the column, exceeded for 1 % of the year. */
    cloudLiquidKgPerM2: z.number().min(0).max(20).optional(),
    /** Measurements, maps and their edition, or that the values are fictional. */
    source: z.string().min(1),
  })
  .refine(({ rainHeightKm, h0Km }) => rainHeightKm === undefined || h0Km === undefined, {
    path: ['h0Km'],
    error: 'expected rainHeightKm or h0Km, not both',
  });
export type RegisteredClimate = z.infer<typeof siteClimateSchema>;

export const siteSchema = z.strictObject({
  id: siteIdSchema,
  name: z.string().min(1),
  member: memberIdSchema,
  /** Half-width of what is known of the position, kilometres; `approximate` must be said wherever the position is shown. */
  positionUncertaintyKm: z.number().nonnegative(),
  approximate: z.boolean(),
  source: z.string(),
  climate: siteClimateSchema.optional(),
});
export type Site = z.infer<typeof siteSchema>;

const latitudeDeg = z
  .number()
  .min(-90, 'latitude: expected -90 to 90 degrees')
  .max(90, 'latitude: expected -90 to 90 degrees');
const longitudeDeg = z
  .number()
  .min(-180, 'longitude: expected -180 to 360 degrees')
  .max(360, 'longitude: expected -180 to 360 degrees');

export const slewLimitsSchema = z.strictObject({
  azimuthMinDeg: z.number(),
  azimuthMaxDeg: z.number(),
  elevationMinDeg: z.number(),
  elevationMaxDeg: z.number(),
  azimuthRateDegPerS: z.number().positive(),
  elevationRateDegPerS: z.number().positive(),
  azimuthAccelerationDegPerS2: z.number().positive().exactOptional(),
  elevationAccelerationDegPerS2: z.number().positive().exactOptional(),
  parkAzimuthDeg: z.number(),
  parkElevationDeg: z.number(),
});
export type SlewLimits = z.infer<typeof slewLimitsSchema>;

/** Degrees a second squared. An axis of which the registry says nothing takes a second from rest to its full rate. */
export function slewAccelerations(slew: Omit<SlewLimits, 'parkAzimuthDeg' | 'parkElevationDeg'>): {
  readonly azimuthAccelerationDegPerS2: number;
  readonly elevationAccelerationDegPerS2: number;
} {
  return {
    azimuthAccelerationDegPerS2: slew.azimuthAccelerationDegPerS2 ?? slew.azimuthRateDegPerS,
    elevationAccelerationDegPerS2: slew.elevationAccelerationDegPerS2 ?? slew.elevationRateDegPerS,
  };
}

/** One antenna (902's aperture). Position and horizon mask are its own; height is above the WGS84 ellipsoid. */
export const antennaSchema = z.strictObject({
  id: antennaIdSchema,
  site: siteIdSchema,
  name: z.string().min(1),
  latitudeDeg,
  longitudeDeg,
  heightM: z.number().min(-500).max(9000),
  bands: z.array(z.enum(['UHF', 'S', 'X'])).min(1),
  polarisations: z.array(z.enum(['RHCP', 'LHCP', 'linear'])).min(1),
  gOverTDbPerK: z.number(),
  /** Null for an antenna that cannot transmit. */
  eirpDbw: z.number().nullable(),
  beamwidthDeg: z.number().positive(),
  /** For the atmosphere of link budgets; `source` says where the figures come from, or that they are fictional. */
  receiver: z
    .strictObject({
      /** The dish, for scintillation. */
      diameterM: z.number().positive().max(100),
      efficiency: z.number().min(0.001).max(1),
      /** Noise with a clear sky, and loss before the point where G/T is given: for the noise of rain and clouds. */
      clearSkySystemTemperatureK: z.number().min(1).max(1e5),
      feedLossDb: z.number().min(0).max(30),
      source: z.string().min(1),
    })
    .optional(),
  minElevationDeg: z.number().min(0).max(89),
  uplinkMinElevationDeg: z.number().min(0).max(89),
  /** [azimuth, elevation] pairs in degrees, joined by straight lines round the horizon. */
  horizonMask: z.array(z.tuple([z.number().min(0).max(360), z.number().min(-5).max(89)])).default([]),
  slew: slewLimitsSchema,
  capabilities: z.strictObject({ telemetry: z.boolean(), telecommand: z.boolean(), payload: z.boolean() }),
  setUpS: z.number().nonnegative(),
  tearDownS: z.number().nonnegative(),
});
export type Antenna = z.infer<typeof antennaSchema>;

export const serviceSchema = z.enum(['telemetry', 'telecommand', 'payload']);
export type Service = z.infer<typeof serviceSchema>;

/** `provider`'s antennas serve `user`'s spacecraft, for these services, in this time. Without one there is no contact and no delivery. */
export const agreementSchema = z.strictObject({
  id: agreementIdSchema,
  provider: memberIdSchema,
  user: memberIdSchema,
  /** Empty: every spacecraft that the user operates. */
  spacecraft: z.array(spacecraftIdSchema).default([]),
  services: z.array(serviceSchema).min(1),
  /** 1 is served first. */
  priority: z.int().min(1).max(9),
  minutesPerDay: z.number().positive().nullable(),
  validFrom: utcSchema,
  validTo: utcSchema,
});
export type Agreement = z.infer<typeof agreementSchema>;

/** An antenna as the contact search and the pointing see it. */
export function stationOf(antenna: Antenna): Station {
  const { id, name, latitudeDeg, longitudeDeg, heightM, minElevationDeg, horizonMask, eirpDbw } = antenna;
  return {
    id,
    name,
    latitudeDeg,
    longitudeDeg,
    heightM,
    minElevationDeg,
    horizonMask: horizonMask.length === 0 ? undefined : horizonMask,
    // What cannot transmit may not from any elevation.
    uplinkMinElevationDeg: eirpDbw === null ? undefined : antenna.uplinkMinElevationDeg,
  };
}
