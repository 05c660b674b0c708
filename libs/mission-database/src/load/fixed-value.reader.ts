import { type DataEncoding, type ParameterDefinition, type RawValue } from '../definitions.js';
import { checkShape, need, parseInteger, quote } from '../xml/strict-reader.js';
import { type XmlElement } from '../xml/xml-element.js';

const MAX_FIXED_BITS = 8 * 65_542;

/** A FixedValueEntry as a parameter that always has one raw value: an unsigned integer, or octets beyond 64 bits. */
export function readFixedValue(
  element: XmlElement,
  containerPath: string,
  number: number,
): { readonly field: ParameterDefinition; readonly raw: RawValue } {
  checkShape(element, {
    required: ['binaryValue', 'sizeInBits'],
    optional: ['name', 'shortDescription'],
    one: ['LocationInContainerInBits'],
  });
  const digits = need(element, 'binaryValue').trim();
  if (!/^([0-9a-fA-F]{2})+$/.test(digits))
    throw element.error('binaryValue', 'pairs of hexadecimal digits', quote(digits));
  const bits = parseInteger(element, 'sizeInBits', need(element, 'sizeInBits'), 1, MAX_FIXED_BITS);
  const value = BigInt(`0x${digits}`);
  // The low bits count: what stands above them must be nothing, and nothing may be missing.
  if (bits > digits.length * 4 || value >> BigInt(bits) !== 0n)
    throw element.error('binaryValue of another size', `${bits} bits`, quote(digits));
  if (bits > 64 && bits % 8 !== 0)
    throw element.error('size of a fixed value', 'at most 64 bits, or whole octets', `${bits} bits`);
  const name = element.attributes.get('name') ?? `FIXED_${number}`;
  const field: ParameterDefinition = {
    name,
    qualifiedName: `${containerPath}/${number}:${name}`,
    kind: bits > 64 ? 'binary' : 'integer',
    typeName: 'FixedValueEntry',
    unit: '',
    description: element.attributes.get('shortDescription') ?? '',
    longDescription: '',
    encoding: fixedEncoding(bits),
    labels: [],
    booleanLabels: undefined,
    time: undefined,
    alarm: undefined,
  };
  if (bits <= 64) return { field, raw: bits > 53 ? value : Number(value) };
  const low = value.toString(16).padStart(bits / 4, '0');
  return { field, raw: Uint8Array.from({ length: bits / 8 }, (_, i) => parseInt(low.slice(2 * i, 2 * i + 2), 16)) };
}

function fixedEncoding(bits: number): DataEncoding {
  if (bits > 64) return { kind: 'binary', size: { kind: 'fixed', bits } };
  return {
    kind: 'integer',
    coding: 'unsigned',
    sizeInBits: bits,
    littleEndian: false,
    calibrator: undefined,
    contextCalibrators: [],
  };
}
