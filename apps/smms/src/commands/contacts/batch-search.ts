import {
  type ContactModel,
  type ContactSubject,
  type ContactWindow,
  type EarthOrientation,
  type PropagationStop,
  elementAge,
  ephemerisTrajectory,
  findManyContactWindows,
  geometricElevation,
  refractedElevation,
} from '@app/orbit';
import { type Tai } from '@app/time';
import { earthOrientationOf } from '../eop/earth-orientation-choice.js';
import { type PlannedSubject, type SearchSetup } from './search-task.js';
import { type WindowRows, packWindows } from './window-rows.js';

/** How far the contacts of one subject are from the epoch of its elements; all zero for an ephemeris, which says itself where it may be used. */
export interface SubjectAges {
  readonly contacts: number;
  /** Of the contacts that are kept, in days. */
  readonly oldestKeptDays: number;
  readonly withheld: number;
  readonly oldestWithheldDays: number;
  readonly firstWithheldAos: Tai | undefined;
}

/** What was found for a list of subjects. */
export interface BatchAnswer {
  readonly model: ContactModel;
  readonly rows: WindowRows;
  readonly stops: readonly PropagationStop[];
  /** One a subject. */
  readonly ages: readonly SubjectAges[];
}

function contactSubject(subject: PlannedSubject): ContactSubject {
  if (subject.kind === 'elements') return subject;
  return { ...subject, trajectory: ephemerisTrajectory(subject.segments) };
}

class AgeTally implements SubjectAges {
  contacts = 0;
  oldestKeptDays = 0;
  withheld = 0;
  oldestWithheldDays = 0;
  firstWithheldAos: Tai | undefined;

  count({ aos }: ContactWindow, days: number, isKept: boolean): void {
    this.contacts++;
    if (isKept) this.oldestKeptDays = Math.max(this.oldestKeptDays, days);
    else {
      this.withheld++;
      this.oldestWithheldDays = Math.max(this.oldestWithheldDays, days);
      this.firstWithheldAos ??= aos;
    }
  }
}

const ageAtWorst = ({ elementEpoch, aos, los }: ContactWindow): number =>
  Math.max(elementAge(elementEpoch, aos).days, elementAge(elementEpoch, los).days);

/** Searches lists of subjects, one after the other, for the same stations and span. */
export class BatchSearch {
  private readonly earthOrientation: EarthOrientation;
  private readonly stationIndex: ReadonlyMap<string, number>;

  constructor(private readonly setup: SearchSetup) {
    this.earthOrientation = earthOrientationOf(setup.earthOrientation);
    this.stationIndex = new Map(setup.stations.map(({ id }, index) => [id, index]));
  }

  /** All the parts of one spacecraft must stand in one list: windows that the change of source cuts are put together. */
  search(subjects: readonly PlannedSubject[]): BatchAnswer {
    const { stations, start, end, refraction, crossings } = this.setup;
    const { model, contactWindows, errors } = findManyContactWindows({
      ...{ stations, start, end, crossings, earthOrientation: this.earthOrientation },
      spacecraft: subjects.map(contactSubject),
      elevation: refraction ? refractedElevation() : geometricElevation,
    });
    const subjectOfSource = new Map(model.elements.map(({ source }, index) => [source, index]));
    const subjectOf = ({ source }: ContactWindow): number => subjectOfSource.get(source) ?? 0;
    const { kept, ages } = this.judgeAges(subjects, contactWindows, subjectOf);
    const rows = packWindows(kept, subjectOf, ({ station }) => this.stationIndex.get(station) ?? 0);
    return { model, rows, stops: errors, ages };
  }

  private judgeAges(
    subjects: readonly PlannedSubject[],
    windows: readonly ContactWindow[],
    subjectOf: (window: ContactWindow) => number,
  ): { readonly kept: readonly ContactWindow[]; readonly ages: readonly SubjectAges[] } {
    const { refuseAfterDays } = this.setup;
    const ages = subjects.map(() => new AgeTally());
    const kept = windows.filter((window) => {
      const index = subjectOf(window);
      const days = subjects[index]?.kind === 'elements' ? ageAtWorst(window) : 0;
      const isKept = days <= refuseAfterDays;
      ages[index]?.count(window, days, isKept);
      return isKept;
    });
    return { kept, ages };
  }
}
