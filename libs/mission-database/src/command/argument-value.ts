import { HexError, hexToBytes } from '@app/ccsds';
import { parseUtc } from '@app/time';
import { compileEngineering } from '../codec/engineering-value.js';
import { findTerminator } from '../codec/field-extent.js';
import { float16FromBits, float16ToBits } from '../codec/float16.js';
import { MAX_NUMBER_BITS } from '../codec/numeric-field.js';
import { SlotTable } from '../codec/packet-values.js';
import { engineeringToRaw } from '../codec/raw-value.js';
import { encodeText } from '../codec/text.js';
import { type EngineeringValue, type ParameterDefinition, type RawValue } from '../definitions.js';
import { type ArgumentProblem, EncodeError } from '../errors.js';
import { type ArgumentDefinition } from './command-definition.js';
import { rangeText, withinRanges } from './valid-range.js';

/** A value as it will be sent, or the first thing that is wrong with it. */
export type ArgumentValue =
  | { readonly ok: true; readonly value: EngineeringValue; readonly raw: RawValue }
  | { readonly ok: false; readonly problem: ArgumentProblem };

/** A value of the right kind, or what was expected. */
type Typed = { readonly value: EngineeringValue } | Pick<ArgumentProblem, 'what' | 'expected'>;

/**
 * Checks one value: kind, label, size, range and what the encoding can hold. Beside engineering values it takes what they look like
 * in JSON: decimal text for an integer of more than 53 bits, hexadecimal digits for a binary, UTC for a time, the words of a Boolean.
 */
export function checkArgument(argument: ArgumentDefinition, given: EngineeringValue): ArgumentValue {
  const refuse = (what: ArgumentProblem['what'], expected: string): ArgumentValue => ({
    ok: false,
    problem: { argument: argument.name, what, expected, found: show(given) },
  });
  const typed = typedValue(argument, given);
  if (!('value' in typed)) return refuse(typed.what, typed.expected);
  const { value } = typed;
  const size = sizeProblem(argument, value);
  if (size !== undefined) return refuse(size.what, size.expected);
  if (argument.rangesOver === 'engineering' && !withinRanges(argument.ranges, value))
    return refuse('out-of-range', rangeText(argument.ranges));
  let raw: RawValue;
  try {
    raw = storedRaw(argument.field, engineeringToRaw(argument.field, value));
  } catch (error) {
    if (error instanceof EncodeError) return refuse('out-of-range', error.expected);
    throw error;
  }
  // What the spacecraft will read: encoding rounds.
  const stored = storedProblem(argument, raw, readBack(argument.field, raw));
  return stored === undefined ? { ok: true, value, raw } : refuse(stored.what, stored.expected);
}

/**
 * What is wrong with a value that a packet holds; undefined where nothing is. Encoding rounds, so the raw value that an inclusive
 * bound has itself is within the range although its engineering value may lie just outside.
 */
export function storedProblem(
  argument: ArgumentDefinition,
  raw: RawValue,
  value: EngineeringValue,
): Pick<ArgumentProblem, 'what' | 'expected'> | undefined {
  if (value === null)
    return argument.labels.length > 0
      ? { what: 'unknown-label', expected: argument.labels.join(', ') }
      : { what: 'out-of-range', expected: 'a value that the calibrator reaches' };
  if (typeof raw === 'number' && !Number.isFinite(raw))
    return { what: 'out-of-range', expected: 'a finite number that the encoding holds' };
  const size = sizeProblem(argument, value);
  if (size !== undefined) return size;
  if (argument.rangesOver === 'raw')
    return withinRanges(argument.ranges, raw)
      ? undefined
      : { what: 'out-of-range', expected: `raw ${rangeText(argument.ranges)}` };
  if (withinRanges(argument.ranges, value) || isBound(argument, raw)) return undefined;
  return { what: 'out-of-range', expected: rangeText(argument.ranges) };
}

/** The raw value as it comes back from the packet: floats of 16 and 32 bits are rounded. */
export function storedRaw({ encoding }: ParameterDefinition, raw: RawValue): RawValue {
  if (encoding?.kind !== 'float' || typeof raw !== 'number') return raw;
  if (encoding.sizeInBits === 32) return Math.fround(raw);
  return encoding.sizeInBits === 16 ? float16FromBits(float16ToBits(raw)) : raw;
}

function readBack(field: ParameterDefinition, raw: RawValue): EngineeringValue {
  const convert = compileEngineering(field, new SlotTable());
  return convert === undefined ? raw : convert(raw, []);
}

function isBound({ ranges, field }: ArgumentDefinition, raw: RawValue): boolean {
  const has = (bound: number | bigint | undefined, exclusive: boolean): boolean => {
    if (bound === undefined || exclusive) return false;
    try {
      return storedRaw(field, engineeringToRaw(field, bound)) === raw;
    } catch (error) {
      if (error instanceof EncodeError) return false; // a bound that the encoding does not reach
      throw error;
    }
  };
  return ranges.some((range) => has(range.min, range.minExclusive) || has(range.max, range.maxExclusive));
}

