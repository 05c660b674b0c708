import { type OperationsMode, type SiteId, type StationContact, stationContactSchema } from '@app/contracts';

/** Why a station does not take a contact. */
export class ContactRefusedError extends Error {
  override readonly name = 'ContactRefusedError';
  constructor(
    readonly contact: string,
    readonly field: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`contact ${contact} refused: ${field}: expected ${expected}, found ${found}`);
  }
}

/**
 * The station's door: a message from outside as a contact that this station may execute. Throws ContactRefusedError, naming the
 * field. A cancelled contact is let in, for whoever keeps the contacts to take it out.
 */
export function admitContact(message: unknown, station: { site: SiteId; mode: OperationsMode }): StationContact {
  const parsed = stationContactSchema.safeParse(message);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ContactRefusedError(
      nameOf(message),
      issue?.path.join('.') ?? '$',
      issue?.message ?? 'a contact',
      'another',
    );
  }
  const { contact, antenna, elementSet, permissions } = parsed.data;
  const demand = (field: string, expected: string | boolean, found: string | boolean): void => {
    if (found !== expected) throw new ContactRefusedError(contact.id, field, String(expected), String(found));
  };
  demand('contact.mode', station.mode, contact.mode);
  demand('contact.site', station.site, contact.site);
  demand('antenna.site', station.site, antenna.site);
  demand('antenna.id', contact.antenna, antenna.id);
  demand('contact.window.antenna', contact.antenna, contact.window.antenna);
  demand('elementSet.spacecraft', contact.spacecraft, elementSet.spacecraft);
  demand('permissions.receive', true, permissions.receive);
  demand('permissions.agreement', contact.agreement, permissions.agreement);
  return parsed.data;
}

function nameOf(message: unknown): string {
  const contact: unknown =
    typeof message === 'object' && message !== null ? Reflect.get(message, 'contact') : undefined;
  const id: unknown = typeof contact === 'object' && contact !== null ? Reflect.get(contact, 'id') : undefined;
  return typeof id === 'string' ? id : 'without an identifier';
}
