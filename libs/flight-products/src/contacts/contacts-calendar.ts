// iCalendar (RFC 5545): one VEVENT a contact window. Calendar times have whole seconds: an event begins at the second that holds AOS and
// ends at the first full second at or after LOS, so it covers the window and is never empty; the exact times stand in its description.
// Events are transparent (free time): a predicted window books nothing. A calendar without windows has no component, which
// the RFC's grammar does not foresee and readers take.
import { type ContactModel, type ContactWindow, type Station } from '@app/orbit';
import { NS_PER_SECOND, type Tai, formatUtc } from '@app/time';
import { ModelIndex, describeElements, describeModel, elementAgeDays } from '../model/model-text.js';
import { FlightProductError } from '../flight-product.error.js';
import { printable } from '../text/characters.js';
import { fixed, turnFixed } from '../text/number-text.js';
import { contentLine, icalText } from './content-line.js';

export interface ContactsCalendar {
  readonly windows: Iterable<ContactWindow>;
  readonly model: ContactModel;
  /** DTSTAMP: when these events were made. */
  readonly stampedAt: Tai;
  /** SEQUENCE of an event, 0 unless given: a reader takes an event of the same UID as a change when its number is higher. */
  readonly sequenceOf?: ((window: ContactWindow) => number) | undefined;
  /** Shown by readers as the calendar's name. */
  readonly name?: string | undefined;
  /** Right-hand side of the UIDs; `smms` unless given. */
  readonly authority?: string | undefined;
}

/**
 * A calendar, yielded event by event. The UID is spacecraft, station, orbit number and part, so that a new prediction moves the event
 * that a reader has. Windows of one identity (orbits that nothing counts) get `~2`, `~3`, … in their order. Throws
 * FlightProductError: a sequence that is not a whole number of 0 or more.
 */
export function* contactsCalendar(calendar: ContactsCalendar): Generator<string, void> {
  const index = new ModelIndex(calendar.model);
  const modelText = describeModel(calendar.model);
  const stamp = icalTime(calendar.stampedAt);
  const seen = new Map<string, number>();
  yield [
    contentLine('BEGIN', 'VCALENDAR'),
    contentLine('VERSION', '2.0'),
    contentLine('PRODID', '-//SMMS ground segment//Contact windows//EN'),
    contentLine('CALSCALE', 'GREGORIAN'),
    calendar.name === undefined ? '' : contentLine('X-WR-CALNAME', icalText(calendar.name)),
  ].join('');
  for (const window of calendar.windows) {
    const identity = identityOf(window);
    const count = (seen.get(identity) ?? 0) + 1;
    seen.set(identity, count);
    const uid = `${identity}${count === 1 ? '' : `~${count}`}@${calendar.authority ?? 'smms'}`;
    const sequence = calendar.sequenceOf?.(window) ?? 0;
    if (!Number.isSafeInteger(sequence) || sequence < 0)
      throw new FlightProductError('calendar', `sequence of ${uid}`, 'a whole number from 0', String(sequence));
    const station = index.stationOf(window);
    yield [
      contentLine('BEGIN', 'VEVENT'),
      contentLine('UID', icalText(uid)),
      contentLine('DTSTAMP', stamp),
      contentLine('DTSTART', icalTime(window.aos)),
      contentLine('DTEND', icalTime(window.los + NS_PER_SECOND - 1n)),
      contentLine('SEQUENCE', String(sequence)),
      contentLine('SUMMARY', icalText(summary(window))),
      contentLine('DESCRIPTION', icalText(description(window, index, modelText))),
      contentLine('LOCATION', icalText(station === undefined ? window.station : `${station.name} (${station.id})`)),
      station === undefined ? '' : contentLine('GEO', geo(station)),
      contentLine('CATEGORIES', icalText(window.spacecraft)),
      contentLine('TRANSP', 'TRANSPARENT'),
      contentLine('END', 'VEVENT'),
    ].join('');
  }
  yield contentLine('END', 'VCALENDAR');
}

/** Spacecraft, station, orbit and, from the second on, part; a slash in a name is escaped, so no two identities are written alike. */
function identityOf({ spacecraft, station, orbitNumber, part }: ContactWindow): string {
  const words = [spacecraft, station, String(orbitNumber), ...(part === 1 ? [] : [String(part)])];
  return words.map((word) => encodeURIComponent(printable(word))).join('/');
}

/** `20260425T061530Z`, the second that holds the instant. */
function icalTime(instant: Tai): string {
  const second = instant - (((instant % NS_PER_SECOND) + NS_PER_SECOND) % NS_PER_SECOND);
  return formatUtc(second, 0).replaceAll(/[-:]/g, '');
}

function summary({ spacecraft, station, maxElevationDeg }: ContactWindow): string {
  return `${spacecraft} over ${station}, max ${fixed(maxElevationDeg, 1)}°`;
}

function description(window: ContactWindow, index: ModelIndex, modelText: string): string {
  const edge = (name: string, at: Tai, azimuthDeg: number, rangeM: number, note: string): string =>
    `${name} ${formatUtc(at)}, azimuth ${turnFixed(azimuthDeg, 2)}°, range ${fixed(rangeM / 1000, 1)} km${note}`;
  const station = index.stationOf(window);
  return [
    `${window.spacecraft} over ${window.station}, orbit ${window.orbitNumber}${window.part === 1 ? '' : `, part ${window.part}`}`,
    edge('AOS', window.aos, window.aosAzimuthDeg, window.aosRangeM, window.aosOpen ? ' (up before)' : ''),
    edge('TCA', window.tca, window.tcaAzimuthDeg, window.tcaRangeM, ''),
    edge('LOS', window.los, window.losAzimuthDeg, window.losRangeM, window.losOpen ? ' (up after)' : ''),
    `Maximum elevation ${fixed(window.maxElevationDeg, 3)}°`,
    ...(station === undefined ? [] : [maskText(station)]),
    `Model: ${modelText}`,
    `From: ${describeElements({ ...window, epoch: window.elementEpoch })}`,
    `Age at AOS: ${fixed(elementAgeDays(window), 2)} days`,
  ].join('\n');
}

function maskText({ minElevationDeg, horizonMask = [] }: Station): string {
  const horizon = horizonMask.length === 0 ? '' : `, horizon mask of ${horizonMask.length} points`;
  return `Minimum elevation ${minElevationDeg}°${horizon}`;
}

/** Latitude and longitude with six decimals, longitude -180 to 180. */
function geo({ latitudeDeg, longitudeDeg }: Station): string {
  return `${fixed(latitudeDeg, 6)};${fixed(longitudeDeg > 180 ? longitudeDeg - 360 : longitudeDeg, 6)}`;
}
