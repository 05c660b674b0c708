/** Judges a plan by the rules alone, in other words than the solvers use: what it finds is wrong, whoever made the plan. */
import { dayOf } from './days.js';
import type { PlannedContact, PlanningProblem, PlanningRequest } from './problem.js';

/** Every rule that the contacts (fixed ones among them) break; empty for a feasible plan. */
export function violations(problem: PlanningProblem, contacts: readonly PlannedContact[]): string[] {
  const found: string[] = [];
  for (const [i, a] of contacts.entries()) {
    for (const b of contacts.slice(i + 1)) {
      const apart = a.end <= b.start || b.end <= a.start;
      if (a.window.id === b.window.id) found.push(`${a.window.id} is booked twice`);
      if (!apart && a.window.antenna === b.window.antenna)
        found.push(`${a.window.id} and ${b.window.id} share antenna ${a.window.antenna}`);
      if (!apart && a.uplink && b.uplink && a.window.spacecraft === b.window.spacecraft) {
        found.push(`${a.window.id} and ${b.window.id} both uplink to ${a.window.spacecraft}`);
      }
    }
    found.push(...violationsOf(problem, a));
  }
  for (const request of problem.requests) found.push(...crowdedDays(request, contacts));
  for (const agreement of problem.agreements) {
    if (agreement.quotaNsPerDay === null) continue;
    const used = new Map<number, bigint>();
    for (const { window, agreement: id } of contacts) {
      if (id === agreement.id) used.set(dayOf(window), (used.get(dayOf(window)) ?? 0n) + window.los - window.aos);
    }
    for (const ns of used.values())
      if (ns > agreement.quotaNsPerDay) found.push(`${agreement.id} gives more than its minutes of a day`);
  }
  return found;
}

function crowdedDays(request: PlanningRequest, contacts: readonly PlannedContact[]): string[] {
  const served = new Map<number, number>();
  for (const contact of contacts) {
    const day = dayOf(contact.window);
    if (contact.request === request.id) served.set(day, (served.get(day) ?? 0) + 1);
  }
  return [...served.values()]
    .filter((count) => count > request.contactsPerDay)
    .map((count) => `${request.id} has ${count} contacts on a day, ${request.contactsPerDay} asked for`);
}

function violationsOf(problem: PlanningProblem, contact: PlannedContact): string[] {
  const { window } = contact;
  const antenna = problem.antennas.find(({ id }) => id === window.antenna);
  const craft = problem.spacecraft.find(({ id }) => id === window.spacecraft);
  const request = problem.requests.find(({ id }) => id === contact.request);
  const agreement = problem.agreements.find(({ id }) => id === contact.agreement);
  if (antenna === undefined || craft === undefined || request === undefined || agreement === undefined)
    return [`${window.id} names what is not there`];
  // What was booked before this plan may have begun, and was judged then.
  const isNew = !problem.fixed.some((fixed) => fixed.window.id === window.id && fixed.request === contact.request);
  const rules: [broken: boolean, rule: string][] = [
    [contact.start > window.aos - antenna.setUpNs, 'set-up is not booked'],
    [contact.end < window.los + antenna.tearDownNs, 'tear-down is not booked'],
    [request.spacecraft !== window.spacecraft, `${request.id} asks for another spacecraft`],
    [window.los - window.aos < request.minDurationNs, 'too short'],
    [isNew && contact.start < problem.notBefore, 'its set-up begins too early'],
    [isNew && window.open, 'its AOS or LOS is not known'],
    [isNew && problem.over.some(({ id }) => id === window.id), 'it was a contact already'],
    [contact.uplink && !antenna.services.includes('telecommand'), `${antenna.id} cannot transmit`],
    [
      request.services.includes('payload') && !antenna.services.includes('payload'),
      `${antenna.id} takes no payload data`,
    ],
    [request.uplink && !contact.uplink, 'lacks the uplink asked for'],
    [!antenna.bands.includes(craft.band), `${antenna.id} lacks ${craft.band} band`],
    [!antenna.polarisations.includes(craft.polarisation), `${antenna.id} is not ${craft.polarisation}`],
    [agreement.provider !== antenna.provider || agreement.user !== craft.user, `${agreement.id} is between others`],
    [
      agreement.spacecraft.length > 0 && !agreement.spacecraft.includes(craft.id),
      `${agreement.id} does not cover ${craft.id}`,
    ],
    [contact.uplink && !agreement.services.includes('telecommand'), `${agreement.id} gives no telecommand`],
    [request.services.some((service) => !agreement.services.includes(service)), `${agreement.id} lacks a service`],
    [window.aos < agreement.validFrom || window.los > agreement.validTo, `${agreement.id} is not valid then`],
  ];
  return rules.filter(([broken]) => broken).map(([, rule]) => `${window.id}: ${rule}`);
}
