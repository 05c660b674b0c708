import type { ArgumentDefinition, ArgumentValue } from '@app/contracts';

/**
 * The text of a field as the value that the API takes, undefined where nothing was given; labels and what cannot be a number are sent as
 * they are, for the ground segment to take or refuse them with its reason.
 */
export function valueOf({ kind }: ArgumentDefinition, text: string): ArgumentValue | undefined {
  if (text.trim() === '' && kind !== 'string') return undefined;
  if (kind !== 'integer' && kind !== 'float') return text;
  const number = Number(text);
  return Number.isNaN(number) || (kind === 'integer' && !Number.isSafeInteger(number)) ? text : number;
}

/** What a field shows at first. */
export function textOf({ default: given, kind, labels }: ArgumentDefinition): string {
  if (given === null) return '';
  // A Boolean's labels are [false, true].
  if (kind === 'boolean' && typeof given === 'boolean') return labels?.[given ? 1 : 0] ?? String(given);
  return String(given);
}
