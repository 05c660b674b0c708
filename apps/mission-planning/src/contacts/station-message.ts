import type { Contact, ElementSetMessage, StationContact } from '@app/contracts';
import type { Registry } from '@app/platform';

/** A contact names something that the registry does not hold. */
export class UnknownReferenceError extends Error {
  override readonly name = 'UnknownReferenceError';
  constructor(
    readonly contact: string,
    readonly missing: string,
  ) {
    super(`contact ${contact}: ${missing} is not registered`);
  }
}

/** All that a station needs to execute a contact with no line back to the centre. Throws UnknownReferenceError. */
export function stationMessage(contact: Contact, registry: Registry, elementSet: ElementSetMessage): StationContact {
  const antenna = registry.antennas.find(({ id }) => id === contact.antenna);
  if (antenna === undefined) throw new UnknownReferenceError(contact.id, `antenna ${contact.antenna}`);
  const craft = registry.spacecraft.find(({ id }) => id === contact.spacecraft);
  const linkProfile = registry.linkProfiles.find(({ id }) => id === craft?.linkProfile);
  if (linkProfile === undefined)
    throw new UnknownReferenceError(contact.id, `the link profile of ${contact.spacecraft}`);
  const agreement = registry.agreements.find(({ id }) => id === contact.agreement);
  return {
    contact,
    antenna,
    elementSet,
    linkProfile,
    permissions: {
      receive: contact.services.includes('telemetry'),
      // Nobody transmits without an agreement that says so, for a service that was asked for.
      transmit:
        contact.uplink &&
        contact.services.includes('telecommand') &&
        (agreement?.services.includes('telecommand') ?? false) &&
        linkProfile.uplink !== null &&
        antenna.capabilities.telecommand &&
        antenna.eirpDbw !== null,
      transmitFromElevationDeg: antenna.uplinkMinElevationDeg,
      agreement: contact.agreement,
    },
  };
}
