// Samples in the payload of a data packet: I and Q alternate, signed integers of 4 to 16 bits, most significant bit first, no bit between
// them.
import { nearestEven } from '../samples/items.js';
import { DifiError } from './difi-packet.js';

/** Samples come in multiples of this, so that they fill words of 32 bits. */
export function difiSampleMultiple(itemBits: number): number {
  checkItemBits(itemBits);
  let multiple = 16;
  while (multiple > 1 && (multiple * itemBits) % 32 === 0) multiple /= 2;
  return multiple;
}

export function checkItemBits(itemBits: number): void {
  if (!Number.isInteger(itemBits) || itemBits < 4 || itemBits > 16)
    throw new DifiError('DIFI data', 'item size', '4 to 16 bits', String(itemBits));
}

/** I and Q of full scale 1, interleaved: what whole pairs there are before the `padBits` at the end. Throws DifiError. */
export function decodeDifiItems(payload: Uint8Array, itemBits: number, padBits = 0): Float32Array {
  checkItemBits(itemBits);
  const count = 2 * Math.max(0, Math.floor((8 * payload.length - padBits) / (2 * itemBits)));
  const items = new Float32Array(count);
  const scale = 2 ** (1 - itemBits);
  if (itemBits === 8) {
    for (let i = 0; i < count; i++) items[i] = ((payload[i]! << 24) >> 24) * scale;
    return items;
  }
  if (itemBits === 16) {
    for (let i = 0; i < count; i++) items[i] = (((payload[2 * i]! << 24) >> 16) | payload[2 * i + 1]!) * scale;
    return items;
  }
  let register = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < count; i++) {
    while (held < itemBits) {
      register = (register << 8) | payload[at++]!;
      held += 8;
    }
    held -= itemBits;
    items[i] = (((register >> held) << (32 - itemBits)) >> (32 - itemBits)) * scale;
  }
  return items;
}

export interface DifiItems {
  readonly payload: Uint8Array;
  /** Numbers beyond ±1, which became the last integer. NaN became 0 and is not among them. */
  readonly saturated: number;
}

/** The payload of samples, rounded to the nearest. Throws DifiError where they do not fill words. */
export function encodeDifiItems(samples: Float32Array, itemBits: number): DifiItems {
  const multiple = difiSampleMultiple(itemBits);
  if (samples.length % (2 * multiple) !== 0)
    throw new DifiError('DIFI data', 'samples', `a multiple of ${multiple}`, String(samples.length / 2));
  const payload = new Uint8Array((samples.length * itemBits) / 8);
  const scale = 2 ** (itemBits - 1);
  const mask = 2 ** itemBits - 1;
  let saturated = 0;
  let register = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i]! * scale;
    let item = nearestEven(value) || 0;
    if (item >= scale) {
      if (value > scale) saturated++;
      item = scale - 1;
    } else if (item < -scale) {
      saturated++;
      item = -scale;
    }
    register = (register << itemBits) | (item & mask);
    held += itemBits;
    while (held >= 8) {
      held -= 8;
      payload[at++] = register >>> held;
    }
  }
  return { payload, saturated };
}
