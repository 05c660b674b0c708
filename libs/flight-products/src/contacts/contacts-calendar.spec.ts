import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseUtc } from '@app/time';
import { FlightProductError } from '../flight-product.error.js';
import { anyName } from '../testing/any-name.js';
import { firstOf, kashi, sample } from '../testing/sample-contacts.js';
import { type ContactsCalendar, contactsCalendar } from './contacts-calendar.js';
import { contentLine, icalText } from './content-line.js';

type Property = readonly [name: string, value: string];

/** Lines of a calendar, unfolded; fails on a line of more than 75 octets, a bare CR or LF, a control character. */
function readLines(text: string): Property[] {
  expect(text.endsWith('\r\n')).toBe(true);
  for (const line of text.slice(0, -2).split('\r\n')) {
    expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(line).not.toMatch(/[\0-\x08\x0a-\x1f\x7f]/);
  }
  return text
    .replaceAll('\r\n ', '')
    .slice(0, -2)
    .split('\r\n')
    .map((line): Property => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]);
}

/** A TEXT value as a reader has it. */
const unescaped = (value: string): string =>
  value.replaceAll(/\\(.)/g, (_all, character: string) => (/[nN]/.test(character) ? '\n' : character));

function readEvents(calendar: Partial<ContactsCalendar> = {}): ReadonlyMap<string, string>[] {
  const given = { windows: sample.contactWindows, model: sample.model, stampedAt: parseUtc('2026-04-24T12:00:00Z') };
  const lines = readLines([...contactsCalendar({ ...given, ...calendar })].join(''));
  expect(lines[0]).toEqual(['BEGIN', 'VCALENDAR']);
  expect(lines.at(-1)).toEqual(['END', 'VCALENDAR']);
  const events: Map<string, string>[] = [];
  let open = false;
  for (const [name, value] of lines.slice(1, -1)) {
    if (name === 'BEGIN' || name === 'END') {
      expect([value, open]).toEqual(['VEVENT', name === 'END']);
      open = name === 'BEGIN';
      if (open) events.push(new Map());
    } else if (open) {
      const event = events.at(-1)!;
      expect(event.has(name)).toBe(false);
      event.set(name, value);
    }
  }
  return events;
}

