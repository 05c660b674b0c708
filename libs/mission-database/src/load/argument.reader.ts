import { integerRange, MAX_NUMBER_BITS } from '../codec/numeric-field.js';
import { checkArgument } from '../command/argument-value.js';
import { type ArgumentDefinition, type ArgumentSize, type ValidRange } from '../command/command-definition.js';
import { type EngineeringValue, type ParameterDefinition, type RawValue } from '../definitions.js';
import { checkShape, need, needName, quote } from '../xml/strict-reader.js';
import { type XmlElement } from '../xml/xml-element.js';
import { type ArgumentType } from './argument-type.reader.js';
import { readDescriptions } from './description.reader.js';
import { type SpaceSystem } from './space-system.js';

/** One Argument of a MetaCommand whose qualified name is `commandPath`. Throws XtceError. */
export function readArgument(element: XmlElement, system: SpaceSystem, commandPath: string): ArgumentDefinition {
  checkShape(element, {
    required: ['name', 'argumentTypeRef'],
    optional: ['shortDescription', 'initialValue'],
    one: ['LongDescription'],
  });
  const name = needName(element);
  const type = system.resolveArgumentType(need(element, 'argumentTypeRef'), element);
  const own = readDescriptions(element);
  const description = own.description || type.field.description;
  const longDescription = own.longDescription || type.field.longDescription;
  const field: ParameterDefinition = {
    ...type.field,
    name,
    qualifiedName: `${commandPath}/${name}`,
    description,
    longDescription,
  };
  const argument: ArgumentDefinition = {
    name,
    description,
    longDescription,
    kind: field.kind,
    unit: field.unit,
    labels: labelsOf(field),
    ranges: type.ranges.length > 0 ? type.ranges : encodingRange(field),
    rangesOver: type.rangesOver,
    size: sizeOf(field, type),
    default: undefined,
    field,
  };
  const initial = element.attributes.get('initialValue') ?? type.initialValue;
  if (initial === undefined) return argument;
  return { ...argument, default: readArgumentText(element, argument, initial, 'initialValue').value };
}

/** A value as the file writes it: initialValue or argumentValue, always calibrated. Throws XtceError at `element`. */
export function readArgumentText(
  element: XmlElement,
  argument: ArgumentDefinition,
  text: string,
  attribute: string,
): { value: EngineeringValue; raw: RawValue } {
  const checked = checkArgument(argument, parseNumber(argument, text));
  if (checked.ok) return checked;
  throw element.error(`${attribute} of ${argument.name}`, checked.problem.expected, quote(text));
}

/** A number for a numeric argument where the text is one; else the text, which is right for all other kinds. */
function parseNumber({ kind }: ArgumentDefinition, text: string): EngineeringValue {
  const trimmed = text.trim();
  if (kind === 'integer' && /^([+-]?\d+|0[xX][0-9a-fA-F]+)$/.test(trimmed)) return BigInt(trimmed.replace(/^\+/, ''));
  if (kind === 'float' && /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed)) return Number(trimmed);
  return text;
}

function labelsOf({ kind, labels, booleanLabels }: ParameterDefinition): readonly string[] {
  if (kind === 'boolean' && booleanLabels !== undefined) return [booleanLabels.zero, booleanLabels.one];
  return labels.map(({ label }) => label);
}

function encodingRange({ kind, encoding }: ParameterDefinition): readonly ValidRange[] {
  if (kind !== 'integer' || encoding?.kind !== 'integer' || encoding.calibrator !== undefined) return [];
  const { min, max } = integerRange(encoding);
  const wide = encoding.sizeInBits > MAX_NUMBER_BITS;
  return [{ min: wide ? min : Number(min), minExclusive: false, max: wide ? max : Number(max), maxExclusive: false }];
}

/** What the encoding leaves room for, a whole number of octets. */
function sizeOf({ encoding }: ParameterDefinition, type: ArgumentType): ArgumentSize | undefined {
  if (encoding?.kind !== 'string' && encoding?.kind !== 'binary') return undefined;
  const room = encoding.size?.kind === 'fixed' ? encoding.size.bits : undefined;
  const { minCharacters, maxCharacters } = type;
  if (encoding.kind === 'binary') {
    const octets = room === undefined ? undefined : room / 8;
    return { minOctets: octets ?? 0, maxOctets: octets, minCharacters, maxCharacters, charset: undefined };
  }
  const { sizeTagBits, terminator, maxBits, charset } = encoding;
  const limits = [maxBits, room === undefined ? undefined : room - sizeTagBits];
  if (sizeTagBits > 0) limits.push(2 ** sizeTagBits - 1);
  const bits = Math.min(...limits.map((limit) => limit ?? Infinity));
  const maxOctets = bits === Infinity ? undefined : Math.floor(bits / 8);
  // Without size tag and terminator the text fills its room.
  const exact = room !== undefined && sizeTagBits === 0 && terminator === undefined;
  return { minOctets: exact ? (maxOctets ?? 0) : 0, maxOctets, minCharacters, maxCharacters, charset };
}
