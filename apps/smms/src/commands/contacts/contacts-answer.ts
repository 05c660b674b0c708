import { type ContactModel, type ContactWindow } from '@app/orbit';
import { type ContactsFailure } from './contacts-failure.js';

/** What a search gave. `windows` makes them anew, in order, each time it is asked. */
export interface ContactsAnswer {
  readonly model: ContactModel;
  readonly count: number;
  readonly windows: () => Iterable<ContactWindow>;
  readonly errors: readonly ContactsFailure[];
}
