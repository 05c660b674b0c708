import {
  type Charset,
  type ContextCalibrator,
  type DataEncoding,
  type FieldSize,
  type FloatEncoding,
  type IntegerCoding,
  type IntegerEncoding,
} from '../definitions.js';
import {
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
import { readCalibrator } from './calibrator.reader.js';
import { readCriteria, readInstanceRef } from './criteria.reader.js';
import { type LoadScope } from './space-system.js';

const MAX_FIELD_BITS = 8 * 65_542; // the largest space packet
const byteOrders = ['mostSignificantByteFirst', 'leastSignificantByteFirst'] as const;
const charsets: readonly Charset[] = ['US-ASCII', 'ISO-8859-1', 'UTF-8', 'UTF-16BE', 'UTF-16LE'];
const integerCodings: readonly IntegerCoding[] = ['unsigned', 'twosComplement', 'signMagnitude', 'onesComplement'];
const common = ['sizeInBits', 'encoding', 'byteOrder', 'bitOrder'];

/** Reads the data encoding that `element` is. The context calibrators and dynamic sizes are filled in by `scope.later`. */
export function readEncoding(element: XmlElement, scope: LoadScope): DataEncoding {
  switch (element.name) {
    case 'IntegerDataEncoding':
      return readInteger(element, scope);
    case 'FloatDataEncoding':
      return readFloat(element, scope);
    case 'StringDataEncoding':
      return readString(element, scope);
    case 'BinaryDataEncoding':
      return readBinary(element, scope);
    default:
      throw element.error(
        `unknown encoding ${element.name}`,
        'an integer, float, string or binary encoding',
        element.name,
      );
  }
}

function readInteger(element: XmlElement, scope: LoadScope): IntegerEncoding {
  checkShape(element, { optional: common, one: ['DefaultCalibrator', 'ContextCalibratorList'] });
  bitOrder(element);
  const sizeInBits = integerAttribute(element, 'sizeInBits', 8, 1, 64);
  const littleEndian = isLittleEndian(element);
  if (littleEndian && sizeInBits % 8 !== 0)
    throw element.error(
      'sizeInBits of a little-endian integer',
      'whole octets with leastSignificantByteFirst',
      `${sizeInBits} bits`,
    );
  return {
    kind: 'integer',
    coding: wordAttribute(element, 'encoding', integerCodings, 'unsigned'),
    sizeInBits,
    littleEndian: littleEndian && sizeInBits > 8,
    ...readCalibrators(element, scope),
  };
}

function readFloat(element: XmlElement, scope: LoadScope): FloatEncoding {
  checkShape(element, { optional: common, one: ['DefaultCalibrator', 'ContextCalibratorList'] });
  bitOrder(element);
  wordAttribute(element, 'encoding', ['IEEE754_1985', 'IEEE754'], 'IEEE754_1985');
  const sizeInBits = integerAttribute(element, 'sizeInBits', 32, 16, 64);
  if (sizeInBits !== 16 && sizeInBits !== 32 && sizeInBits !== 64)
    throw element.error('sizeInBits of FloatDataEncoding', '16, 32 or 64', String(sizeInBits));
  return { kind: 'float', sizeInBits, littleEndian: isLittleEndian(element), ...readCalibrators(element, scope) };
}

function readCalibrators(
  element: XmlElement,
  scope: LoadScope,
): Pick<IntegerEncoding, 'calibrator' | 'contextCalibrators'> {
  const byDefault = child(element, 'DefaultCalibrator');
  const listed = child(element, 'ContextCalibratorList');
  const contextCalibrators: ContextCalibrator[] = [];
  if (listed !== undefined) {
    checkShape(listed, { many: ['ContextCalibrator'] });
    for (const item of listed.children) {
      checkShape(item, { one: ['ContextMatch', 'Calibrator'] });
      const calibrator = readCalibrator(needChild(item, 'Calibrator'));
      const match = needChild(item, 'ContextMatch');
      scope.later(() => contextCalibrators.push({ context: readCriteria(match, scope.system), calibrator }));
    }
  }
  return { calibrator: byDefault && readCalibrator(byDefault), contextCalibrators };
}

function readBinary(element: XmlElement, scope: LoadScope): DataEncoding {
  checkShape(element, { optional: ['bitOrder', 'byteOrder'], one: ['SizeInBits'] });
  bitOrder(element);
  wordAttribute(element, 'byteOrder', ['mostSignificantByteFirst'], 'mostSignificantByteFirst');
  const size = needChild(element, 'SizeInBits');
  checkShape(size, { one: ['FixedValue', 'DynamicValue'] });
  const encoding: { kind: 'binary'; size: FieldSize } = { kind: 'binary', size: { kind: 'fixed', bits: 0 } };
  readSize(needChoice(size, ['FixedValue', 'DynamicValue']), scope, (read) => (encoding.size = read));
  return encoding;
}

function readString(element: XmlElement, scope: LoadScope): DataEncoding {
  checkShape(element, { optional: ['encoding', 'bitOrder', 'byteOrder'], one: ['SizeInBits', 'Variable'] });
  bitOrder(element);
  wordAttribute(element, 'byteOrder', ['mostSignificantByteFirst'], 'mostSignificantByteFirst');
  const choice = needChoice(element, ['SizeInBits', 'Variable']);
  const encoding: {
    kind: 'string';
    charset: Charset;
    size: FieldSize | undefined;
    maxBits: number | undefined;
    sizeTagBits: number;
    terminator: Uint8Array | undefined;
  } = {
    kind: 'string',
    charset: wordAttribute(element, 'encoding', charsets, 'UTF-8'),
    size: undefined,
    maxBits: undefined,
    sizeTagBits: 0,
    terminator: undefined,
  };
  const setSize = (size: FieldSize): void => {
    encoding.size = size;
  };
  if (choice.name === 'SizeInBits') {
    checkShape(choice, { one: ['Fixed', 'TerminationChar', 'LeadingSize'] });
    const fixed = needChild(choice, 'Fixed');
    checkShape(fixed, { one: ['FixedValue'] });
    readSize(needChild(fixed, 'FixedValue'), scope, setSize);
  } else {
    checkShape(choice, { required: ['maxSizeInBits'], one: ['DynamicValue', 'TerminationChar', 'LeadingSize'] });
    encoding.maxBits = octets(
      choice,
      parseInteger(choice, 'maxSizeInBits', need(choice, 'maxSizeInBits'), 8, MAX_FIELD_BITS),
    );
    const dynamic = child(choice, 'DynamicValue');
    if (dynamic !== undefined) readSize(dynamic, scope, setSize);
    needChoiceOrMore(choice);
  }
  const tag = child(choice, 'LeadingSize');
  if (tag !== undefined) {
    checkShape(tag, { optional: ['sizeInBitsOfSizeTag'] });
    encoding.sizeTagBits = integerAttribute(tag, 'sizeInBitsOfSizeTag', 16, 1, 32);
  }
  const end = child(choice, 'TerminationChar');
  if (end !== undefined) {
    if (tag !== undefined) throw end.error('TerminationChar beside LeadingSize', 'one of the two', 'both');
    checkShape(end, { text: true });
    encoding.terminator = hexBytes(end, encoding.charset.startsWith('UTF-16') ? 2 : 1);
  }
  return encoding;
}

function needChoiceOrMore(element: XmlElement): void {
  if (element.children.length === 0)
    throw element.error('Variable string without a size', 'DynamicValue, LeadingSize or TerminationChar', 'nothing');
}

function hexBytes(element: XmlElement, unit: number): Uint8Array {
  const digits = foldedText(element);
  if (!/^([0-9a-fA-F]{2})+$/.test(digits) || digits.length !== 2 * unit)
    throw element.error('TerminationChar', `${unit} octet(s) in hexadecimal`, quote(digits));
  return Uint8Array.from({ length: unit }, (_, i) => parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

/** FixedValue or DynamicValue (slope × parameter + intercept); `set` is called at once or when all parameters are declared. */
function readSize(element: XmlElement, scope: LoadScope, set: (size: FieldSize) => void): void {
  if (element.name === 'FixedValue') {
    checkShape(element, { text: true });
    const bits = octets(element, parseInteger(element, 'size', foldedText(element), 8, MAX_FIELD_BITS));
    set({ kind: 'fixed', bits });
    return;
  }
  checkShape(element, { one: ['ParameterInstanceRef', 'LinearAdjustment'] });
  const reference = needChild(element, 'ParameterInstanceRef');
  const adjustment = child(element, 'LinearAdjustment');
  if (adjustment !== undefined) checkShape(adjustment, { optional: ['slope', 'intercept'] });
  const slope = (adjustment && numberAttribute(adjustment, 'slope')) ?? 1;
  const intercept = (adjustment && numberAttribute(adjustment, 'intercept')) ?? 0;
  scope.later(() => {
    const { parameter, calibrated } = readInstanceRef(reference, scope.system);
    if (parameter.kind !== 'integer' && parameter.kind !== 'float')
      throw reference.error('size by a parameter without number', 'an integer or float parameter', parameter.kind);
    set({ kind: 'dynamic', parameter, calibrated, slope, intercept });
  });
}

function octets(element: XmlElement, bits: number): number {
  if (bits % 8 !== 0) throw element.error('size of a string or binary', 'whole octets', `${bits} bits`);
  return bits;
}

function isLittleEndian(element: XmlElement): boolean {
  return wordAttribute(element, 'byteOrder', byteOrders, 'mostSignificantByteFirst') === 'leastSignificantByteFirst';
}

function bitOrder(element: XmlElement): void {
  wordAttribute(element, 'bitOrder', ['mostSignificantBitFirst'], 'mostSignificantBitFirst');
}
