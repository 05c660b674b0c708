import type { Antenna, Contact, ContactWindow, OperationsMode, Service, ServiceRequest } from '@app/contracts';
import { agreementIdSchema, requestIdSchema, serviceSchema, utcSchema } from '@app/contracts';
import type { LostWindow, PlannedContact, PlanningProblem, PlanningWindow } from '@app/planner';
import type { Registry } from '@app/platform';
import { formatUtc, parseUtc, taiFromSeconds, type Tai } from '@app/time';

/** The registry, the requests and the predicted windows as the planner's problem. */
export function planningProblem(
  registry: Pick<Registry, 'sites' | 'antennas' | 'spacecraft' | 'linkProfiles' | 'agreements'>,
  requests: readonly ServiceRequest[],
  windows: readonly ContactWindow[],
  booked: readonly Contact[],
  notBefore: Tai,
  over: readonly Pick<Contact, 'id' | 'state'>[] = [],
): PlanningProblem {
  const siteMembers = new Map<string, string>(registry.sites.map(({ id, member }) => [id, member]));
  const profiles = new Map<string, (typeof registry.linkProfiles)[number]>(
    registry.linkProfiles.map((profile) => [profile.id, profile]),
  );
  return {
    notBefore,
    windows: windows.map(planningWindow),
    over: over.map(({ id, state }) => ({ id, state })),
    antennas: registry.antennas.map((antenna) => ({
      id: antenna.id,
      provider: siteMembers.get(antenna.site) ?? '',
      services: servicesOf(antenna),
      bands: antenna.bands,
      polarisations: antenna.polarisations,
      setUpNs: taiFromSeconds(antenna.setUpS),
      tearDownNs: taiFromSeconds(antenna.tearDownS),
    })),
    spacecraft: registry.spacecraft.map((craft) => ({
      id: craft.id,
      user: craft.operator,
      band: profiles.get(craft.linkProfile)?.downlink.band ?? '',
      polarisation: profiles.get(craft.linkProfile)?.downlink.polarisation ?? '',
    })),
    requests: requests.map((request) => ({
      id: request.id,
      spacecraft: request.spacecraft,
      contactsPerDay: request.contactsPerDay,
      minDurationNs: taiFromSeconds(request.minMinutes * 60),
      uplink: request.uplink,
      services: request.services,
      priority: request.priority,
    })),
    agreements: registry.agreements.map((agreement) => ({
      id: agreement.id,
      provider: agreement.provider,
      user: agreement.user,
      spacecraft: agreement.spacecraft,
      services: agreement.services,
      priority: agreement.priority,
      quotaNsPerDay: agreement.minutesPerDay === null ? null : taiFromSeconds(agreement.minutesPerDay * 60),
      validFrom: parseUtc(agreement.validFrom),
      validTo: parseUtc(agreement.validTo),
    })),
    fixed: booked.map((contact) => ({
      window: planningWindow(contact.window),
      request: contact.request,
      agreement: contact.agreement,
      uplink: contact.uplink,
      start: parseUtc(contact.start),
      end: parseUtc(contact.end),
      explanation: contact.reason.explanation,
    })),
  };
}

/** What an antenna can do; without radiated power it has no telecommand. */
function servicesOf({ capabilities, eirpDbw }: Antenna): Service[] {
  return serviceSchema.options.filter(
    (service) => capabilities[service] && (service !== 'telecommand' || eirpDbw !== null),
  );
}

function planningWindow(window: ContactWindow): PlanningWindow {
  return {
    id: window.id,
    spacecraft: window.spacecraft,
    antenna: window.antenna,
    aos: parseUtc(window.aos),
    los: parseUtc(window.los),
    maxElevationDeg: window.maxElevationDeg,
    open: window.aosOpen || window.losOpen,
  };
}

export function bookedContact(
  planned: PlannedContact,
  window: ContactWindow,
  request: ServiceRequest,
  mode: OperationsMode,
): Contact {
  return {
    id: window.id,
    mode,
    state: 'booked',
    spacecraft: window.spacecraft,
    site: window.site,
    antenna: window.antenna,
    request: request.id,
    agreement: agreementIdSchema.parse(planned.agreement),
    uplink: planned.uplink,
    services: request.services,
    start: utcSchema.parse(formatUtc(planned.start)),
    end: utcSchema.parse(formatUtc(planned.end)),
    window,
    reason: { rule: 'served', winner: null, explanation: planned.explanation },
  };
}

export function lostConflict(lost: LostWindow, window: ContactWindow) {
  return {
    window,
    request: requestIdSchema.parse(lost.request),
    reason: { rule: lost.rule, winner: lost.winner as Contact['id'] | null, explanation: lost.explanation },
  };
}
