import { ElementFileError, ElementSetError, shown } from './element-error.js';
import { type ParsedElements } from './element-set.js';
import { type OmmMessage, type OmmValue } from './omm-fields.js';
import { parseOmmMessages } from './omm-messages.js';

function messageOf(item: unknown, index: number): OmmMessage | ElementSetError {
  const place = { index };
  if (typeof item !== 'object' || item === null || Array.isArray(item))
    return new ElementSetError('element set', place, 'an object of OMM keywords', shown(item), undefined);
  const values = new Map<string, OmmValue>();
  let wrong: ElementSetError | undefined;
  for (const [key, value] of Object.entries(item)) {
    if (typeof value === 'string' || typeof value === 'number') values.set(key, { value, place });
    else if (value !== null && typeof value === 'boolean')
      wrong ??= new ElementSetError(key, place, 'a number or a text', shown(value), undefined);
  }
  return wrong ?? { values, place, text: JSON.stringify(item) };
}

/**
 * Element sets of OMM JSON as CelesTrak and Space-Track print it: one object or an array, values as numbers or texts; null and
 * nested values count as absent. A wrong set is refused alone, with keyword and index. Throws ElementFileError
 * when the text is not JSON or holds no set.
 */
export function parseOmmJson(text: string, sourceName = 'OMM JSON'): ParsedElements<ElementSetError> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : 'something else';
    throw new ElementFileError(sourceName, {}, 'JSON', reason);
  }
  const items: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  if (items.length === 0) throw new ElementFileError(sourceName, {}, 'at least one element set', 'an empty array');
  return parseOmmMessages(items.map(messageOf), 'omm-json', sourceName);
}
