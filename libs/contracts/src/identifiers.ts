import { z } from 'zod';

/** Identifiers are upper-case words of letters, digits, dots and hyphens: they stand in bus subjects, file names and URLs as they are. */
const identifier = z
  .string()
  .regex(
    /^[A-Z0-9][A-Z0-9-]{0,31}$/,
    'expected 1 to 32 capital letters, digits or hyphens, beginning with a letter or digit',
  );

export const memberIdSchema = identifier.brand<'MemberId'>();
export const spacecraftIdSchema = identifier.brand<'SpacecraftId'>();
export const siteIdSchema = identifier.brand<'SiteId'>();
export const antennaIdSchema = identifier.brand<'AntennaId'>();
export const linkProfileIdSchema = identifier.brand<'LinkProfileId'>();
export const agreementIdSchema = identifier.brand<'AgreementId'>();
export const requestIdSchema = identifier.brand<'RequestId'>();
/** Who signs in: a name in small letters, such as `li.wei`. */
export const userIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9.-]{1,31}$/, 'expected 2 to 32 small letters, digits, dots or hyphens, beginning with a letter')
  .brand<'UserId'>();
/** One command, for ever. */
export const commandIdSchema = z.uuid('expected a UUID').brand<'CommandId'>();
/** One CLTU on its way to an antenna, for ever. A retransmitted frame travels in a CLTU of its own. */
export const cltuIdSchema = z.uuid('expected a UUID').brand<'CltuId'>();

export type MemberId = z.infer<typeof memberIdSchema>;
export type SpacecraftId = z.infer<typeof spacecraftIdSchema>;
export type SiteId = z.infer<typeof siteIdSchema>;
export type AntennaId = z.infer<typeof antennaIdSchema>;
export type LinkProfileId = z.infer<typeof linkProfileIdSchema>;
export type AgreementId = z.infer<typeof agreementIdSchema>;
export type RequestId = z.infer<typeof requestIdSchema>;
export type UserId = z.infer<typeof userIdSchema>;
export type CommandId = z.infer<typeof commandIdSchema>;
export type CltuId = z.infer<typeof cltuIdSchema>;

/**
 * `SPACECRAFT_ANTENNA_ORBIT`, and `_PART` from the second part of an orbit's window on: what a contact is stays the same when its times
 * are predicted anew.
 */
export const contactIdSchema = z
  .string()
  .regex(
    /^[A-Z0-9-]{1,32}_[A-Z0-9-]{1,32}_\d{1,7}(_([2-9]|[1-9]\d{1,3}))?$/,
    'expected SPACECRAFT_ANTENNA_ORBITNUMBER, or with _PART from 2 on',
  )
  .brand<'ContactId'>();
export type ContactId = z.infer<typeof contactIdSchema>;

export function contactIdOf(spacecraft: SpacecraftId, antenna: AntennaId, orbitNumber: number, part = 1): ContactId {
  return contactIdSchema.parse(`${spacecraft}_${antenna}_${orbitNumber}${part === 1 ? '' : `_${part}`}`);
}
