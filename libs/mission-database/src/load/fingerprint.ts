/** Sixteen hexadecimal digits over a text: two 32-bit FNV-1a sums over its UTF-16 units, of different starts. Not cryptographic. */
export function fingerprint(text: string): string {
  let first = 0x811c9dc5;
  let second = 0x1000193 ^ 0xdeadbeef;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul(second ^ (unit + i), 0x01000193);
  }
  return [first, second].map((sum) => (sum >>> 0).toString(16).padStart(8, '0')).join('');
}
