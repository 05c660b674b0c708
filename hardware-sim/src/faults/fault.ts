import { z } from 'zod';
import { antennaIdSchema, spacecraftIdSchema, utcSchema } from '@app/contracts';

/** Most dB, hertz and samples that make sense here: beyond, it is a slip of the hand. */
const MOST_DB = 200;
const MOST_HZ = 1e9;
const MOST_SECONDS = 1e6;
const MOST_SAMPLES = 1e9;

/** What stands at an antenna and has a connection of its own. */
export const linkDeviceSchema = z.enum(['rotator', 'baseband', 'sdr', 'transmitter', 'transceiver']);
export type LinkDevice = z.infer<typeof linkDeviceSchema>;

const frequencyOffset = z.number().min(-MOST_HZ).max(MOST_HZ);

/**
 * Every fault, by `kind`. `lasting` and `momentary` are the fields that say when: a momentary one happens at an instant and has no end
 * of its own.
 */
function faultsWith<Lasting extends z.core.$ZodShape, Momentary extends z.core.$ZodShape>(
  lasting: Lasting,
  momentary: Momentary,
) {
  const antenna = antennaIdSchema;
  const spacecraft = spacecraftIdSchema;
  return z.discriminatedUnion('kind', [
    /** The axis jams: rotctld takes commands, and the position stays. */
    z.strictObject({
      kind: z.literal('rotator-stall'),
      antenna,
      axis: z.enum(['azimuth', 'elevation', 'both']),
      ...lasting,
    }),
    /** Encoders say so much more than is true: the antenna looks beside its target, and rotctld reports the target. */
    z.strictObject({
      kind: z.literal('encoder-offset'),
      antenna,
      azimuthDeg: z.number().min(-180).max(180),
      elevationDeg: z.number().min(-90).max(90),
      ...lasting,
    }),
    /** The demodulator does not hold the signal; at an SDR, whose demodulator is the station's, the signal breaks off. */
    z.strictObject({ kind: z.literal('lost-lock'), antenna, ...lasting }),
    /** Taken off what comes and goes between the antenna and a spacecraft, or all. */
    z.strictObject({
      kind: z.literal('fade'),
      antenna,
      db: z.number().min(0).max(MOST_DB),
      spacecraft: spacecraft.optional(),
      ...lasting,
    }),
    /** A carrier beside that of `spacecraft`, or of the first of the simulation; its power over the noise density of the receiver. */
    z.strictObject({
      kind: z.literal('interference'),
      antenna,
      offsetHz: frequencyOffset,
      cN0DbHz: z.number().min(0).max(MOST_DB),
      spacecraft: spacecraft.optional(),
      ...lasting,
    }),
    /** The clock of the antenna's receivers jumps: time tags are off from then on, until it is cleared. */
    z.strictObject({
      kind: z.literal('clock-jump'),
      antenna,
      seconds: z.number().min(-MOST_SECONDS).max(MOST_SECONDS),
      ...momentary,
    }),
    /** A piece of the stream is lost without a word: so many bits of a baseband unit, samples of an SDR. */
    z.strictObject({
      kind: z.literal('sample-drop'),
      antenna,
      samples: z.int().min(1).max(MOST_SAMPLES),
      ...momentary,
    }),
    /** Until it is commanded out of it, or the fault ends. */
    z.strictObject({ kind: z.literal('safe-mode'), spacecraft, ...lasting }),
    /** The on-board recorder overwrites what was not played back, but for the latest hour. */
    z.strictObject({ kind: z.literal('buffer-overflow'), spacecraft, ...momentary }),
    /** As if a frame from outside the window had come in; ends by an Unlock directive. */
    z.strictObject({ kind: z.literal('farm-lockout'), spacecraft, ...momentary }),
    z.strictObject({ kind: z.literal('transmitter-off'), spacecraft, ...lasting }),
    /** Connections are cut, and new ones reset at once. */
    z.strictObject({
      kind: z.literal('link-cut'),
      antenna,
      device: z.enum([...linkDeviceSchema.options, 'all']),
      ...lasting,
    }),
    /** Connections stay, and no telemetry comes. What comes in meanwhile is lost; so is what a transmitter is to radiate in samples then. */
    z.strictObject({ kind: z.literal('stream-stall'), antenna, ...lasting }),
    /** The oscillators of an antenna, or of a spacecraft, are off by so much, in reception and transmission. */
    z
      .strictObject({
        kind: z.literal('wrong-frequency'),
        antenna: antenna.optional(),
        spacecraft: spacecraft.optional(),
        offsetHz: frequencyOffset,
        ...lasting,
      })
      .refine(isOfOne, { message: 'expected either an antenna or a spacecraft, found both or neither' }),
  ]);
}

function isOfOne(fault: unknown): boolean {
  const { antenna, spacecraft } = fault as { readonly antenna?: string; readonly spacecraft?: string };
  return (antenna === undefined) !== (spacecraft === undefined);
}

export const faultSchema = faultsWith({}, {});
export type Fault = z.output<typeof faultSchema>;
export type FaultKind = Fault['kind'];
export type FaultOf<Kind extends FaultKind> = Extract<Fault, { readonly kind: Kind }>;

const seconds = z.number().positive().max(1e9);

/** A fault with its beginning (now, where it says nothing) and, where it lasts, its end (never, or until it is cleared). */
export const faultRequestSchema = faultsWith(
  {
    at: utcSchema.optional(),
    /** Seconds that it lasts. */
    for: seconds.optional(),
    until: utcSchema.optional(),
  },
  { at: utcSchema.optional() },
);
export type FaultRequest = z.input<typeof faultRequestSchema>;
export type CheckedFaultRequest = z.output<typeof faultRequestSchema>;

/** When a fault of a scenario begins: an instant, seconds from the start, or so long after a spacecraft rises above an antenna's horizon. */
export const scenarioInstantSchema = z.union([
  utcSchema,
  z.number().min(0).max(1e9),
  z.strictObject({
    aosOf: spacecraftIdSchema,
    antenna: antennaIdSchema,
    plusS: z.number().min(-86_400).max(86_400).default(0),
    /** The how manieth AOS after the start. */
    pass: z.int().min(1).max(1000).default(1),
  }),
]);
export type ScenarioInstant = z.output<typeof scenarioInstantSchema>;

/** The same in a scenario. */
export const scenarioFaultSchema = faultsWith(
  { at: scenarioInstantSchema, for: seconds.optional() },
  { at: scenarioInstantSchema },
);
export type ScenarioFault = z.output<typeof scenarioFaultSchema>;

/** Where a fault is. */
export function placesOf(fault: Fault): {
  readonly antenna?: string | undefined;
  readonly spacecraft?: string | undefined;
} {
  return fault;
}

/** Those that are over as soon as they have happened. */
export const momentaryKinds: ReadonlySet<FaultKind> = new Set(['sample-drop', 'buffer-overflow', 'farm-lockout']);

/** The fault alone, without what says when. */
export function faultOf(request: CheckedFaultRequest | ScenarioFault): Fault {
  const { at: _at, ...rest } = request;
  if (!('for' in rest) && !('until' in rest)) return rest;
  const { for: _for, until: _until, ...fault } = rest as typeof rest & { for?: unknown; until?: unknown };
  return fault;
}
