import { z } from 'zod';
import { contactWindowSchema } from './contact-window.js';
import { elementSetMessageSchema } from './element-set.js';
import {
  agreementIdSchema,
  antennaIdSchema,
  contactIdSchema,
  memberIdSchema,
  requestIdSchema,
  siteIdSchema,
  spacecraftIdSchema,
} from './identifiers.js';
import { operationsModeSchema, utcSchema } from './instants.js';
import { linkProfileSchema } from './link-profile.js';
import { antennaSchema, serviceSchema } from './registry.js';

export const contactStateSchema = z.enum(['draft', 'booked', 'executing', 'completed', 'failed', 'cancelled']);
export type ContactState = z.infer<typeof contactStateSchema>;

/** What a member asks of the network for one spacecraft. */
export const serviceRequestSchema = z.strictObject({
  id: requestIdSchema,
  member: memberIdSchema,
  spacecraft: spacecraftIdSchema,
  contactsPerDay: z.int().min(1).max(20),
  minMinutes: z.number().min(1).max(60),
  uplink: z.boolean(),
  services: z.array(serviceSchema).min(1),
  /** 1 is served first. */
  priority: z.int().min(1).max(9),
});
export type ServiceRequest = z.infer<typeof serviceRequestSchema>;

/** Why a contact is in the plan, or what it lost to: it names the rule and, for a conflict, the winner. */
export const planReasonSchema = z.strictObject({
  rule: z.enum([
    'served',
    'already-booked',
    'already-over',
    'antenna-busy',
    'spacecraft-uplink-busy',
    'receive-only-antenna',
    'antenna-capability',
    'no-agreement',
    'agreement-quota',
    'band-or-polarisation',
    'too-short',
    'window-open',
    'request-satisfied',
    'in-the-past',
  ]),
  winner: contactIdSchema.nullable(),
  explanation: z.string(),
});
export type PlanReason = z.infer<typeof planReasonSchema>;

/** A booked contact. `start` and `end` include set-up and tear-down, half-open. */
export const contactSchema = z.strictObject({
  id: contactIdSchema,
  mode: operationsModeSchema,
  state: contactStateSchema,
  spacecraft: spacecraftIdSchema,
  site: siteIdSchema,
  antenna: antennaIdSchema,
  request: requestIdSchema,
  agreement: agreementIdSchema,
  uplink: z.boolean(),
  services: z.array(serviceSchema),
  start: utcSchema,
  end: utcSchema,
  window: contactWindowSchema,
  reason: planReasonSchema,
  /** Why it failed, where it did: what its station said, or that no station said anything (`missed: …`). */
  failure: z.string().min(1).optional(),
});
export type Contact = z.infer<typeof contactSchema>;

/** A contact window that lost its conflict, with the reason. */
export const lostConflictSchema = z.strictObject({
  window: contactWindowSchema,
  request: requestIdSchema,
  reason: planReasonSchema,
});
export type LostConflict = z.infer<typeof lostConflictSchema>;

/** All a station needs to execute one contact, with no line back to the centre: antenna, elements, link profile, permissions. */
export const stationContactSchema = z.strictObject({
  contact: contactSchema,
  antenna: antennaSchema,
  elementSet: elementSetMessageSchema,
  linkProfile: linkProfileSchema,
  permissions: z.strictObject({
    receive: z.boolean(),
    transmit: z.boolean(),
    transmitFromElevationDeg: z.number(),
    agreement: agreementIdSchema,
  }),
});
export type StationContact = z.infer<typeof stationContactSchema>;

/** All that the centre has for a site: every contact that is not over, and the messages that could be made of them just now. */
export const siteContactsSchema = z.strictObject({
  open: z.array(contactIdSchema),
  messages: z.array(stationContactSchema),
});
export type SiteContacts = z.infer<typeof siteContactsSchema>;
