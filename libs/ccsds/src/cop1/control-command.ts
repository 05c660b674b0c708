// COP-1 control commands in the data field of a type-BC frame: CCSDS 232.0-B, 4.1.3.3 (from memory; trap 25).
import { Cop1Error, wholeNumber } from './cop1-error.js';

export type ControlCommand = { readonly command: 'unlock' } | { readonly command: 'set-vr'; readonly value: number };

const UNLOCK = 0x00;
const SET_VR = 0x82;
const what = 'control command';

/** One octet (Unlock: 00) or three (Set V(R): 82 00 and the value). Throws Cop1Error: V(R) is not 0 to 255. */
export function encodeControlCommand(command: ControlCommand): Uint8Array {
  if (command.command === 'unlock') return Uint8Array.of(UNLOCK);
  return Uint8Array.of(SET_VR, 0x00, wholeNumber(what, 'V(R)', command.value, 0, 255));
}

/** The data field of a type-BC frame, without segment header. Throws Cop1Error: neither of the two commands. */
export function parseControlCommand(data: Uint8Array): ControlCommand {
  const [first, second, value] = data;
  if (data.length === 1 && first === UNLOCK) return { command: 'unlock' };
  if (data.length === 3 && first === SET_VR && second === 0x00 && value !== undefined)
    return { command: 'set-vr', value };
  const octets = [...data.subarray(0, 4)].map((octet) => octet.toString(16).padStart(2, '0')).join(' ');
  throw new Cop1Error(what, 'data field', '00, or 82 00 and one octet', `${data.length} octets: ${octets}`);
}
