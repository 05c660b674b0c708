import { z } from 'zod';
import { antennaIdSchema, contactIdSchema, siteIdSchema, spacecraftIdSchema } from './identifiers.js';
import { operationsModeSchema, utcSchema } from './instants.js';
import { passAlarmSchema } from './pass.js';

/** Something on the ground calls for a person, or does not any more. */
export const groundAlarmSchema = z.strictObject({
  mode: operationsModeSchema,
  spacecraft: spacecraftIdSchema,
  contact: contactIdSchema.nullable(),
  site: siteIdSchema.nullable(),
  antenna: antennaIdSchema.nullable(),
  kind: z.union([passAlarmSchema, z.enum(['farm-lockout', 'cop1-alert', 'cltu-not-radiated'])]),
  raised: z.boolean(),
  at: utcSchema,
  explanation: z.string(),
});
export type GroundAlarm = z.infer<typeof groundAlarmSchema>;
