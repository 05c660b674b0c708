import { ElementSetError } from './element-error.js';
import { type ElementFormat, type ElementSet, type ParsedElements } from './element-set.js';
import { type OmmMessage, elementSetOfOmm } from './omm-fields.js';

/** The sets of several messages; a message that is wrong, or that its reader already refused, becomes an error. */
export function parseOmmMessages(
  messages: readonly (OmmMessage | ElementSetError)[],
  format: ElementFormat,
  sourceName: string,
): ParsedElements<ElementSetError> {
  const elementSets: ElementSet[] = [];
  const errors: ElementSetError[] = [];
  for (const message of messages) {
    if (message instanceof ElementSetError) {
      errors.push(message);
      continue;
    }
    try {
      elementSets.push(elementSetOfOmm(message, format, sourceName));
    } catch (error) {
      if (!(error instanceof ElementSetError)) throw error;
      errors.push(error);
    }
  }
  return { elementSets, errors };
}
