import {
  type Calibrator,
  type EngineeringValue,
  type FloatEncoding,
  type IntegerEncoding,
  type ParameterDefinition,
  type RawValue,
} from '../definitions.js';
import { EncodeError } from '../errors.js';
import { invertCalibrator } from './calibration.js';
import { integerRange, MAX_NUMBER_BITS } from './numeric-field.js';
import { encodeText } from './text.js';
import { compileTime } from './time-value.js';

/**
 * The raw value whose engineering value this is (for an integer encoding, the nearest): labels (the first raw value of one), Booleans (or their words), text,
 * bytes, `Tai`, and numbers through the default calibrator, or the one given. Throws EncodeError where there is none in the
 * encoding's range, or more than one.
 */
export function engineeringToRaw(
  parameter: ParameterDefinition,
  value: EngineeringValue,
  calibrator: Calibrator | undefined = defaultCalibrator(parameter),
): RawValue {
  const { encoding } = parameter;
  if (encoding === undefined) throw wrong(parameter, 'a parameter with an encoding', 'none');
  switch (parameter.kind) {
    case 'integer':
    case 'float':
      if (typeof value !== 'number' && typeof value !== 'bigint') throw wrong(parameter, 'a number', show(value));
      return encoding.kind === 'integer' || encoding.kind === 'float'
        ? numberToRaw(parameter, encoding, value, calibrator)
        : wrongEncoding(parameter);
    case 'enumerated': {
      const found = parameter.labels.find(({ label }) => label === value);
      if (found !== undefined) return checkRaw(parameter, found.value);
      throw wrong(parameter, `a label: ${parameter.labels.map(({ label }) => label).join(', ')}`, show(value));
    }
    case 'boolean': {
      const words = parameter.booleanLabels;
      if (value === true || (words !== undefined && value === words.one)) return checkRaw(parameter, 1);
      if (value === false || (words !== undefined && value === words.zero)) return checkRaw(parameter, 0);
      throw wrong(parameter, `true (${words?.one}) or false (${words?.zero})`, show(value));
    }
    case 'string': {
      if (typeof value !== 'string' || encoding.kind !== 'string') throw wrong(parameter, 'text', show(value));
      const octets = encodeText(value, encoding.charset);
      if (octets === undefined) throw wrong(parameter, `text in ${encoding.charset}`, show(value));
      return octets;
    }
    case 'binary':
      if (value instanceof Uint8Array) return value;
      throw wrong(parameter, 'bytes', show(value));
    case 'time': {
      if (typeof value !== 'bigint' || parameter.time === undefined)
        throw wrong(parameter, 'an instant (bigint nanoseconds of TAI since 1958)', show(value));
      const time = compileTime(parameter.time);
      return checkRaw(parameter, encoding.kind === 'float' ? time.fromTaiFloat(value) : time.fromTai(value));
    }
  }
}

/** The raw value in the type that decoding would give (number or bigint by size, bytes), in range. Throws EncodeError. */
export function checkRaw(parameter: ParameterDefinition, raw: EngineeringValue): RawValue {
  const { encoding } = parameter;
  if (encoding?.kind === 'string' || encoding?.kind === 'binary') {
    if (raw instanceof Uint8Array) return raw;
    throw wrong(parameter, 'bytes', show(raw));
  }
  if (encoding === undefined || (typeof raw !== 'number' && typeof raw !== 'bigint'))
    throw wrong(parameter, 'a raw number', show(raw));
  if (encoding.kind === 'float') return Number(raw);
  if (typeof raw === 'number' && encoding.sizeInBits <= 32 && Number.isInteger(raw)) {
    // The common case without bigints; what it does not take is checked, and named, below.
    const top = 2 ** (encoding.sizeInBits - 1);
    const signed = encoding.coding !== 'unsigned';
    if (signed ? raw > -top && raw < top : raw >= 0 && raw < 2 * top) return raw + 0;
  }
  const { min, max } = integerRange(encoding);
  const whole = typeof raw === 'bigint' ? raw : Number.isInteger(raw) ? BigInt(raw) : undefined;
  if (whole === undefined || whole < min || whole > max)
    throw wrong(parameter, `an integer from ${min} to ${max}`, show(raw));
  return encoding.sizeInBits > MAX_NUMBER_BITS ? whole : Number(whole);
}

function numberToRaw(
  parameter: ParameterDefinition,
  encoding: IntegerEncoding | FloatEncoding,
  value: number | bigint,
  calibrator: Calibrator | undefined,
): RawValue {
  if (encoding.kind === 'float') {
    if (calibrator === undefined) return Number(value);
    return single(parameter, invertCalibrator(calibrator, Number(value), -Infinity, Infinity), value);
  }
  if (calibrator === undefined) {
    if (typeof value === 'bigint') return checkRaw(parameter, value);
    if (parameter.kind === 'integer' || !Number.isFinite(value)) return checkRaw(parameter, value);
    return checkRaw(parameter, Math.round(value));
  }
  // Half a step beyond either end still rounds into the range.
  const range = integerRange(encoding);
  const min = Number(range.min);
  const max = Number(range.max);
  const roots = invertCalibrator(calibrator, Number(value), min - 0.5, max + 0.5);
  const whole = new Set(roots.map((root) => Math.min(Math.max(Math.round(root), min), max) + 0));
  return checkRaw(parameter, single(parameter, [...whole], value));
}

function single(parameter: ParameterDefinition, raws: readonly number[], value: number | bigint): number {
  const [only] = raws;
  if (only === undefined) throw wrong(parameter, 'a value that the calibrator reaches in the raw range', show(value));
  if (raws.length > 1) throw wrong(parameter, 'a value of one raw value', `${show(value)} from ${raws.join(' and ')}`);
  return only;
}

function defaultCalibrator({ encoding }: ParameterDefinition): Calibrator | undefined {
  return encoding?.kind === 'integer' || encoding?.kind === 'float' ? encoding.calibrator : undefined;
}

function wrongEncoding(parameter: ParameterDefinition): never {
  throw wrong(parameter, 'a numeric encoding', parameter.encoding?.kind ?? 'none');
}

function wrong(parameter: ParameterDefinition, expected: string, found: string): EncodeError {
  return new EncodeError('value that cannot be encoded', parameter.qualifiedName, expected, found);
}

function show(value: EngineeringValue): string {
  if (value instanceof Uint8Array) return `${value.length} octets`;
  return typeof value === 'string' ? `"${value}"` : String(value);
}
