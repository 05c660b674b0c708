import { z } from 'zod';
import { RAD_PER_DEG } from '@app/orbit';
import { type BudgetAtmosphere, type DirectedLink } from '@app/link-budget';
import { readJsonFile } from '../contact-choice/json-file.js';
import { OfflineInputError } from '../offline/offline-input.error.js';
import { type OfflineIo } from '../offline/offline-io.js';

// The inputs of libs/link-budget under the same names, angles of the site in degrees. What a value may be is checked there.

const number = z.number();
const optional = number.exactOptional();

const modulation = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['bpsk', 'qpsk', 'oqpsk']) }),
  z.strictObject({ kind: z.literal('gmsk'), bandwidthTime: z.union([z.literal(0.25), z.literal(0.5)]) }),
  z.strictObject({ kind: z.literal('pcm-pm'), indexRad: number, subcarrier: z.enum(['none', 'sine']) }),
]);

const codewords = {
  dataSymbols: z.union([z.literal(223), z.literal(239)]),
  interleaving: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5), z.literal(8)]),
  virtualFillSymbols: optional,
};
const coding = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('uncoded') }),
  z.strictObject({ kind: z.literal('convolutional') }),
  z.strictObject({ kind: z.literal('reed-solomon'), ...codewords }),
  z.strictObject({ kind: z.literal('concatenated'), ...codewords }),
  z.strictObject({ kind: z.literal('bch'), decoding: z.enum(['sec', 'ted']) }),
]);

const criterion = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('bit-error-rate'), rate: number }),
  z.strictObject({ kind: z.literal('frame-error-rate'), rate: number, frameBits: optional }),
]);

const climate = z.strictObject({
  r001MmPerH: optional,
  rainHeightKm: optional,
  h0Km: optional,
  waterVapourDensityGPerM3: optional,
  temperatureK: optional,
  pressureHPa: optional,
  columnarWaterVapourKgPerM2: optional,
  nWet: optional,
  cloudLiquidKgPerM2: optional,
  cloudLiquidKind: z.enum(['reduced', 'integrated']).exactOptional(),
});

const site = z.strictObject({ latitudeDeg: number.min(-90).max(90), heightM: number });

const atmosphere = z.strictObject({
  /** Height above the sea; the station's own place where it is left out. */
  site: site.exactOptional(),
  climate,
  availabilityPercent: number,
  tiltDeg: optional,
  antenna: z.strictObject({ diameterM: number, efficiency: number }).exactOptional(),
});

const terms = {
  frequencyHz: number,
  eirpDbW: number,
  gOverTDbPerK: number,
  transmitPointingLossDb: number,
  receivePointingLossDb: number,
  polarisationLossDb: number,
  implementationLossDb: number,
  otherLosses: z.array(z.strictObject({ name: z.string().min(1), lossDb: number })).exactOptional(),
  signal: z.strictObject({
    modulation,
    symbolRateHz: number,
    coding,
    framing: z.strictObject({ syncMarkerBits: number, frameBits: optional, overheadBits: number }),
  }),
  criterion,
  requiredEbN0Db: optional,
  atmosphere: atmosphere.exactOptional(),
  /** Margin from which on data counts as received; 0 where it is left out. */
  thresholdDb: optional,
};

const receivingSystem = z.strictObject({
  clearSkySystemTemperatureK: number,
  feedLossDb: number,
  meanRadiatingTemperatureK: optional,
});

export const linkFileSchema = z.discriminatedUnion('direction', [
  z.strictObject({ direction: z.literal('downlink'), ...terms, receivingSystem: receivingSystem.exactOptional() }),
  z.strictObject({ direction: z.literal('uplink'), ...terms }),
]);

/** Latitude and height (above the sea, or near it) of the ground antenna. */
export type LinkSite = z.infer<typeof site>;

/** A link as its file states it. */
export type LinkFile = z.infer<typeof linkFileSchema>;

/** The file of `--link`. Throws OfflineInputError that names the field. */
export function readLinkFile(io: OfflineIo, file: string): Promise<LinkFile> {
  return readJsonFile(io, '--link', file, linkFileSchema);
}

function atmosphereOf(air: z.infer<typeof atmosphere>, standIn: LinkSite | undefined): BudgetAtmosphere {
  const { site: own = standIn, tiltDeg, ...rest } = air;
  if (own === undefined)
    throw new OfflineInputError('--link: atmosphere.site', 'latitudeDeg and heightM, without a station', 'nothing');
  return {
    ...rest,
    site: { latitudeRad: own.latitudeDeg * RAD_PER_DEG, heightM: own.heightM },
    ...(tiltDeg !== undefined && { tiltRad: tiltDeg * RAD_PER_DEG }),
  };
}

/** The link in the library's terms; `station` stands in where the file names no site. Throws OfflineInputError without either. */
export function linkOf({ atmosphere: air, thresholdDb: _, ...rest }: LinkFile, station?: LinkSite): DirectedLink {
  return air === undefined ? rest : { ...rest, atmosphere: atmosphereOf(air, station) };
}
