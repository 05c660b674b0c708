import { type EnumerationLabel, type ParameterDefinition, type ParameterKind } from '../definitions.js';
import { epochTai } from '../codec/time-value.js';
import {
  booleanAttribute,
  checkShape,
  child,
  foldedText,
  integerAttribute,
  need,
  needChild,
  needChoice,
  numberAttribute,
  parseInteger,
  quote,
  wordAttribute,
} from '../xml/strict-reader.js';
import { type XmlElement } from '../xml/xml-element.js';
import { readEnumerationAlarm, readRangeAlarm } from './alarm.reader.js';
import { readDescriptions } from './description.reader.js';
import { readEncoding } from './encoding.reader.js';
import { type LoadScope } from './space-system.js';

/** What a parameter takes over from its type. */
export type ParameterType = Pick<
  ParameterDefinition,
  | 'kind'
  | 'typeName'
  | 'unit'
  | 'description'
  | 'longDescription'
  | 'encoding'
  | 'labels'
  | 'booleanLabels'
  | 'time'
  | 'alarm'
>;

const named = ['name'];
const described = ['shortDescription'];
/** The encodings that a type of each kind may have. */
export const encodings: Record<Exclude<ParameterKind, 'time'>, readonly string[]> = {
  integer: ['IntegerDataEncoding'],
  float: ['IntegerDataEncoding', 'FloatDataEncoding'],
  enumerated: ['IntegerDataEncoding'],
  boolean: ['IntegerDataEncoding'],
  string: ['StringDataEncoding'],
  binary: ['BinaryDataEncoding'],
};

type TypeReader = (element: XmlElement, scope: LoadScope) => ParameterType;

const readers: Readonly<Record<string, TypeReader>> = {
  IntegerParameterType: readInteger,
  FloatParameterType: readFloat,
  EnumeratedParameterType: readEnumerated,
  BooleanParameterType: readBoolean,
  StringParameterType: readPlain('string'),
  BinaryParameterType: readPlain('binary'),
  AbsoluteTimeParameterType: readTime,
};

/** The parameter type elements that are known. */
export const parameterTypeElements: readonly string[] = Object.keys(readers);

/** Reads one parameter type. Throws XtceError. */
export function readParameterType(element: XmlElement, scope: LoadScope): ParameterType {
  const reader = readers[element.name];
  if (reader === undefined)
    throw element.error(`unknown element ${element.name}`, parameterTypeElements.join(', '), element.name);
  return reader(element, scope);
}

function readInteger(element: XmlElement, scope: LoadScope): ParameterType {
  checkShape(element, {
    required: named,
    optional: [...described, 'signed', 'sizeInBits'],
    one: ['LongDescription', 'UnitSet', 'DefaultAlarm', ...encodings.integer],
  });
  booleanAttribute(element, 'signed', true);
  integerAttribute(element, 'sizeInBits', 32, 1, 64);
  const alarm = child(element, 'DefaultAlarm');
  return { ...basics(element, scope, 'integer'), alarm: alarm && readRangeAlarm(alarm) };
}

function readFloat(element: XmlElement, scope: LoadScope): ParameterType {
  checkShape(element, {
    required: named,
    optional: [...described, 'sizeInBits'],
    one: ['LongDescription', 'UnitSet', 'DefaultAlarm', ...encodings.float],
  });
  wordAttribute(element, 'sizeInBits', ['32', '64'], '32');
  const alarm = child(element, 'DefaultAlarm');
  return { ...basics(element, scope, 'float'), alarm: alarm && readRangeAlarm(alarm) };
}

function readEnumerated(element: XmlElement, scope: LoadScope): ParameterType {
  checkShape(element, {
    required: named,
    optional: described,
    one: ['LongDescription', 'UnitSet', 'EnumerationList', 'DefaultAlarm', ...encodings.enumerated],
  });
  const labels = readLabels(element);
  const alarm = child(element, 'DefaultAlarm');
  return {
    ...basics(element, scope, 'enumerated'),
    labels,
    alarm: alarm && readEnumerationAlarm(alarm, labels),
  };
}

/** The EnumerationList of a type. */
export function readLabels(element: XmlElement): EnumerationLabel[] {
  const list = needChild(element, 'EnumerationList');
  checkShape(list, { many: ['Enumeration'] });
  if (list.children.length === 0) throw list.error('empty EnumerationList', 'at least one Enumeration', 'nothing');
  const labels: EnumerationLabel[] = [];
  for (const item of list.children) {
    const read = readLabel(item);
    const clash = labels.find((known) => known.value <= read.maxValue && read.value <= known.maxValue);
    if (clash !== undefined)
      throw item.error('enumeration value given twice', 'a value without a label', `${read.value} is ${clash.label}`);
    labels.push(read);
  }
  return labels;
}

