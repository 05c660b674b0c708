import { isDeepStrictEqual } from 'node:util';
import { storableText } from '../processing/value-text.js';
import type { KeptCommand } from './command.machine.js';

/** Whether somebody asks for what he has written already: all that he gave is the same, whatever became of the command since. */
export function isSameCommand(kept: KeptCommand, asked: KeptCommand): boolean {
  return isDeepStrictEqual(givenIn(kept), givenIn(asked));
}

function givenIn({
  mode,
  spacecraft,
  name,
  arguments: values,
  service,
  author,
  askedContact,
  note,
}: KeptCommand): unknown {
  return {
    mode,
    spacecraft,
    name,
    // As they are kept: JSON knows no -0.
    arguments: JSON.parse(JSON.stringify(values)) as unknown,
    service,
    author,
    askedContact,
    note: note === null ? null : storableText(note),
  };
}
