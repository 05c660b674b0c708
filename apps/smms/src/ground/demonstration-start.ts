import { type ContactWindow, elementSetFrom, stationOf } from '@app/contracts';
import { findManyContactWindows, shippedEarthOrientation } from '@app/orbit';
import { planGreedily } from '@app/planner';
import { parseUtc, plusSeconds, type Tai } from '@app/time';
import { contactWindowMessage } from '../../../flight-dynamics/src/index.js';
import { planningProblem } from '../../../mission-planning/src/index.js';
import { type ReferenceSeeds, seededElements } from './reference-seeds.js';

/** Mission time from which the demonstration looks for its contact: just after the elements' epochs. */
const EARLIEST = parseUtc('2026-04-24T08:00:00Z');
const SEARCH_S = 36 * 3600;
const BEFORE_AOS_S = 120;

export interface DemonstrationStart {
  /** Two minutes before the contact's AOS. */
  readonly missionTime: Tai;
  readonly contact: ContactWindow;
}

/** No contact of the seeds suits the demonstration. */
export class NoDemonstrationContactError extends Error {
  override readonly name = 'NoDemonstrationContactError';
  constructor(readonly spacecraft: string) {
    super(
      `no contact of ${spacecraft} of five minutes through an antenna that can transmit is planned within 36 h of the seeded elements`,
    );
  }
}

/** The first contact of GF-1 that the planner books from the seeds: five minutes or more, through an antenna that can transmit. */
export function demonstrationStart(seeds: ReferenceSeeds, spacecraft = 'GF-1'): DemonstrationStart {
  const { constellation, requests } = seeds;
  const { antennas } = constellation;
  const found = findManyContactWindows({
    spacecraft: seededElements(seeds).map((set) => ({ spacecraft: set.spacecraft, elementSet: elementSetFrom(set) })),
    stations: antennas.map(stationOf),
    start: EARLIEST,
    end: plusSeconds(EARLIEST, SEARCH_S),
    earthOrientation: shippedEarthOrientation,
  });
  const windows = found.contactWindows.flatMap((window) => {
    const antenna = antennas.find(({ id }) => id === window.station);
    return antenna === undefined ? [] : [contactWindowMessage(window, found.model, antenna)];
  });
  const plan = planGreedily(planningProblem(constellation, requests, windows, [], plusSeconds(EARLIEST, BEFORE_AOS_S)));
  const first = plan.contacts
    .filter(({ window, uplink }) => window.spacecraft === spacecraft && uplink)
    .sort((a, b) => (a.window.aos < b.window.aos ? -1 : 1))[0];
  const contact = windows.find(({ id }) => id === first?.window.id);
  if (first === undefined || contact === undefined) throw new NoDemonstrationContactError(spacecraft);
  return { missionTime: plusSeconds(first.window.aos, -BEFORE_AOS_S), contact };
}
