import { z } from 'zod';
import { type AlarmEvent, type ParameterUpdate, spacecraftIdSchema, type TelemetryGap } from '@app/contracts';

/** Watch a spacecraft's telemetry; a second subscription for the same spacecraft replaces the first. */
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
export const clientMessageSchema = z.discriminatedUnion('event', [subscribeSchema, unsubscribeSchema]);
export type Subscribe = z.infer<typeof subscribeSchema>['data'];

/** What the server sends. */
export type ServerMessage =
  | { readonly event: 'subscribed'; readonly data: Subscribe }
  | { readonly event: 'unsubscribed'; readonly data: { readonly spacecraft: string } }
  | { readonly event: 'parameters'; readonly data: ParameterUpdate }
  | { readonly event: 'alarm'; readonly data: AlarmEvent }
  | { readonly event: 'gap'; readonly data: TelemetryGap }
  | {
      readonly event: 'error';
      readonly data: {
        readonly title: string;
        readonly errors: readonly { readonly path: string; readonly message: string }[];
      };
    };
