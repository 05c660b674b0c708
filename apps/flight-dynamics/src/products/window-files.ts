import type { ContactWindow } from '@app/contracts';
import {
  contactsCalendar,
  contactsCsv,
  type ContactsCalendar,
  contentLine,
  csvRecord,
  icalText,
} from '@app/flight-products';
import type { ContactModel } from '@app/orbit';
import type { Tai } from '@app/time';
import type { StoredWindows } from './stored-window.js';

type Pages = AsyncIterable<readonly ContactWindow[]>;

const noModel: ContactModel = {
  propagator: '',
  earthOrientation: '',
  refraction: '',
  lightTime: 'none',
  elements: [],
  stations: [],
};

const CRLF = '\r\n';
const END_OF_EVENT = `END:VEVENT${CRLF}`;

const withField = (record: string, field: string): string => `${record.slice(0, -CRLF.length)},${csvRecord([field])}`;

/** Windows as CSV: each record states the model of its own window; the last column is the manoeuvre that makes it doubtful. */
export async function* windowsCsv(pages: Pages, stored: StoredWindows): AsyncGenerator<string, void> {
  const [header = ''] = contactsCsv([], noModel);
  yield withField(header, 'maneuver');
  for await (const page of pages)
    for (const message of page) {
      const { window, model } = stored.of(message);
      const [, record = ''] = contactsCsv([window], model);
      yield withField(record, message.maneuver ?? '');
    }
}

/** A window that a manoeuvre makes doubtful is a tentative event (STATUS of RFC 5545) with the reason as its comment. */
function withDoubt(event: string, maneuver: string | null): string {
  if (maneuver === null) return event;
  const comment = contentLine('COMMENT', icalText(`doubtful after a manoeuvre: ${maneuver}`));
  return `${event.slice(0, -END_OF_EVENT.length)}${contentLine('STATUS', 'TENTATIVE')}${comment}${END_OF_EVENT}`;
}

/** Windows as iCalendar: each event states the model of its own window. UIDs stay the same when windows are predicted anew. */
export async function* windowsCalendar(
  pages: Pages,
  stored: StoredWindows,
  stampedAt: Tai,
  name: string,
): AsyncGenerator<string, void> {
  const calendar = (windows: ContactsCalendar['windows'], model: ContactModel) =>
    contactsCalendar({ windows, model, stampedAt, name });
  const [head = '', end = ''] = calendar([], noModel);
  yield head;
  for await (const page of pages)
    for (const message of page) {
      const { window, model } = stored.of(message);
      const [, event = ''] = calendar([window], model);
      yield withDoubt(event, message.maneuver);
    }
  yield end;
}
