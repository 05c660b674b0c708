import { z } from 'zod';
import { type ContactWindow, contactIdSchema, utcSchema } from '@app/contracts';
import { Refusal } from '@app/platform';

/** The place of a window in the order of AOS and identity. */
export type WindowPlace = Pick<ContactWindow, 'aos' | 'id'>;

const placeSchema = z.tuple([utcSchema, contactIdSchema]);

/** A place as a text that says nothing to who carries it. */
export function windowCursor({ aos, id }: WindowPlace): string {
  return Buffer.from(JSON.stringify([aos, id])).toString('base64url');
}

/** The place of a cursor. Throws Refusal (400) for a text that is none. */
export function placeOfCursor(cursor: string): WindowPlace {
  const place = placeSchema.safeParse(parsed(Buffer.from(cursor, 'base64url').toString()));
  if (place.success) return { aos: place.data[0], id: place.data[1] };
  throw new Refusal(400, 'invalid query', [
    { path: 'cursor', message: `expected the cursor of a page, found "${cursor}"` },
  ]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