const wrongKind = (expected: string): Typed => ({ what: 'wrong-kind', expected });

function typedValue({ kind, labels, field }: ArgumentDefinition, given: EngineeringValue): Typed {
  switch (kind) {
    case 'integer':
      return integerValue(field, given);
    case 'float':
      if (typeof given === 'bigint') return { value: Number(given) };
      return typeof given === 'number' && Number.isFinite(given) ? { value: given } : wrongKind('a finite number');
    case 'enumerated':
      if (typeof given !== 'string') return wrongKind(`a label: ${labels.join(', ')}`);
      return labels.includes(given) ? { value: given } : { what: 'unknown-label', expected: labels.join(', ') };
    case 'boolean': {
      if (typeof given === 'boolean') return { value: given };
      if (typeof given !== 'string') return wrongKind(`true (${labels[1]}) or false (${labels[0]})`);
      if (labels.includes(given)) return { value: given === labels[1] };
      return { what: 'unknown-label', expected: labels.join(', ') };
    }
    case 'string':
      return typeof given === 'string' ? textValue(field, given) : wrongKind('text');
    case 'binary':
      return given instanceof Uint8Array ? { value: given } : octetsValue(given);
    case 'time':
      return typeof given === 'bigint' ? { value: given } : instantValue(given);
  }
}

function integerValue({ encoding }: ParameterDefinition, given: EngineeringValue): Typed {
  const wide =
    encoding?.kind === 'integer' && encoding.calibrator === undefined && encoding.sizeInBits > MAX_NUMBER_BITS;
  if (typeof given === 'bigint') return { value: wide ? given : Number(given) };
  if (wide && typeof given === 'string' && /^[+-]?\d+$/.test(given)) return { value: BigInt(given.replace('+', '')) };
  if (typeof given !== 'number' || !Number.isInteger(given))
    return wrongKind(wide ? 'an integer, or its decimal text' : 'an integer');
  if (!wide) return { value: given };
  return Number.isSafeInteger(given) ? { value: BigInt(given) } : wrongKind('a bigint or decimal text beyond 2^53');
}

function textValue({ encoding }: ParameterDefinition, text: string): Typed {
  if (encoding?.kind !== 'string') return { value: text };
  const octets = encodeText(text, encoding.charset);
  if (octets === undefined) return { what: 'wrong-text', expected: `text in ${encoding.charset}` };
  if (encoding.terminator !== undefined && findTerminator(octets, encoding.terminator) !== undefined)
    return { what: 'wrong-text', expected: 'text without the character that ends it' };
  return { value: text };
}

function octetsValue(given: EngineeringValue): Typed {
  const expected = 'octets, or pairs of hexadecimal digits';
  if (typeof given !== 'string') return wrongKind(expected);
  try {
    return { value: hexToBytes(given) };
  } catch (error) {
    if (error instanceof HexError) return wrongKind(expected);
    throw error;
  }
}

function instantValue(given: EngineeringValue): Typed {
  const expected = 'an instant: UTC as 2026-01-31T23:59:59.999999Z';
  if (typeof given !== 'string') return wrongKind(expected);
  try {
    return { value: parseUtc(given) };
  } catch {
    return wrongKind(expected);
  }
}

function sizeProblem(
  { size }: ArgumentDefinition,
  value: EngineeringValue,
): Pick<ArgumentProblem, 'what' | 'expected'> | undefined {
  if (size === undefined || (typeof value !== 'string' && !(value instanceof Uint8Array))) return undefined;
  const { minOctets, maxOctets = Infinity, minCharacters = 0, maxCharacters = Infinity, charset } = size;
  if (typeof value === 'string') {
    const characters = [...value].length;
    if (characters < minCharacters || characters > maxCharacters)
      return { what: 'wrong-length', expected: lengthText(minCharacters, maxCharacters, 'characters') };
  }
  const octets = typeof value === 'string' ? (charset && encodeText(value, charset))?.length : value.length;
  if (octets === undefined || (octets >= minOctets && octets <= maxOctets)) return undefined;
  return { what: 'wrong-length', expected: lengthText(minOctets, maxOctets, 'octets') };
}

function lengthText(min: number, max: number, unit: string): string {
  if (min === max) return `${min} ${unit}`;
  if (max === Infinity) return `at least ${min} ${unit}`;
  return min === 0 ? `at most ${max} ${unit}` : `${min} to ${max} ${unit}`;
}

function show(value: EngineeringValue): string {
  if (value instanceof Uint8Array) return `${value.length} octets`;
  if (typeof value !== 'string') return String(value);
  return `"${value.length > 80 ? `${value.slice(0, 77)}...` : value}"`;
}
