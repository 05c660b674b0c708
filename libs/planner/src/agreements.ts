import type { PlanningAgreement, PlanningRequest, PlanningSpacecraft, PlanningWindow } from './problem.js';

/** What an antenna must do, and an agreement give, for a request: an uplink is telecommand, also where the list leaves it out. */
export function servicesNeeded(request: PlanningRequest): readonly string[] {
  return request.uplink ? [...new Set([...request.services, 'telecommand'])] : request.services;
}

/** The agreements that let `provider` serve this request through this window, the one that comes first first. */
export function agreementsFor(
  agreements: readonly PlanningAgreement[],
  provider: string,
  spacecraft: PlanningSpacecraft,
  request: PlanningRequest,
  window: PlanningWindow,
): PlanningAgreement[] {
  const services = servicesNeeded(request);
  return agreements
    .filter(
      (agreement) =>
        agreement.provider === provider &&
        agreement.user === spacecraft.user &&
        (agreement.spacecraft.length === 0 || agreement.spacecraft.includes(spacecraft.id)) &&
        services.every((service) => agreement.services.includes(service)) &&
        agreement.validFrom <= window.aos &&
        window.los <= agreement.validTo,
    )
    .sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));
}
