import type { ContactWindow } from '@app/contracts';
import { contactsCalendar, contactsCsv, type ContactsCalendar } from '@app/flight-products';
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

/** Windows as CSV: each record states the model of its own window. */
export async function* windowsCsv(pages: Pages, stored: StoredWindows): AsyncGenerator<string, void> {
  yield* contactsCsv([], noModel);
  for await (const page of pages)
    for (const message of page) {
      const { window, model } = stored.of(message);
      const [, record = ''] = contactsCsv([window], model);
      yield record;
    }
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
      yield event;
    }
  yield end;
}
