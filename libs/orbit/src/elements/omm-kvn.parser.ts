import { ElementFileError, ElementSetError, shown } from './element-error.js';
import { type ParsedElements } from './element-set.js';
import { type OmmMessage, type OmmValue, isOmmNumber } from './omm-fields.js';
import { parseOmmMessages } from './omm-messages.js';

interface Draft {
  readonly values: Map<string, OmmValue>;
  readonly index: number;
  readonly line: number;
  readonly lines: string[];
  wrong: ElementSetError | undefined;
}

const keyValue = /^\s*([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*$/;
const withUnit = /^(.*?)\s*\[([^\]]*)\]$/;

function readLine(draft: Draft, text: string, line: number): void {
  const match = keyValue.exec(text);
  const place = { index: draft.index, line };
  if (match === null) {
    draft.wrong ??= new ElementSetError('line', { ...place, column: 1 }, 'KEYWORD = value', shown(text), undefined);
    return;
  }
  const [, key = '', whole = ''] = match;
  // Names may end in brackets of their own: `STARLINK-11072 [DTC]`.
  const [, value = whole, unit] = (isOmmNumber(key) ? withUnit.exec(whole) : null) ?? [];
  if (draft.values.has(key) && !key.startsWith('USER_DEFINED'))
    draft.wrong ??= new ElementSetError(key, place, 'a keyword once', 'it again', undefined);
  draft.values.set(key, { value, unit, place: { ...place, column: text.indexOf('=') + 2 } });
}

/**
 * Element sets of OMM in keyword-value notation; a text may hold several messages, each begun by `CCSDS_OMM_VERS`. Comments are
 * skipped. A wrong set is refused alone, with keyword, line and column. Throws ElementFileError when there is no message.
 */
export function parseOmmKvn(text: string, sourceName = 'OMM KVN'): ParsedElements<ElementSetError> {
  const drafts: Draft[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  for (const [at, content] of lines.entries()) {
    if (content.trim() === '' || /^\s*COMMENT\b/.test(content)) continue;
    if (/^\s*CCSDS_OMM_VERS\s*=/.test(content))
      drafts.push({ values: new Map(), index: drafts.length, line: at + 1, lines: [], wrong: undefined });
    const draft = drafts.at(-1);
    if (draft === undefined)
      throw new ElementFileError(sourceName, { line: at + 1 }, 'CCSDS_OMM_VERS = ... first', shown(content));
    draft.lines.push(content);
    readLine(draft, content, at + 1);
  }
  if (drafts.length === 0) throw new ElementFileError(sourceName, {}, 'CCSDS_OMM_VERS = ...', 'nothing');
  const messages = drafts.map(
    (draft): OmmMessage | ElementSetError =>
      draft.wrong ?? {
        values: draft.values,
        place: { index: draft.index, line: draft.line },
        text: draft.lines.join('\n'),
      },
  );
  return parseOmmMessages(messages, 'omm-kvn', sourceName);
}
