/**
 * Greedy by priority: requests in the order of their priority, days in order, and for each the best windows first. What is booked is
 * never moved for a later request, so every answer can be explained by one rule and, in a conflict, one winner. It is the first answer
 * on screen and the fallback of any solver (design: planner).
 */
import { agreementsFor, servicesNeeded } from './agreements.js';
import { dayOf, overlaps, quotaUsedNs, servedNs } from './days.js';
import type {
  LossRule,
  LostWindow,
  Plan,
  PlannedContact,
  PlanningAntenna,
  PlanningProblem,
  PlanningRequest,
  PlanningWindow,
} from './problem.js';

/** A feasible plan, with a reason for every contact and for every window that a request did not get. */
export function planGreedily(problem: PlanningProblem): Plan {
  const contacts: PlannedContact[] = [...problem.fixed];
  const added: PlannedContact[] = [];
  const lost: LostWindow[] = [];
  const requests = [...problem.requests].sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));
  for (const request of requests) {
    for (const [day, windows] of windowsByDay(problem, request)) {
      let served = contacts.filter((contact) => contact.request === request.id && dayOf(contact.window) === day).length;
      for (const window of windows) {
        if (contacts.some((contact) => contact.window.id === window.id && contact.request === request.id)) continue;
        const outcome = tryWindow(problem, request, window, contacts, served);
        if ('rule' in outcome) {
          lost.push(outcome);
          continue;
        }
        served++;
        contacts.push(outcome);
        added.push(outcome);
      }
    }
  }
  return { contacts: added, lost };
}

/** Windows of a request's spacecraft by UTC day, in each the best first: longest, then highest, then earliest. */
function windowsByDay(problem: PlanningProblem, request: PlanningRequest): Map<number, PlanningWindow[]> {
  const days = new Map<number, PlanningWindow[]>();
  for (const window of problem.windows) {
    if (window.spacecraft !== request.spacecraft) continue;
    const day = dayOf(window);
    const windows = days.get(day);
    if (windows === undefined) days.set(day, [window]);
    else windows.push(window);
  }
  for (const windows of days.values()) {
    windows.sort(
      (a, b) =>
        compare(servedNs(b), servedNs(a)) ||
        b.maxElevationDeg - a.maxElevationDeg ||
        compare(a.aos, b.aos) ||
        (a.id < b.id ? -1 : 1),
    );
  }
  return new Map([...days].sort(([a], [b]) => a - b));
}

function tryWindow(
  problem: PlanningProblem,
  request: PlanningRequest,
  window: PlanningWindow,
  contacts: readonly PlannedContact[],
  served: number,
): PlannedContact | LostWindow {
  const lose = (rule: LossRule, explanation: string, winner: string | null = null): LostWindow => ({
    window,
    request: request.id,
    rule,
    winner,
    explanation,
  });
  const antenna = problem.antennas.find(({ id }) => id === window.antenna);
  const spacecraft = problem.spacecraft.find(({ id }) => id === window.spacecraft);
  if (antenna === undefined || spacecraft === undefined)
    return lose('no-agreement', 'the antenna or the spacecraft is not registered');

  const same = contacts.find((contact) => contact.window.id === window.id);
  if (same !== undefined) return lose('already-booked', `booked already, for ${same.request}`, same.window.id);
  const over = problem.over.find(({ id }) => id === window.id);
  if (over !== undefined) return lose('already-over', `it was a contact already, which is ${over.state}`);
  if (window.open) return lose('window-open', 'its AOS or LOS lies outside the time searched');
  const start = window.aos - antenna.setUpNs;
  const end = window.los + antenna.tearDownNs;
  if (start < problem.notBefore) return lose('in-the-past', 'its set-up would have to begin before now');
  if (servedNs(window) < request.minDurationNs) {
    return lose('too-short', `${minutes(servedNs(window))} min, ${request.id} needs ${minutes(request.minDurationNs)}`);
  }
  const lacking = lackingServices(antenna, request);
  if (lacking.includes('telecommand'))
    return lose('receive-only-antenna', `${antenna.id} cannot transmit, ${request.id} needs an uplink`);
  if (lacking.length > 0)
    return lose('antenna-capability', `${antenna.id} does not do ${lacking.join(' and ')}, ${request.id} asks for it`);
  if (!antenna.bands.includes(spacecraft.band) || !antenna.polarisations.includes(spacecraft.polarisation)) {
    return lose(
      'band-or-polarisation',
      `${antenna.id} does not hear ${spacecraft.band}-band ${spacecraft.polarisation}`,
    );
  }
  const agreements = agreementsFor(problem.agreements, antenna.provider, spacecraft, request, window);
  if (agreements.length === 0) {
    return lose(
      'no-agreement',
      `no valid agreement lets ${antenna.provider} serve ${spacecraft.user} with ${request.services.join(' and ')}`,
    );
  }
  if (served >= request.contactsPerDay)
    return lose('request-satisfied', `${request.id} has its ${request.contactsPerDay} contacts of that day`);

  const onAntenna = contacts.find(
    (contact) => contact.window.antenna === window.antenna && overlaps(contact, { start, end }),
  );
  if (onAntenna !== undefined) {
    return lose(
      'antenna-busy',
      `${antenna.id} serves ${onAntenna.window.spacecraft} for ${onAntenna.request} then`,
      onAntenna.window.id,
    );
  }
  const onUplink = request.uplink
    ? contacts.find(
        (contact) =>
          contact.uplink && contact.window.spacecraft === window.spacecraft && overlaps(contact, { start, end }),
      )
    : undefined;
  if (onUplink !== undefined) {
    return lose(
      'spacecraft-uplink-busy',
      `${spacecraft.id} has its uplink through ${onUplink.window.antenna} then`,
      onUplink.window.id,
    );
  }
  const day = dayOf(window);
  const agreement = agreements.find(
    ({ id, quotaNsPerDay }) =>
      quotaNsPerDay === null || quotaUsedNs(contacts, id, day) + servedNs(window) <= quotaNsPerDay,
  );
  if (agreement === undefined)
    return lose('agreement-quota', `the day's minutes of ${agreements.map(({ id }) => id).join(', ')} are used`);

  const explanation = `${request.id} (priority ${request.priority}): ${minutes(servedNs(window))} min up to ${window.maxElevationDeg.toFixed(0)}° under ${agreement.id}, contact ${served + 1} of ${request.contactsPerDay} that day`;
  return { window, request: request.id, agreement: agreement.id, uplink: request.uplink, start, end, explanation };
}

function lackingServices(antenna: PlanningAntenna, request: PlanningRequest): string[] {
  return servicesNeeded(request).filter((service) => !antenna.services.includes(service));
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function minutes(ns: bigint): string {
  return (Number(ns) / 60e9).toFixed(1);
}
