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

export const siteSchema = z.strictObject({
  id: siteIdSchema,
  name: z.string().min(1),
  member: memberIdSchema,
  /** Half-width of what is known of the position, kilometres; `approximate` must be said wherever the position is shown. */
  positionUncertaintyKm: z.number().nonnegative(),
  approximate: z.boolean(),
  source: z.string(),
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
  parkAzimuthDeg: z.number(),
  parkElevationDeg: z.number(),
});
export type SlewLimits = z.infer<typeof slewLimitsSchema>;

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
  const { id, name, latitudeDeg, longitudeDeg, heightM, minElevationDeg, horizonMask } = antenna;
  return {
    id,
    name,
    latitudeDeg,
    longitudeDeg,
    heightM,
    minElevationDeg,
    horizonMask: horizonMask.length === 0 ? undefined : horizonMask,
  };
}
