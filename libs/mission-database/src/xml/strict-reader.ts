import { type XmlElement } from './xml-element.js';

/** What an element may hold. Anything else is an error: nothing in a file is passed over in silence. */
export interface ElementShape {
  readonly required?: readonly string[];
  readonly optional?: readonly string[];
  /** Child elements by name; `many` may repeat. */
  readonly one?: readonly string[];
  readonly many?: readonly string[];
  readonly text?: boolean;
}

/** Checks attributes, children, multiplicity and text of an element. Throws XtceError at the element or at the unknown child. */
export function checkShape(element: XmlElement, shape: ElementShape): void {
  const { required = [], optional = [], one = [], many = [], text = false } = shape;
  for (const name of required)
    if (!element.attributes.has(name))
      throw element.error(`${element.name} without ${name}`, `attribute ${name}`, 'nothing');
  for (const name of element.attributes.keys())
    if (!required.includes(name) && !optional.includes(name))
      throw element.error(
        `unknown attribute ${name} of ${element.name}`,
        list([...required, ...optional], 'no attribute'),
        name,
      );
  const seen = new Set<string>();
  for (const child of element.children) {
    const repeats = many.includes(child.name);
    if (!repeats && !one.includes(child.name))
      throw child.error(`unknown element ${child.name}`, list([...one, ...many], 'no element'), child.name);
    if (!repeats && seen.has(child.name))
      throw child.error(`second ${child.name}`, `one ${child.name} in ${element.name}`, 'another');
    seen.add(child.name);
  }
  if (!text && element.text.trim() !== '')
    throw element.error(`text in ${element.name}`, 'elements only', quote(element.text.trim()));
}

/** The child of that name, or undefined. */
export function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((candidate) => candidate.name === name);
}

/** The child of that name; XtceError where it is missing. */
export function needChild(element: XmlElement, name: string): XmlElement {
  const found = child(element, name);
  if (found === undefined) throw element.error(`${element.name} without ${name}`, `element ${name}`, 'nothing');
  return found;
}

/** The only child out of a choice; XtceError where there is none or more than one. */
export function needChoice(element: XmlElement, names: readonly string[]): XmlElement {
  const found = element.children.filter((candidate) => names.includes(candidate.name));
  const [first, second] = found;
  if (first === undefined) throw element.error(`empty ${element.name}`, `one of ${names.join(', ')}`, 'nothing');
  if (second !== undefined) throw second.error(`second choice in ${element.name}`, 'one element', second.name);
  return first;
}

/** The attribute, which checkShape has found present. */
export function need(element: XmlElement, name: string): string {
  const value = element.attributes.get(name);
  if (value === undefined) throw element.error(`${element.name} without ${name}`, `attribute ${name}`, 'nothing');
  return value;
}

/** A name as XTCE takes it: no `.`, `/`, `:`, `[`, `]` or white space, which references use. */
export function needName(element: XmlElement): string {
  const name = need(element, 'name');
  if (!/^[^./:[\]\s]+$/.test(name))
    throw element.error(`name of ${element.name}`, 'a name without . / : [ ] or white space', quote(name));
  return name;
}

/** A decimal integer from `text`, within bounds. */
export function parseInteger(element: XmlElement, what: string, text: string, min: number, max: number): number {
  const value = /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : NaN;
  if (!(Number.isSafeInteger(value) && value >= min && value <= max))
    throw element.error(`${what} of ${element.name}`, `an integer from ${min} to ${max}`, quote(text));
  return value;
}

/** A finite decimal number from `text` (xs:double without INF and NaN). */
function parseNumber(element: XmlElement, what: string, text: string): number {
  const value = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(value)) throw element.error(`${what} of ${element.name}`, 'a finite number', quote(text));
  return value;
}

/** An integer attribute, or its default. */
export function integerAttribute(
  element: XmlElement,
  name: string,
  fallback: number,
  min: number,
  max: number,
): number {
  const text = element.attributes.get(name);
  return text === undefined ? fallback : parseInteger(element, name, text, min, max);
}

/** A number attribute, or undefined where it is absent. */
export function numberAttribute(element: XmlElement, name: string): number | undefined {
  const text = element.attributes.get(name);
  return text === undefined ? undefined : parseNumber(element, name, text);
}

/** A number attribute that must be there. */
export function needNumber(element: XmlElement, name: string): number {
  return parseNumber(element, name, need(element, name));
}

/** A Boolean attribute (xs:boolean), or its default. */
export function booleanAttribute(element: XmlElement, name: string, fallback: boolean): boolean {
  const text = element.attributes.get(name);
  if (text === undefined) return fallback;
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw element.error(`${name} of ${element.name}`, 'true or false', quote(text));
}

/** An attribute out of a list of words, or its default. */
export function wordAttribute<Word extends string>(
  element: XmlElement,
  name: string,
  words: readonly Word[],
  fallback: Word,
): Word {
  const text = element.attributes.get(name);
  if (text === undefined) return fallback;
  const word = words.find((candidate) => candidate === text);
  if (word === undefined)
    throw element.error(`${name} "${text}" of ${element.name} is not known`, words.join(', '), quote(text));
  return word;
}

/** Text with line breaks and indentation folded to single spaces. */
export function foldedText(element: XmlElement): string {
  return element.text.replace(/\s+/g, ' ').trim();
}

export function quote(text: string): string {
  return `"${text.length > 80 ? `${text.slice(0, 77)}...` : text}"`;
}

function list(names: readonly string[], none: string): string {
  return names.length === 0 ? none : names.join(', ');
}
