import { z } from 'zod';
import {
  type AlarmEvent,
  type Command,
  type ConsoleHolding,
  type Cop1Status,
  type GroundAlarm,
  type ParameterUpdate,
  type PassStatus,
  type Principal,
  spacecraftIdSchema,
  type SystemStatus,
  type TelemetryGap,
  type Utc,
} from '@app/contracts';

/** The first message of a connection, and again before the token expires. */
const authenticateSchema = z.strictObject({
  event: z.literal('authenticate'),
  data: z.strictObject({ token: z.string().min(1) }),
});

/** Watch a spacecraft; a second subscription for the same spacecraft replaces the first. */
const subscribeSchema = z.strictObject({
  event: z.literal('subscribe'),
  data: z.strictObject({
    spacecraft: spacecraftIdSchema,
    /** All, when left out. */
    parameters: z.array(z.string().min(1)).min(1).max(1000).optional(),
    /** Played-back values as well; they say so in `source`. */
    playback: z.boolean().default(false),
  }),
});

const unsubscribeSchema = z.strictObject({
  event: z.literal('unsubscribe'),
  data: z.strictObject({ spacecraft: spacecraftIdSchema }),
});

/** What a client may send. */
export const clientMessageSchema = z.discriminatedUnion('event', [
  authenticateSchema,
  subscribeSchema,
  unsubscribeSchema,
]);
export type ClientMessage = z.infer<typeof clientMessageSchema>;
export type Subscribe = z.infer<typeof subscribeSchema>['data'];

/** What a subscribed client hears of its spacecraft as the bus brings it. */
export type SpacecraftNews =
  | { readonly event: 'gap'; readonly data: TelemetryGap }
  /** A command as it stands after each change. */
  | { readonly event: 'command'; readonly data: Command }
  | { readonly event: 'cop1'; readonly data: Cop1Status }
  | { readonly event: 'console'; readonly data: ConsoleHolding }
  | { readonly event: 'ground-alarm'; readonly data: GroundAlarm }
  | { readonly event: 'pass'; readonly data: PassStatus };

/** What the server sends. */
export type ServerMessage =
  /** `expiresAt` is wall time: without a newer token the connection is closed then. */
  | { readonly event: 'authenticated'; readonly data: { readonly principal: Principal; readonly expiresAt: Utc } }
  | { readonly event: 'subscribed'; readonly data: Subscribe }
  | { readonly event: 'unsubscribed'; readonly data: { readonly spacecraft: string } }
  | { readonly event: 'parameters'; readonly data: ParameterUpdate }
  | { readonly event: 'alarm'; readonly data: AlarmEvent }
  | SpacecraftNews
  /** Every second of wall time, to every authenticated client. */
  | { readonly event: 'clock'; readonly data: SystemStatus }
  | {
      readonly event: 'error';
      readonly data: {
        readonly title: string;
        readonly errors: readonly { readonly path: string; readonly message: string }[];
      };
    };