function readLabel(element: XmlElement): EnumerationLabel {
  checkShape(element, { required: ['value', 'label'], optional: ['maxValue', 'shortDescription'] });
  const { MIN_SAFE_INTEGER, MAX_SAFE_INTEGER } = Number;
  const value = parseInteger(element, 'value', need(element, 'value'), MIN_SAFE_INTEGER, MAX_SAFE_INTEGER);
  const maxValue = integerAttribute(element, 'maxValue', value, value, MAX_SAFE_INTEGER);
  return { label: need(element, 'label'), value, maxValue };
}

function readBoolean(element: XmlElement, scope: LoadScope): ParameterType {
  checkShape(element, {
    required: named,
    optional: [...described, 'zeroStringValue', 'oneStringValue'],
    one: ['LongDescription', 'UnitSet', ...encodings.boolean],
  });
  return { ...basics(element, scope, 'boolean'), booleanLabels: readBooleanLabels(element) };
}

/** The words of a Boolean type. */
export function readBooleanLabels(element: XmlElement): { readonly zero: string; readonly one: string } {
  const zero = element.attributes.get('zeroStringValue') ?? 'False';
  const one = element.attributes.get('oneStringValue') ?? 'True';
  if (zero === one) throw element.error('words of a Boolean', 'two different words', quote(zero));
  return { zero, one };
}

function readPlain(kind: 'string' | 'binary'): TypeReader {
  return (element, scope) => {
    checkShape(element, {
      required: named,
      optional: described,
      one: ['LongDescription', 'UnitSet', ...encodings[kind]],
    });
    return basics(element, scope, kind);
  };
}

function readTime(element: XmlElement, scope: LoadScope): ParameterType {
  checkShape(element, { required: named, optional: described, one: timeParts });
  return readTimeParts(element, scope);
}

/** Children of an absolute time type. */
export const timeParts: readonly string[] = ['LongDescription', 'Encoding', 'ReferenceTime'];

/** An absolute time type whose own shape has been checked. */
export function readTimeParts(element: XmlElement, scope: LoadScope): ParameterType {
  const encoding = needChild(element, 'Encoding');
  checkShape(encoding, {
    optional: ['units', 'scale', 'offset'],
    one: ['IntegerDataEncoding', 'FloatDataEncoding'],
  });
  wordAttribute(encoding, 'units', ['seconds'], 'seconds');
  const reference = needChild(element, 'ReferenceTime');
  checkShape(reference, { one: ['Epoch'] });
  const epochElement = needChild(reference, 'Epoch');
  checkShape(epochElement, { text: true });
  const epoch = foldedText(epochElement);
  if (epochTai(epoch) === undefined)
    throw epochElement.error('Epoch', 'TAI, UNIX, GPS, J2000 or a UTC date from 1972-01-01 on', quote(epoch));
  const dataElement = needChoice(encoding, ['IntegerDataEncoding', 'FloatDataEncoding']);
  refuseCalibrators(dataElement, 'time');
  const scale = numberAttribute(encoding, 'scale') ?? 1;
  if (scale === 0) throw encoding.error('scale of a time', 'a number other than 0', '0');
  return {
    ...basics(element, scope, 'time'),
    unit: '',
    encoding: readEncoding(dataElement, scope),
    time: { epoch, scale, offset: numberAttribute(encoding, 'offset') ?? 0 },
  };
}

/** What types of every kind have. */
export function basics(element: XmlElement, scope: LoadScope, kind: ParameterKind): ParameterType {
  const encodingElement = kind === 'time' ? undefined : oneOf(element, encodings[kind]);
  if (encodingElement !== undefined && (kind === 'enumerated' || kind === 'boolean'))
    refuseCalibrators(encodingElement, kind);
  return {
    kind,
    typeName: need(element, 'name'),
    unit: readUnit(element),
    ...readDescriptions(element),
    encoding: encodingElement && readEncoding(encodingElement, scope),
    labels: [],
    booleanLabels: undefined,
    time: undefined,
    alarm: undefined,
  };
}

/** A label, a Boolean and a time are read from the raw value: a calibrator under them would have no meaning. */
function refuseCalibrators(encoding: XmlElement, kind: ParameterKind): void {
  const [calibrator] = encoding.children;
  if (calibrator !== undefined)
    throw calibrator.error(`calibrator in a ${kind} type`, 'an encoding without calibrators', calibrator.name);
}

function oneOf(element: XmlElement, names: readonly string[]): XmlElement | undefined {
  const found = element.children.filter((candidate) => names.includes(candidate.name));
  const second = found[1];
  if (second !== undefined) throw second.error('second encoding', 'one encoding', second.name);
  return found[0];
}

/** UnitSet as people write it: `m/s`, `m s^-1`. Empty for no unit. */
function readUnit(element: XmlElement): string {
  const set = child(element, 'UnitSet');
  if (set === undefined) return '';
  checkShape(set, { many: ['Unit'] });
  return set.children
    .map((unit) => {
      checkShape(unit, { optional: ['description', 'power'], text: true });
      const power = numberAttribute(unit, 'power') ?? 1;
      return power === 1 ? foldedText(unit) : `${foldedText(unit)}^${power}`;
    })
    .join(' ');
}
