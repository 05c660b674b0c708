import {
  type ContactMargin,
  type ContactSample,
  type LinkBudget,
  marginAlongContact,
  preparedLinkBudget,
} from '@app/link-budget';
import { type PointingProfile, RAD_PER_DEG, pointingProfile, topocentricFrame } from '@app/orbit';
import { secondsBetween } from '@app/time';
import { type ChosenContact } from '../contact-choice/choose-contacts.js';
import { type LinkFile, linkOf } from './link-file.js';

/** A link along one contact. Seconds count from AOS. */
export interface ContactBudget {
  readonly contact: ChosenContact;
  readonly profile: PointingProfile;
  readonly aos: LinkBudget;
  readonly tca: LinkBudget;
  readonly los: LinkBudget;
  readonly margin: ContactMargin;
  /** Times in which the margin is enough and the station may send: those of the margin, cut to the uplink's. */
  readonly usable: readonly (readonly [number, number])[];
  readonly usableSeconds: number;
  readonly usableDataVolumeBits: number;
}

/** A crossing of 0 degrees is found within this. */
const HORIZON_SLACK_RAD = 1e-6;

function elevationRad(degrees: number | undefined): number {
  const radians = (degrees ?? Number.NaN) * RAD_PER_DEG;
  return radians < 0 && radians > -HORIZON_SLACK_RAD ? 0 : radians;
}

function samplesOf({ seconds, elevationDeg, rangeM }: PointingProfile): ContactSample[] {
  return Array.from(seconds, (at, i) => ({
    seconds: at,
    elevationRad: elevationRad(elevationDeg[i]),
    rangeM: rangeM[i] ?? Number.NaN,
  }));
}

/** When the station may use the link: all the time down, from its uplink elevation on up. */
function permitted({ window, station, losSeconds }: ChosenContact, link: LinkFile): (readonly [number, number])[] {
  if (link.direction === 'downlink' || station.uplinkMinElevationDeg === undefined) return [[0, losSeconds]];
  const intervals = window.crossings?.uplink ?? [];
  return intervals.map(({ from, to }) => [secondsBetween(window.aos, from), secondsBetween(window.aos, to)]);
}

function overlaps(
  a: readonly (readonly [number, number])[],
  b: readonly (readonly [number, number])[],
): (readonly [number, number])[] {
  return a.flatMap(([from, to]) =>
    b.flatMap(([begin, end]): (readonly [number, number])[] => {
      const [low, high] = [Math.max(from, begin), Math.min(to, end)];
      return low < high ? [[low, high]] : [];
    }),
  );
}

/** The budget of a link at AOS, TCA and LOS and its margin every step. Throws LinkBudgetError, ProfileError, OfflineInputError. */
export function contactBudget(contact: ChosenContact, file: LinkFile, stepS: number): ContactBudget {
  const { path, station, window, losSeconds } = contact;
  const link = linkOf(file, station);
  const profile = pointingProfile(path, topocentricFrame(station), 0, losSeconds, stepS);
  const samples = samplesOf(profile);
  const margin = marginAlongContact(samples, link, file.thresholdDb ?? 0);
  const budgetAt = preparedLinkBudget(link);
  const atSample = (sample: ContactSample | undefined): LinkBudget =>
    budgetAt(sample ?? { elevationRad: Number.NaN, rangeM: Number.NaN });
  const usable = overlaps(margin.usable, permitted(contact, file));
  const usableSeconds = usable.reduce((sum, [from, to]) => sum + (to - from), 0);
  return {
    ...{ contact, profile, margin, usable, usableSeconds },
    aos: atSample(samples[0]),
    tca: budgetAt({ elevationRad: elevationRad(window.maxElevationDeg), rangeM: window.tcaRangeM }),
    los: atSample(samples.at(-1)),
    usableDataVolumeBits: usableSeconds * margin.rates.dataBps,
  };
}
