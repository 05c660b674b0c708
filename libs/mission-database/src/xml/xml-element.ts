import { SaxesParser } from 'saxes';
import { XtceError } from '../errors.js';

/** XTCE 1.2 (OMG formal/2018-10-04) in its published namespace. */
export const XTCE_NAMESPACE = 'http://www.omg.org/spec/XTCE/20180204';
const XSI_NAMESPACE = 'http://www.w3.org/2001/XMLSchema-instance';
const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';

/** The text of one file: it turns a place in it into line and column. */
export class XmlSource {
  constructor(
    readonly xml: string,
    readonly sourceName: string,
  ) {}

  /** Line and column, from one, of a character index. A byte order mark is not counted. */
  place(index: number): { line: number; column: number } {
    let line = 1;
    let start = this.xml.startsWith('\uFEFF') ? 1 : 0;
    for (let at = this.xml.indexOf('\n'); at !== -1 && at < index; at = this.xml.indexOf('\n', start)) {
      line++;
      start = at + 1;
    }
    return { line, column: index - start + 1 };
  }
}

/** One element of the document: local name, attributes without a namespace, children, and the text between them. */
export class XmlElement {
  readonly children: XmlElement[] = [];
  text = '';

  constructor(
    readonly source: XmlSource,
    readonly name: string,
    readonly path: string,
    readonly index: number,
    readonly attributes: ReadonlyMap<string, string>,
  ) {}

  /** The error for something wrong at this element. */
  error(what: string, expected: string, found: string): XtceError {
    const { line, column } = this.source.place(this.index);
    return new XtceError({ what, path: this.path, line, column, expected, found, sourceName: this.source.sourceName });
  }
}

/**
 * The element tree of an XTCE document. Throws XtceError for XML that is not well formed, a document type declaration, an
 * element or attribute of another namespace (xsi attributes are passed over), or a missing root.
 */
export function parseXml(xml: string, sourceName: string): XmlElement {
  const source = new XmlSource(xml, sourceName);
  const parser = new SaxesParser({ xmlns: true });
  const open: XmlElement[] = [];
  const roots: XmlElement[] = [];
  let tagIndex = 0;

  const broken = (what: string, expected: string, found: string, index: number): XtceError =>
    new XtceError({ what, path: open.at(-1)?.path ?? '', ...source.place(index), expected, found, sourceName });

  parser.on('error', (error) => {
    const found = error.message.replace(/^\d+:\d+:\s*/, '');
    throw broken('XML is not well formed', 'well-formed XML 1.0', found, Math.min(parser.position, xml.length));
  });
  parser.on('doctype', () => {
    throw broken('document type declaration', 'no DOCTYPE', 'DOCTYPE', xml.indexOf('<!DOCTYPE'));
  });
  parser.on('opentagstart', (tag) => {
    // The parser stands behind the character that ended the name; the tag began at the last '<' before it.
    tagIndex = xml.lastIndexOf('<' + tag.name, parser.position - 1);
  });
  parser.on('opentag', (tag) => {
    const parent = open.at(-1);
    const path = parent === undefined ? tag.local : `${parent.path}/${tag.local}`;
    const attributes = new Map<string, string>();
    const element = new XmlElement(source, tag.local, path, tagIndex, attributes);
    if (tag.uri !== XTCE_NAMESPACE)
      throw element.error(`element ${tag.name} is not XTCE 1.2`, `namespace ${XTCE_NAMESPACE}`, tag.uri || 'none');
    for (const attribute of Object.values(tag.attributes)) {
      if (attribute.uri === XMLNS_NAMESPACE || attribute.uri === XSI_NAMESPACE) continue;
      if (attribute.uri !== '')
        throw element.error(`unknown attribute ${attribute.name}`, 'attributes without a namespace', attribute.uri);
      attributes.set(attribute.local, attribute.value);
    }
    if (parent === undefined) roots.push(element);
    else parent.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  const addText = (text: string): void => {
    const parent = open.at(-1);
    if (parent !== undefined) parent.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(xml).close();

  const root = roots[0];
  if (root === undefined) throw broken('no root element', 'SpaceSystem', 'an empty document', xml.length);
  return root;
}
