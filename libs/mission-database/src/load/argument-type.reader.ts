import { MAX_NUMBER_BITS } from '../codec/numeric-field.js';
import { type ArgumentSize, type ValidRange } from '../command/command-definition.js';
import { type ParameterKind } from '../definitions.js';
import {
  booleanAttribute,
  checkShape,
  child,
  integerAttribute,
  numberAttribute,
  quote,
  wordAttribute,
} from '../xml/strict-reader.js';
import { type XmlElement } from '../xml/xml-element.js';
import {
  basics,
  encodings,
  type ParameterType,
  readBooleanLabels,
  readLabels,
  readTimeParts,
  timeParts,
} from './parameter-type.reader.js';
import { type LoadScope } from './space-system.js';

/** What an argument takes over from its type. */
export interface ArgumentType {
  readonly field: ParameterType;
  readonly ranges: readonly ValidRange[];
  readonly rangesOver: 'engineering' | 'raw';
  readonly minCharacters: number | undefined;
  readonly maxCharacters: number | undefined;
  /** As the file has it: what it means is found where the argument is read. */
  readonly initialValue: string | undefined;
}

const kinds: Readonly<Record<string, ParameterKind>> = {
  IntegerArgumentType: 'integer',
  FloatArgumentType: 'float',
  EnumeratedArgumentType: 'enumerated',
  BooleanArgumentType: 'boolean',
  StringArgumentType: 'string',
  BinaryArgumentType: 'binary',
  AbsoluteTimeArgumentType: 'time',
};

/** The argument type elements that are known. */
export const argumentTypeElements: readonly string[] = Object.keys(kinds);

const attributes: Record<ParameterKind, readonly string[]> = {
  integer: ['signed', 'sizeInBits'],
  float: ['sizeInBits'],
  enumerated: [],
  boolean: ['zeroStringValue', 'oneStringValue'],
  string: [],
  binary: [],
  time: [],
};
const parts: Record<Exclude<ParameterKind, 'time'>, readonly string[]> = {
  integer: ['ValidRangeSet', 'ValidRange'],
  float: ['ValidRangeSet', 'ValidRange'],
  enumerated: ['EnumerationList'],
  boolean: [],
  string: ['SizeRangeInCharacters'],
  binary: [],
};

/** Reads one argument type. Throws XtceError. */
export function readArgumentType(element: XmlElement, scope: LoadScope): ArgumentType {
  const kind = kinds[element.name];
  if (kind === undefined)
    throw element.error(`unknown element ${element.name}`, argumentTypeElements.join(', '), element.name);
  checkShape(element, {
    required: ['name'],
    optional: ['shortDescription', 'initialValue', ...attributes[kind]],
    one: kind === 'time' ? timeParts : ['LongDescription', 'UnitSet', ...parts[kind], ...encodings[kind]],
  });
  const field = readField(element, scope, kind);
  if (field.encoding === undefined)
    throw element.error(`${element.name} without encoding`, 'an argument type with a data encoding', 'none');
  // Which calibrator holds would depend on the packet, and so would what a person may give.
  const contexts = element.children
    .flatMap(({ children }) => children)
    .find(({ name }) => name === 'ContextCalibratorList');
  if (contexts !== undefined)
    throw contexts.error('context calibrator of an argument', 'a DefaultCalibrator alone', contexts.name);
  return {
    field,
    ...readRanges(element, field),
    ...readCharacters(element),
    initialValue: element.attributes.get('initialValue'),
  };
}

function readField(element: XmlElement, scope: LoadScope, kind: ParameterKind): ParameterType {
  switch (kind) {
    case 'time':
      return readTimeParts(element, scope);
    case 'enumerated':
      return { ...basics(element, scope, kind), labels: readLabels(element) };
    case 'boolean':
      return { ...basics(element, scope, kind), booleanLabels: readBooleanLabels(element) };
    case 'integer':
      booleanAttribute(element, 'signed', true);
      integerAttribute(element, 'sizeInBits', 32, 1, 64);
      return basics(element, scope, kind);
    case 'float':
      wordAttribute(element, 'sizeInBits', ['32', '64'], '32');
      return basics(element, scope, kind);
    case 'string':
    case 'binary':
      return basics(element, scope, kind);
  }
}

