import { CodecError } from './codec-error.js';

/** A text that is not pairs of hexadecimal digits. */
export class HexError extends CodecError {
  override readonly name = 'HexError';
}

const digits = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));

/** Octets as lower-case hexadecimal digits. */
export function bytesToHex(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += digits[bytes[i]!]!;
  return text;
}

/** The octets of an even number of hexadecimal digits in either case. Throws HexError. */
export function hexToBytes(text: string): Uint8Array {
  if (text.length % 2 !== 0)
    throw new HexError('hexadecimal text', 'length', 'an even number of digits', `${text.length}`);
  if (!/^[0-9a-fA-F]*$/.test(text))
    throw new HexError('hexadecimal text', 'digits', '0-9, a-f, A-F', 'another character');
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
