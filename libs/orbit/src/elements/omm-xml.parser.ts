import { SaxesParser } from 'saxes';
import { ElementFileError, type ElementSetError } from './element-error.js';
import { type ParsedElements } from './element-set.js';
import { type OmmMessage, type OmmValue } from './omm-fields.js';
import { parseOmmMessages } from './omm-messages.js';

/** A parser's complaint, carried out of its event handler. */
class XmlFault extends Error {
  override readonly name = 'XmlFault';
}

/** Collects the leaf elements of each `omm` element: their names are the keywords. */
class OmmCollector {
  readonly messages: OmmMessage[] = [];
  private values: Map<string, OmmValue> | undefined;
  private start = { line: 1, offset: 0 };
  private leaf: { key: string; unit: string | undefined; line: number; column: number } | undefined;
  private content = '';

  open(key: string, unit: string | undefined, line: number, column: number, offset: number): void {
    if (key === 'omm') {
      this.values = new Map();
      this.start = { line, offset };
    }
    this.leaf = { key, unit, line, column };
    this.content = '';
  }

  text(part: string): void {
    this.content += part;
  }

  close(key: string, document: string, offset: number): void {
    if (key === 'omm' && this.values !== undefined) {
      const place = { index: this.messages.length, line: this.start.line };
      this.messages.push({ values: this.values, place, text: document.slice(this.start.offset, offset) });
      this.values = undefined;
    } else if (this.leaf?.key === key && this.values !== undefined) {
      const { unit, line, column } = this.leaf;
      this.values.set(key, {
        value: this.content.trim(),
        unit,
        place: { index: this.messages.length, line, column },
      });
    }
    this.leaf = undefined;
  }
}

/**
 * Element sets of OMM XML: one `omm` element or several inside `ndm`. A wrong set is refused alone, with keyword, line and column.
 * Throws ElementFileError when the text is not well-formed XML or has no `omm` element; entities that the
 * text declares itself are not expanded.
 */
export function parseOmmXml(text: string, sourceName = 'OMM XML'): ParsedElements<ElementSetError> {
  const document = text.replace(/^\uFEFF/, '');
  const parser = new SaxesParser();
  const collector = new OmmCollector();
  let line = 1;
  let column = 1;
  let offset = 0;
  const local = (name: string): string => name.slice(name.indexOf(':') + 1);
  parser.on('error', (error) => {
    throw new XmlFault(error.message);
  });
  parser.on('opentagstart', () => {
    line = parser.line;
    offset = document.lastIndexOf('<', parser.position - 1);
    column = offset - document.lastIndexOf('\n', offset);
  });
  parser.on('opentag', (tag) => {
    const unit = tag.attributes['units'];
    collector.open(local(tag.name), unit, line, column, offset);
  });
  parser.on('text', (part) => collector.text(part));
  parser.on('cdata', (part) => collector.text(part));
  parser.on('closetag', (tag) => collector.close(local(tag.name), document, parser.position));
  try {
    parser.write(document).close();
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    const reason = error.message.replace(/^\d+:\d+: /, '');
    throw new ElementFileError(sourceName, { line: parser.line, column: parser.column + 1 }, 'well-formed XML', reason);
  }
  if (collector.messages.length === 0) throw new ElementFileError(sourceName, {}, 'an omm element', 'none');
  return parseOmmMessages(collector.messages, 'omm-xml', sourceName);
}