/** ValidRangeSet with its ranges, or a ValidRange alone. Over raw values they are engineering ones where no calibrator stands between. */
function readRanges(element: XmlElement, field: ParameterType): Pick<ArgumentType, 'ranges' | 'rangesOver'> {
  const set = child(element, 'ValidRangeSet');
  const single = child(element, 'ValidRange');
  if (set !== undefined && single !== undefined)
    throw single.error('ValidRange beside ValidRangeSet', 'one of the two', 'both');
  const holder = set ?? single;
  if (holder === undefined) return { ranges: [], rangesOver: 'engineering' };
  const calibrated = booleanAttribute(holder, 'validRangeAppliesToCalibrated', true);
  if (set !== undefined) {
    checkShape(set, { optional: ['validRangeAppliesToCalibrated'], many: ['ValidRange'] });
    if (set.children.length === 0) throw set.error('empty ValidRangeSet', 'at least one ValidRange', 'nothing');
  }
  const { encoding } = field;
  const numeric = encoding?.kind === 'integer' || encoding?.kind === 'float';
  const straight = !numeric || encoding.calibrator === undefined;
  const wide = straight && encoding?.kind === 'integer' && encoding.sizeInBits > MAX_NUMBER_BITS;
  const exact = wide && field.kind === 'integer';
  const own = set === undefined ? ['validRangeAppliesToCalibrated'] : [];
  return {
    ranges: (set?.children ?? [holder]).map((range) => readRange(range, own, exact)),
    rangesOver: calibrated || straight ? 'engineering' : 'raw',
  };
}

function readRange(element: XmlElement, more: readonly string[], exact: boolean): ValidRange {
  checkShape(element, { optional: ['minInclusive', 'minExclusive', 'maxInclusive', 'maxExclusive', ...more] });
  const bound = (side: 'min' | 'max'): { at: number | bigint | undefined; exclusive: boolean } => {
    const inclusive = boundAttribute(element, `${side}Inclusive`, exact);
    const exclusive = boundAttribute(element, `${side}Exclusive`, exact);
    if (inclusive !== undefined && exclusive !== undefined)
      throw element.error(`ValidRange with two ${side} bounds`, `${side}Inclusive or ${side}Exclusive`, 'both');
    return { at: inclusive ?? exclusive, exclusive: exclusive !== undefined };
  };
  const min = bound('min');
  const max = bound('max');
  if (min.at === undefined && max.at === undefined)
    throw element.error('ValidRange without a bound', 'a lower or an upper bound', 'nothing');
  if (min.at !== undefined && max.at !== undefined && min.at > max.at)
    throw element.error('ValidRange upside down', 'lower bound ≤ upper bound', `${min.at} > ${max.at}`);
  return { min: min.at, minExclusive: min.exclusive, max: max.at, maxExclusive: max.exclusive };
}

function boundAttribute(element: XmlElement, name: string, exact: boolean): number | bigint | undefined {
  const text = element.attributes.get(name);
  if (!exact || text === undefined) return numberAttribute(element, name);
  if (!/^\s*-?\d+\s*$/.test(text)) throw element.error(`${name} of ${element.name}`, 'an integer', quote(text));
  return BigInt(text);
}

const MAX_CHARACTERS = 65_536;

function readCharacters(element: XmlElement): Pick<ArgumentSize, 'minCharacters' | 'maxCharacters'> {
  const range = child(element, 'SizeRangeInCharacters');
  if (range === undefined) return { minCharacters: undefined, maxCharacters: undefined };
  checkShape(range, { optional: ['minInclusive', 'maxInclusive'] });
  const minCharacters = integerAttribute(range, 'minInclusive', 0, 0, MAX_CHARACTERS);
  return {
    minCharacters,
    maxCharacters: integerAttribute(range, 'maxInclusive', MAX_CHARACTERS, minCharacters, MAX_CHARACTERS),
  };
}