describe('contactsCalendar', () => {
  it('has an event a window, with what RFC 5545 requires of it', () => {
    const events = readEvents();
    expect(events).toHaveLength(sample.contactWindows.length);
    expect(new Set(events.map((event) => event.get('UID'))).size).toBe(events.length);
    for (const event of events) {
      expect(event.get('DTSTAMP')).toBe('20260424T120000Z');
      expect(event.get('DTSTART')).toMatch(/^202604(25|26)T\d{6}Z$/);
      expect(event.get('SEQUENCE')).toBe('0');
    }
  });

  it('covers the window with whole seconds, and is never empty', () => {
    const at = (aos: string, los: string): (string | undefined)[] => {
      const window = { ...firstOf('TEST-1'), aos: parseUtc(aos), los: parseUtc(los) };
      const [event] = readEvents({ windows: [window] });
      return [event!.get('DTSTART'), event!.get('DTEND')];
    };
    expect(at('2026-04-25T06:15:30.999Z', '2026-04-25T06:25:00.000000001Z')).toEqual([
      '20260425T061530Z',
      '20260425T062501Z',
    ]);
    expect(at('2026-04-25T06:15:30Z', '2026-04-25T06:25:00Z')).toEqual(['20260425T061530Z', '20260425T062500Z']);
    expect(at('2026-04-25T06:15:30.2Z', '2026-04-25T06:15:30.3Z')).toEqual(['20260425T061530Z', '20260425T061531Z']);
    expect(at('2016-12-31T23:59:60.5Z', '2017-01-01T00:00:00.5Z')).toEqual(['20161231T235960Z', '20170101T000001Z']);
  });

  it('keeps its UID when the window is predicted again, and tells parts and windows of one identity apart', () => {
    const window = { ...firstOf('TEST-1'), orbitNumber: 4711, part: 1 };
    const later = { ...window, aos: window.aos + 900_000_000n, elementEpoch: window.elementEpoch + 1n };
    const uidOf = (...windows: ContactsCalendar['windows'][]): (string | undefined)[] =>
      windows.flatMap((each) => readEvents({ windows: each }).map((event) => event.get('UID')));
    expect(uidOf([window], [later])).toEqual(['TEST-1/KSI-1/4711@smms', 'TEST-1/KSI-1/4711@smms']);
    expect(uidOf([{ ...window, part: 2 }])).toEqual(['TEST-1/KSI-1/4711/2@smms']);
    expect(uidOf([window, later])).toEqual(['TEST-1/KSI-1/4711@smms', 'TEST-1/KSI-1/4711~2@smms']);
    expect(uidOf([{ ...window, spacecraft: 'A/B', station: 'C' }])).not.toEqual(
      uidOf([{ ...window, spacecraft: 'A', station: 'B/C' }]),
    );
  });

  it('says exact times, azimuths, model and place', () => {
    const window = { ...firstOf('TEST-1'), aos: parseUtc('2026-04-25T06:15:30.123456Z'), aosOpen: true };
    const [event] = readEvents({ windows: [window], sequenceOf: () => 3 });
    const text = unescaped(event!.get('DESCRIPTION')!);
    expect(text).toContain('AOS 2026-04-25T06:15:30.123456Z, azimuth');
    expect(text).toContain('(up before)');
    expect(text).toContain('Model: SGP4 (WGS72, improved); Earth orientation none');
    expect(text).toContain('799500001, epoch 2026-04-24T06:00:00.123456Z, omm-json of catalogue.json');
    expect(text).toContain('Minimum elevation 5°, horizon mask of 4 points');
    expect(event!.get('GEO')).toBe('39.504000;75.929000');
    expect(event!.get('LOCATION')).toBe('Kashi (KSI-1)');
    expect(event!.get('SEQUENCE')).toBe('3');
  });

  it('gives GEO a longitude of -180 to 180', () => {
    const model = { ...sample.model, stations: [{ ...kashi, longitudeDeg: 271.736 }] };
    const [event] = readEvents({ windows: [firstOf('TEST-1')], model });
    expect(event!.get('GEO')).toBe('39.504000;-88.264000');
  });

  it('refuses a sequence that is none', () => {
    expect(() => readEvents({ sequenceOf: () => -1 })).toThrow(FlightProductError);
  });

  it('gives any name back (law), but for characters that it may not hold', () => {
    fc.assert(
      fc.property(anyName, anyName, (spacecraft, name) => {
        const [event] = readEvents({ windows: [{ ...firstOf('TEST-1'), spacecraft }], name });
        const legal = spacecraft.replaceAll(/\r\n?/g, '\n').replaceAll(/[^\P{C}\t\n]|[\uFFFE\uFFFF]/gu, '\uFFFD');
        const found = unescaped(event!.get('CATEGORIES')!).replaceAll(/[^\P{C}\t\n]|[\uFFFE\uFFFF]/gu, '\uFFFD');
        expect(found).toBe(legal);
      }),
    );
  });
});

describe('content lines', () => {
  it('escape TEXT as python3-icalendar 4.0.3 does', () => {
    expect(icalText('a\\b;c,d\ne "q": 45° 卫星')).toBe('a\\\\b\\;c\\,d\\ne "q": 45° 卫星');
  });

  it('fold at 75 octets and never inside a character', () => {
    expect(contentLine('X', 'a'.repeat(73))).toBe(`X:${'a'.repeat(73)}\r\n`);
    expect(contentLine('X', 'a'.repeat(74))).toBe(`X:${'a'.repeat(73)}\r\n a\r\n`);
    expect(contentLine('X', `${'a'.repeat(71)}卫`)).toBe(`X:${'a'.repeat(71)}\r\n 卫\r\n`);
    expect(contentLine('X', 'b'.repeat(73 + 74 + 1))).toBe(`X:${'b'.repeat(73)}\r\n ${'b'.repeat(74)}\r\n b\r\n`);
  });
});
