// Items to numbers and back, whole buffers at a time: the octets are brought to the order of the machine and read as a typed array.
import { type ItemCoding, octetsOf } from './sample-format.js';

const machineIsBigEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 0;

const arrays = {
  i16: Int16Array,
  u16: Uint16Array,
  i32: Int32Array,
  u32: Uint32Array,
  f32: Float32Array,
  f64: Float64Array,
};

/** Octets that begin where typed arrays of `size` octets may, in the order of the machine. A Buffer's own `slice` would not copy. */
function inMachineOrder(octets: Uint8Array, size: number, bigEndian: boolean): Uint8Array {
  if (bigEndian === machineIsBigEndian) return octets.byteOffset % size === 0 ? octets : new Uint8Array(octets);
  return withOctetsTurned(new Uint8Array(octets), size);
}

function withOctetsTurned(octets: Uint8Array, size: number): Uint8Array {
  for (let at = 0; at < octets.length; at += size)
    for (let low = at, high = at + size - 1; low < high; low++, high--) {
      const octet = octets[low]!;
      octets[low] = octets[high]!;
      octets[high] = octet;
    }
  return octets;
}

/** Numbers of octets that hold a whole number of items; always a new array. */
export function decodeItems(octets: Uint8Array, { type, bigEndian, zero }: ItemCoding): Float32Array {
  const size = octetsOf(type);
  const count = octets.length / size;
  const values = new Float32Array(count);
  const scale = 1 / fullScale({ type, zero });
  if (type === 'u8') {
    for (let i = 0; i < count; i++) values[i] = (octets[i]! - zero) * scale;
    return values;
  }
  if (type === 'i8') {
    for (let i = 0; i < count; i++) values[i] = ((octets[i]! << 24) >> 24) * scale;
    return values;
  }
  if (type === 'i24') {
    const [low, high] = bigEndian ? [2, 0] : [0, 2];
    for (let i = 0; i < count; i++) {
      const at = 3 * i;
      const item = (octets[at + high]! << 24) | (octets[at + 1]! << 16) | (octets[at + low]! << 8);
      values[i] = (item >> 8) * scale;
    }
    return values;
  }
  const aligned = inMachineOrder(octets, size, bigEndian);
  const items = new arrays[type](aligned.buffer as ArrayBuffer, aligned.byteOffset, count);
  if (type === 'f32' || type === 'f64') values.set(items);
  else for (let i = 0; i < count; i++) values[i] = (items[i]! - zero) * scale;
  return values;
}

/** What stands for 1: 2^(n-1) of n bits; 127.5 of octets whose middle is 127.5, so that both ends are reached. */
function fullScale({ type, zero }: Pick<ItemCoding, 'type' | 'zero'>): number {
  if (type === 'f32' || type === 'f64') return 1;
  return Number.isInteger(zero) ? 2 ** (8 * octetsOf(type) - 1) : zero;
}

export interface EncodedItems {
  readonly octets: Uint8Array;
  /** Numbers beyond ±1, which became the last integer. 1 itself does, too, where integers end one step before it, and is not counted. */
  readonly saturated: number;
  /** NaN, which became 0. */
  readonly notNumbers: number;
}

// A double that it is added to keeps no fraction.
const ROUNDER = 1.5 * 2 ** 52;

/** The nearest integer of |value| below 2^51, halves to the even one: no mean comes of it. */
export const nearestEven = (value: number): number => value + ROUNDER - ROUNDER;

/** Octets of numbers: the nearest integer, halves to the even one; what is beyond full scale becomes the last integer and is counted. */
export function encodeItems(values: Float32Array, { type, bigEndian, zero }: ItemCoding): EncodedItems {
  const size = octetsOf(type);
  const octets = new Uint8Array(values.length * size);
  if (type === 'f32' || type === 'f64') {
    new arrays[type](octets.buffer).set(values);
    if (bigEndian !== machineIsBigEndian) withOctetsTurned(octets, size);
    return { octets, saturated: 0, notNumbers: 0 };
  }
  const scale = fullScale({ type, zero });
  const unsigned = type === 'u8' || type === 'u16' || type === 'u32';
  const lowest = unsigned ? 0 : -scale;
  const highest = unsigned ? 2 ** (8 * size) - 1 : scale - 1;
  const items = type === 'u8' || type === 'i8' ? octets : type === 'i24' ? null : new arrays[type](octets.buffer);
  const [low, high] = bigEndian ? [2, 0] : [0, 2];
  let saturated = 0;
  let notNumbers = 0;
  for (let i = 0; i < values.length; i++) {
    let value = values[i]! * scale;
    if (value !== value) {
      notNumbers++;
      value = 0;
    }
    let item = nearestEven(value + zero);
    if (item > highest) {
      if (value > scale) saturated++;
      item = highest;
    } else if (item < lowest) {
      saturated++;
      item = lowest;
    }
    if (items !== null) items[i] = item;
    else {
      octets[3 * i + low] = item;
      octets[3 * i + 1] = item >> 8;
      octets[3 * i + high] = item >> 16;
    }
  }
  if (size !== 1 && size !== 3 && bigEndian !== machineIsBigEndian) withOctetsTurned(octets, size);
  return { octets, saturated, notNumbers };
}
