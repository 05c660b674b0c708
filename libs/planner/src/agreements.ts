import type { PlanningAgreement, PlanningRequest, PlanningSpacecraft, PlanningWindow } from './problem.js';

/** The agreements that let `provider` serve this request through this window, the one that comes first first. */
export function agreementsFor(
  agreements: readonly PlanningAgreement[],
  provider: string,
  spacecraft: PlanningSpacecraft,
  request: PlanningRequest,
  window: PlanningWindow,
): PlanningAgreement[] {
  const services = request.uplink ? [...new Set([...request.services, 'telecommand'])] : request.services;
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
