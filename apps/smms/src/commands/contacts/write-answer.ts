import { contactsCalendar, contactsCsv } from '@app/flight-products';
import { type Tai } from '@app/time';
import { LineWriter } from '../offline/line-writer.js';
import { type OfflineIo } from '../offline/offline-io.js';
import { type ContactsAnswer } from './contacts-answer.js';
import { type ContactsFormat } from './contacts-options.js';
import { jsonAnswer } from './json-answer.js';
import { tableAnswer } from './table-answer.js';

/** Pieces that end in a line feed, as lines without. */
function* withoutLineFeed(pieces: Iterable<string>): Generator<string, void> {
  for (const piece of pieces) yield piece.replace(/\n$/, '');
}

async function linesOf(
  answer: ContactsAnswer,
  format: ContactsFormat,
  now: () => Promise<Tai>,
): Promise<Iterable<string>> {
  switch (format) {
    case 'json':
      return jsonAnswer(answer);
    case 'table':
      return tableAnswer(answer);
    case 'csv':
      return withoutLineFeed(contactsCsv(answer.windows(), answer.model));
    case 'ics':
      return withoutLineFeed(
        contactsCalendar({ windows: answer.windows(), model: answer.model, stampedAt: await now(), name: 'Contacts' }),
      );
  }
}

/** Writes the answer to the standard output, as fast as that takes it: it is never in memory as a whole. */
export async function writeAnswer(
  io: Pick<OfflineIo, 'stdout'>,
  answer: ContactsAnswer,
  format: ContactsFormat,
  now: () => Promise<Tai>,
): Promise<void> {
  const writer = new LineWriter(io.stdout);
  for (const line of await linesOf(answer, format, now)) await writer.line(line);
  await writer.flush();
}
