import { z } from 'zod';
import { contactWindowSchema } from './contact-window.js';
import { antennaIdSchema, contactIdSchema, siteIdSchema, spacecraftIdSchema } from './identifiers.js';
import { utcSchema } from './instants.js';
import { spanQuery } from './query.js';

/** Seconds between rows. Coarser where nothing is said and the span is long. */
const stepS = z.coerce.number().min(0.1).max(3600).optional();

/** Which way light goes: `received` and `sent` count its time, contact windows do not. */
const signal = z.enum(['geometric', 'received', 'sent']).default('geometric');

export const profileQuerySchema = z.strictObject({ stepS });
export const pointingQuerySchema = z.strictObject({ stepS, signal });
export const linkBudgetQuerySchema = z.strictObject({
  /** Share of an average year in which the atmosphere is no worse, percent. */
  availability: z.coerce.number().min(50).max(99.999).default(99),
});

/** Columns of one length; seconds count from `start`. */
const column = z.array(z.number());

const motionOfContact = {
  contact: contactIdSchema,
  spacecraft: spacecraftIdSchema,
  antenna: antennaIdSchema,
  /** AOS, or where the ephemeris begins if that is later. */
  start: utcSchema,
  end: utcSchema,
  /** What the window was predicted from, and so this. */
  model: contactWindowSchema.shape.model,
  /** What is left out or doubtful. */
  notes: z.array(z.string()),
};

const missingRowsSchema = z
  .strictObject({ rows: z.int(), reason: z.string(), firstSeconds: z.number(), lastSeconds: z.number() })
  .nullable();

/** Range, range rate and Doppler. Downlink rows are tagged at reception, uplink rows at transmission, both at the ground. */
export const dopplerAnswerSchema = z.strictObject({
  ...motionOfContact,
  stepS: z.number(),
  seconds: column,
  rangeM: column,
  rangeRateMps: column,
  /** Offset: received less nominal. */
  downlink: z
    .strictObject({ carrierHz: z.number(), lightTimeS: column, offsetHz: column, rateHzPerS: column })
    .nullable(),
  /** Received: at the spacecraft, when the ground sends at nominal. Transmit: what the ground sends, for nominal to arrive. */
  uplink: z
    .strictObject({
      carrierHz: z.number(),
      lightTimeS: column,
      receivedOffsetHz: column,
      receivedRateHzPerS: column,
      transmitOffsetHz: column,
      transmitRateHzPerS: column,
    })
    .nullable(),
  missing: missingRowsSchema,
});
export type DopplerAnswer = z.infer<typeof dopplerAnswerSchema>;

const axesSchema = z.strictObject({ azimuthDeg: z.number(), elevationDeg: z.number() });

/** One way of an antenna to follow a contact. */
const trackOptionSchema = z.strictObject({
  mode: z.enum(['normal', 'flipped', 'over the top']),
  /** Whole turns of azimuth. */
  turns: z.int(),
  first: axesSchema,
  last: axesSchema,
  slewFromParkS: z.number().nullable(),
  interruptions: z.array(
    z.strictObject({
      fromSeconds: z.number(),
      toSeconds: z.number(),
      lostS: z.number(),
      cause: z.enum(['azimuth range', 'elevation range']),
      turnDeg: z.number(),
    }),
  ),
  lostS: z.number(),
  /** Largest, when the antenna leads where it must. */
  errorDeg: z.number(),
  errorWithoutLeadDeg: z.number(),
});
export type TrackOptionAnswer = z.infer<typeof trackOptionSchema>;

