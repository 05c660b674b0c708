import { z } from 'zod';
import { type AntennaLimits, type TrackChoiceSettings, assertAntennaLimits } from '@app/orbit';
import { type OfflineIo } from '../offline/offline-io.js';
import { readJsonFile } from './json-file.js';

const number = z.number();
const limitsSchema = z
  .strictObject({
    azimuthMinDeg: number,
    azimuthMaxDeg: number,
    elevationMinDeg: number,
    elevationMaxDeg: number,
    azimuthRateDegPerS: number,
    elevationRateDegPerS: number,
    azimuthAccelerationDegPerS2: number.optional(),
    elevationAccelerationDegPerS2: number.optional(),
    /** Where the antenna comes from; both or neither. */
    parkAzimuthDeg: number.optional(),
    parkElevationDeg: number.optional(),
    /** At half power: what is nearer than half of it is in the beam. */
    beamwidthDeg: number.positive().max(90).optional(),
    /** Pointing error that does not matter. */
    toleranceDeg: number.positive().optional(),
  })
  .refine(
    ({ parkAzimuthDeg, parkElevationDeg }) => (parkAzimuthDeg === undefined) === (parkElevationDeg === undefined),
    {
      path: ['parkElevationDeg'],
      message: 'both park angles or neither',
    },
  );

/** An antenna as its file states it. */
export interface AntennaFile {
  readonly limits: AntennaLimits;
  readonly settings: TrackChoiceSettings;
  readonly beamwidthDeg: number | undefined;
}

/** The limits of `--limits`: the fields of an antenna's `slew` in the registry. Throws OfflineInputError, AntennaLimitsError. */
export async function readAntennaLimits(io: OfflineIo, file: string): Promise<AntennaFile> {
  const { parkAzimuthDeg, parkElevationDeg, toleranceDeg, beamwidthDeg, ...rest } = await readJsonFile(
    io,
    '--limits',
    file,
    limitsSchema,
  );
  const { azimuthAccelerationDegPerS2, elevationAccelerationDegPerS2, ...ranges } = rest;
  const limits: AntennaLimits = {
    ...ranges,
    ...(azimuthAccelerationDegPerS2 !== undefined && { azimuthAccelerationDegPerS2 }),
    ...(elevationAccelerationDegPerS2 !== undefined && { elevationAccelerationDegPerS2 }),
  };
  assertAntennaLimits(limits);
  const parked = parkAzimuthDeg !== undefined && parkElevationDeg !== undefined;
  return {
    limits,
    beamwidthDeg,
    settings: {
      ...(parked && { start: { azimuthDeg: parkAzimuthDeg, elevationDeg: parkElevationDeg } }),
      ...(toleranceDeg !== undefined && { toleranceDeg }),
    },
  };
}
