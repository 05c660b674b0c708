import { SaxesParser } from 'saxes';
import { type ElementPlace } from '../elements/element-error.js';
import { EphemerisFileError } from './ephemeris-error.js';
import { type Oem } from './oem.js';
import { OemBuilder, stateKeywords } from './oem-builder.js';
import { type Given } from './oem-metadata.js';

// OEM in XML, CCSDS 502.0-B-3, 8.10: `oem` alone, or inside `ndm`. Left out: several `oem` in one `ndm`.

/** A parser's complaint, carried out of its event handler. */
class XmlFault extends Error {
  override readonly name = 'XmlFault';
}

const units: Readonly<Record<string, string>> = {
  X: 'km',
  Y: 'km',
  Z: 'km',
  X_DOT: 'km/s',
  Y_DOT: 'km/s',
  Z_DOT: 'km/s',
  X_DDOT: 'km/s**2',
  Y_DDOT: 'km/s**2',
  Z_DDOT: 'km/s**2',
};

/** Follows the open elements of one document and hands what they hold to the builder. */
class OemXmlReader {
  readonly builder: OemBuilder;
  message: Oem | undefined;
  private readonly open: string[] = [];
  private readonly places: ElementPlace[] = [];
  private unit: string | undefined;
  private content = '';
  private state = new Map<string, Given>();

  constructor(source: string) {
    this.builder = new OemBuilder(source);
  }

  enter(name: string, attributes: Readonly<Record<string, string>>, place: ElementPlace): void {
    if (name === 'oem') {
      if (this.message !== undefined) this.builder.fail('oem', place, 'one message', 'another');
      const version = attributes['version'] ?? '';
      if (!/^[123]\.\d+$/.test(version)) this.builder.fail('version', place, '1.0, 2.0 or 3.0', `"${version}"`);
    }
    if (name === 'segment') this.builder.startSegment(place);
    if (name === 'stateVector') this.state = new Map();
    this.unit = attributes['units'];
    this.content = '';
    this.open.push(name);
    this.places.push(place);
  }

  text(part: string): void {
    this.content += part;
  }

  leave(end: ElementPlace): void {
    const name = this.open.pop() ?? '';
    const place = this.places.pop() ?? end;
    if (this.open.includes('oem')) this.inMessage(name, this.open.at(-1) ?? '', place);
    else if (name === 'oem') this.message = this.builder.finish(place);
    this.content = '';
  }

  private inMessage(name: string, parent: string, place: ElementPlace): void {
    const given: Given = { value: this.content.trim(), unit: this.unit, place };
    if (name === 'COMMENT') {
      if (parent !== 'covarianceMatrix') this.builder.comment(given.value);
    } else if (parent === 'header') this.builder.headerField(name, given);
    else if (parent === 'metadata') this.builder.metadataField(name, given);
    else if (name === 'metadata') this.builder.endMetadata(place);
    else if (parent === 'stateVector') this.stateField(name, given);
    else if (name === 'stateVector') this.endState(place);
    else if (name === 'covarianceMatrix') this.builder.covariance(place);
    else if (name === 'segment') this.builder.endSegment(place);
  }

  private stateField(name: string, given: Given): void {
    if (!(stateKeywords as readonly string[]).includes(name))
      this.builder.fail(name, given.place, 'an element of a state vector', 'another');
    if (this.state.has(name)) this.builder.fail(name, given.place, 'an element once', 'it again');
    if (given.unit !== undefined && given.unit.toLowerCase() !== units[name])
      this.builder.fail(name, given.place, `unit ${units[name] ?? 'none'}`, `unit "${given.unit}"`);
    this.state.set(name, given);
  }

  private endState(place: ElementPlace): void {
    const wanted = this.state.size > 7 ? stateKeywords : stateKeywords.slice(0, 7);
    this.builder.record(
      wanted.map((key) => this.state.get(key) ?? this.builder.fail(key, place, 'it in the state vector', 'nothing')),
      place,
    );
  }
}

/**
 * An OEM in XML. Throws EphemerisFileError with element, line and column: text that is not well-formed, no `oem` element, and what
 * `parseOemKvn` refuses; entities that the text declares itself are not expanded.
 */
export function parseOemXml(text: string, sourceName = 'OEM XML'): Oem {
  const document = text.replace(/^\uFEFF/, '');
  const parser = new SaxesParser();
  const reader = new OemXmlReader(sourceName);
  const local = (name: string): string => name.slice(name.indexOf(':') + 1);
  let place: ElementPlace = { line: 1, column: 1 };
  parser.on('error', (error) => {
    throw new XmlFault(error.message);
  });
  parser.on('opentagstart', () => {
    const offset = document.lastIndexOf('<', parser.position - 1);
    place = { line: parser.line, column: offset - document.lastIndexOf('\n', offset) };
  });
  parser.on('opentag', (tag) => reader.enter(local(tag.name), tag.attributes, place));
  parser.on('text', (part) => reader.text(part));
  parser.on('cdata', (part) => reader.text(part));
  parser.on('closetag', () => reader.leave({ line: parser.line }));
  try {
    parser.write(document).close();
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    const reason = error.message.replace(/^\d+:\d+: /, '');
    const at = { line: parser.line, column: parser.column + 1 };
    throw new EphemerisFileError(sourceName, 'XML', at, 'well-formed XML', reason);
  }
  return reader.message ?? reader.builder.fail('oem', {}, 'an oem element', 'none');
}
