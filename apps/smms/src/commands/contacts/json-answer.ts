import { formatUtc } from '@app/time';
import { contactRow } from './contact-row.js';
import { type ContactsAnswer } from './contacts-answer.js';

const indented = (value: unknown, spaces: string): string =>
  JSON.stringify(value, null, 2).replaceAll('\n', `\n${spaces}`);

/** The answer as lines of one JSON text: model, contacts (a line each), errors. */
export function* jsonAnswer({ model, windows, errors }: ContactsAnswer): Generator<string, void> {
  const elements = model.elements.map(({ spacecraft, catalogNumber, epoch, source, from, to }) => ({
    ...{ spacecraft, catalogNumber: catalogNumber ?? null, epoch: formatUtc(epoch), source },
    ...(from !== undefined && to !== undefined && { from: formatUtc(from), to: formatUtc(to) }),
  }));
  yield '{';
  yield `  "model": ${indented({ ...model, elements }, '  ')},`;
  let row: string | undefined;
  for (const window of windows()) {
    yield row === undefined ? '  "contacts": [' : `${row},`;
    row = `    ${JSON.stringify(contactRow(window))}`;
  }
  if (row === undefined) yield '  "contacts": [],';
  else {
    yield row;
    yield '  ],';
  }
  yield `  "errors": ${indented(errors, '  ')}`;
  yield '}';
}