export const pointingAnswerSchema = z.strictObject({
  ...motionOfContact,
  stepS: z.number(),
  signal: z.enum(['geometric', 'received', 'sent']),
  seconds: column,
  /** From north over east, without jumps. */
  azimuthDeg: column,
  elevationDeg: column,
  rangeM: column,
  azimuthRateDegPerS: column,
  elevationRateDegPerS: column,
  peakAzimuthRate: z.strictObject({ seconds: z.number(), degPerS: z.number() }).nullable(),
  /** By the antenna's slew limits, from its parking position. Errors below a tenth of the beam do not count. */
  track: z.strictObject({
    /** `interrupted`: an axis ends on every way. `none`: the contact is out of reach all the time. */
    outcome: z.enum(['whole', 'interrupted', 'none']),
    reason: z.string(),
    toleranceDeg: z.number(),
    best: trackOptionSchema.nullable(),
    /** Every way that was compared, best first. */
    options: z.array(trackOptionSchema),
    keyhole: z
      .strictObject({
        intervals: z.array(z.strictObject({ fromSeconds: z.number(), toSeconds: z.number() })),
        peakAzimuthRateDegPerS: z.number(),
        errorWithoutLeadDeg: z.number(),
        errorWithLeadDeg: z.number(),
        errorOverTheTopDeg: z.number().nullable(),
        overTheTopAvoids: z.boolean(),
      })
      .nullable(),
  }),
  missing: missingRowsSchema,
});
export type PointingAnswer = z.infer<typeof pointingAnswerSchema>;

const intervalSchema = z.strictObject({
  from: utcSchema,
  to: utcSchema,
  /** True where the window, not the event, begins or ends it. */
  fromOpen: z.boolean(),
  toOpen: z.boolean(),
});

const bodyGeometrySchema = z.strictObject({
  /** Null where it is below the horizon all the time. */
  minimumSeparationDeg: z.number().nullable(),
  at: utcSchema.nullable(),
  /** Half the antenna's beamwidth and the disc's radius. */
  thresholdDeg: z.number(),
  interference: z.boolean(),
  intervals: z.array(intervalSchema),
});

const otherWindowSchema = contactWindowSchema.pick({
  id: true,
  spacecraft: true,
  site: true,
  antenna: true,
  aos: true,
  los: true,
  maxElevationDeg: true,
});

/** What surrounds a contact. */
export const contactGeometrySchema = z.strictObject({
  ...motionOfContact,
  /** Of the spacecraft; none: sunlit all the time. */
  eclipses: z.array(intervalSchema.extend({ shadow: z.enum(['penumbra', 'umbra']) })),
  sun: bodyGeometrySchema,
  moon: bodyGeometrySchema,
  peakAzimuthRate: z.strictObject({ at: utcSchema, degPerS: z.number() }).nullable(),
  uncertainty: contactWindowSchema.shape.uncertainty,
  /** Windows that want the same antenna at the same time, its set-up and tear-down included. Windows, not bookings. */
  conflicts: z.array(otherWindowSchema),
  /** Windows in which other antennas see the spacecraft at the same time. */
  simultaneous: z.array(otherWindowSchema),
});
export type ContactGeometry = z.infer<typeof contactGeometrySchema>;

const budgetLineSchema = z.strictObject({
  name: z.string(),
  /** Null where it was not computed; the remark says why. */
  value: z.number().nullable(),
  unit: z.string(),
  remark: z.string().nullable(),
});

const notComputedSchema = z.strictObject({ state: z.literal('not computed'), reason: z.string() });

const directionBudgetSchema = z.discriminatedUnion('state', [
  notComputedSchema,
  z.strictObject({
    state: z.literal('computed'),
    /** False when a part of the atmosphere was not computed: true margins are smaller. */
    complete: z.boolean(),
    /** Line by line at these instants; losses are positive. */
    at: z.array(
      z.strictObject({ event: z.enum(['AOS', 'TCA', 'LOS']), utc: utcSchema, lines: z.array(budgetLineSchema) }),
    ),
    along: z.strictObject({ seconds: column, elevationDeg: column, cN0DbHz: column, ebN0Db: column, marginDb: column }),
    minimumMarginDb: z.number(),
    maximumMarginDb: z.number(),
    /** Times with a margin of 0 dB or more; of an uplink, those in which the antenna may transmit. */
    usable: z.array(z.strictObject({ from: utcSchema, to: utcSchema })),
    usableSeconds: z.number(),
    /** User data behind code, markers and frame headers; idle frames and acquisition are not taken off. */
    usableDataVolumeBits: z.number(),
    rates: z.strictObject({ channelBps: z.number(), frameBps: z.number(), dataBps: z.number() }),
    notes: z.array(z.string()),
  }),
]);
export type DirectionBudget = z.infer<typeof directionBudgetSchema>;

export const linkBudgetAnswerSchema = z.strictObject({
  ...motionOfContact,
  linkProfile: z.strictObject({ id: z.string(), version: z.int(), fictional: z.boolean() }),
  availabilityPercent: z.number(),
  /** Where the site's climate values are from; null where there are none. */
  climateSource: z.string().nullable(),
  downlink: directionBudgetSchema,
  uplink: directionBudgetSchema,
});
export type LinkBudgetAnswer = z.infer<typeof linkBudgetAnswerSchema>;

/** Which windows a file is made of. */
export const windowFileQuerySchema = spanQuery({
  spacecraft: spacecraftIdSchema.optional(),
  site: siteIdSchema.optional(),
  antenna: antennaIdSchema.optional(),
  minElevationDeg: z.coerce.number().min(0).max(90).optional(),
});
export type WindowFileQuery = z.infer<typeof windowFileQuerySchema>;

const theme = z.enum(['auto', 'light', 'dark']).default('auto');

/** From the beginning of the present hour of mission time where no start is given, for a day where no end is. */
export const timelineQuerySchema = windowFileQuerySchema.safeExtend({
  /** A row for each antenna, or for each spacecraft. */
  rows: z.enum(['antenna', 'spacecraft']).default('antenna'),
  theme,
});
export type TimelineQuery = z.infer<typeof timelineQuerySchema>;

export const skyPlotQuerySchema = z.strictObject({ theme });

/** Start and end as in `timelineQuerySchema`. */
export const oemQuerySchema = spanQuery({ stepS, format: z.enum(['kvn', 'xml']).default('kvn') });
export type OemQuery = z.infer<typeof oemQuerySchema>;

export const groundTrackQuerySchema = spanQuery({
  stepS,
  /** Instant of the footprint; the start where nothing is said. */
  footprintAt: utcSchema.optional(),
  minElevationDeg: z.coerce.number().min(0).max(89).default(5),
});
export type GroundTrackQuery = z.infer<typeof groundTrackQuerySchema>;

/** What a stretch of a trajectory comes from. */
export const trajectoryPieceSchema = z.strictObject({
  from: utcSchema,
  to: utcSchema,
  sourceKind: z.enum(['elements', 'ephemeris']),
  /** Of the elements, or when the ephemeris was made. */
  epoch: utcSchema,
  source: z.string(),
  ageDays: z.number(),
  ageing: z.boolean(),
  /** Note of the manoeuvre that makes it doubtful. */
  maneuver: z.string().nullable(),
});
export type TrajectoryPieceAnswer = z.infer<typeof trajectoryPieceSchema>;

const lonLat = z.tuple([z.number(), z.number()]);

export const groundTrackAnswerSchema = z.strictObject({
  spacecraft: spacecraftIdSchema,
  start: utcSchema,
  end: utcSchema,
  stepS: z.number(),
  earthOrientation: z.string(),
  pieces: z.array(trajectoryPieceSchema),
  /** Each a line to draw, none across the antimeridian: [seconds from start, longitude, latitude, height in km]. */
  lines: z.array(z.array(z.tuple([z.number(), z.number(), z.number(), z.number()]))),
  footprint: z.strictObject({
    at: utcSchema,
    minElevationDeg: z.number(),
    subsatellite: z.strictObject({ longitudeDeg: z.number(), latitudeDeg: z.number(), heightKm: z.number() }),
    radiusKm: z.number(),
    pole: z.enum(['north', 'south']).nullable(),
    /** Closed rings for a map of longitudes -180 to 180, [longitude, latitude]. */
    rings: z.array(z.array(lonLat)),
  }),
});
export type GroundTrackAnswer = z.infer<typeof groundTrackAnswerSchema>;
