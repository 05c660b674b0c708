// SigMF archives (`.sigmf`): a tar of NAME/NAME.sigmf-meta and NAME/NAME.sigmf-data. Written as ustar (POSIX.1-1988); read with the long
// sizes of GNU tar, too. Left out: archives of several recordings, extended headers (they are passed over).
import { SigmfError } from './sigmf-metadata.js';

const BLOCK = 512;
const META = '.sigmf-meta';
const DATA = '.sigmf-data';
/** Metadata are held until they are whole; more is refused. */
const LONGEST_METADATA = 64 << 20;
/** What eleven octal digits hold. */
const LONGEST_OCTAL = 8 ** 11 - 1;

export interface SigmfArchiveFields {
  /** Of folder and files: letters, digits, `.`, `_` and `-`, at most 60. */
  readonly name: string;
  /** UTF-8 of the metadata. */
  readonly metadata: Uint8Array;
  readonly dataOctets: number;
}

/** What stands in an archive before the first octet of its samples. Throws SigmfError. */
export function sigmfArchiveHead({ name, metadata, dataOctets }: SigmfArchiveFields): Uint8Array {
  if (!/^[\w.-]{1,60}$/.test(name))
    throw new SigmfError('SigMF archive', 'name', '1 to 60 letters, digits, ".", "_" and "-"', JSON.stringify(name));
  if (!Number.isSafeInteger(dataOctets) || dataOctets < 0 || dataOctets > LONGEST_OCTAL)
    throw new SigmfError('SigMF archive', 'octets of samples', `0 to ${LONGEST_OCTAL}`, String(dataOctets));
  const head = new Uint8Array(3 * BLOCK + padded(metadata.length));
  setHeader(head.subarray(0, BLOCK), `${name}/`, 0, '5');
  setHeader(head.subarray(BLOCK, 2 * BLOCK), `${name}/${name}${META}`, metadata.length, '0');
  head.set(metadata, 2 * BLOCK);
  setHeader(head.subarray(head.length - BLOCK), `${name}/${name}${DATA}`, dataOctets, '0');
  return head;
}

/** What stands behind the samples. */
export const sigmfArchiveTail = (dataOctets: number): Uint8Array =>
  new Uint8Array(padded(dataOctets) - dataOctets + 2 * BLOCK);

const padded = (octets: number): number => BLOCK * Math.ceil(octets / BLOCK);

function setHeader(block: Uint8Array, name: string, octets: number, type: '0' | '5'): void {
  const put = (at: number, text: string): void => {
    for (let i = 0; i < text.length; i++) block[at + i] = text.charCodeAt(i);
  };
  put(0, name);
  put(100, type === '5' ? '0000755' : '0000644');
  put(108, '0000000');
  put(116, '0000000');
  put(124, octets.toString(8).padStart(11, '0'));
  put(136, '00000000000');
  put(156, type);
  put(257, 'ustar');
  put(263, '00');
  put(148, `${checksumOf(block).toString(8).padStart(6, '0')}\0 `);
}

/** The sum of a header's octets, those of the sum itself taken for blanks. */
function checksumOf(block: Uint8Array): number {
  return block.reduce((sum, octet, i) => sum + (i >= 148 && i < 156 ? 0x20 : octet), 0);
}

/** A piece of an archive's files. Metadata come whole, in UTF-8. */
export type SigmfArchivePart =
  | { readonly kind: 'metadata'; readonly octets: Uint8Array }
  | { readonly kind: 'samples'; readonly octets: Uint8Array };

/** Takes an archive in chunks of any size. Samples may come before the metadata that say what they are: that is the archive's order. */
export class SigmfArchiveReader {
  private held: Uint8Array = new Uint8Array(0);
  private file: 'metadata' | 'samples' | 'other' | null = null;
  private left = 0;
  private padding = 0;
  private metadata: Uint8Array[] = [];
  private readonly seen = new Set<string>();

  /** Throws SigmfError: no tar, or more than one recording. */
  push(chunk: Uint8Array): SigmfArchivePart[] {
    const data = new Uint8Array(this.held.length + chunk.length);
    data.set(this.held);
    data.set(chunk, this.held.length);
    const parts: SigmfArchivePart[] = [];
    let at = 0;
    for (;;) {
      if (this.file !== null) {
        const octets = data.subarray(at, at + Math.min(this.left, data.length - at));
        at += octets.length;
        this.left -= octets.length;
        this.take(octets, parts);
        if (this.left > 0) break;
        this.file = null;
      }
      const gap = Math.min(this.padding, data.length - at);
      at += gap;
      this.padding -= gap;
      if (this.padding > 0 || data.length - at < BLOCK) break;
      this.open(data.subarray(at, at + BLOCK));
      at += BLOCK;
    }
    this.held = data.slice(at);
    return parts;
  }

  private take(octets: Uint8Array, parts: SigmfArchivePart[]): void {
    if (this.file === 'samples' && octets.length > 0) parts.push({ kind: 'samples', octets });
    if (this.file !== 'metadata') return;
    this.metadata.push(octets);
    if (this.left > 0) return;
    const whole = new Uint8Array(this.metadata.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const some of this.metadata) {
      whole.set(some, at);
      at += some.length;
    }
    this.metadata = [];
    parts.push({ kind: 'metadata', octets: whole });
  }

  private open(block: Uint8Array): void {
    if (block.every((octet) => octet === 0)) return;
    const stated = Number.parseInt(text(block, 148, 8), 8);
    if (stated !== checksumOf(block))
      throw new SigmfError('SigMF archive', 'tar header', `a sum of ${checksumOf(block)}`, String(stated));
    const octets = sizeOf(block);
    const isFile = block[156] === 0x30 || block[156] === 0;
    const name = text(block, 0, 100);
    const file = !isFile ? 'other' : name.endsWith(META) ? 'metadata' : name.endsWith(DATA) ? 'samples' : 'other';
    if (file !== 'other' && this.seen.has(file))
      throw new SigmfError('SigMF archive', 'recordings', 'one', `a second ${JSON.stringify(name)}`);
    this.seen.add(file);
    if (file === 'metadata' && octets > LONGEST_METADATA)
      throw new SigmfError('SigMF archive', 'metadata', `at most ${LONGEST_METADATA} octets`, String(octets));
    this.file = file;
    this.left = octets;
    this.padding = padded(octets) - octets;
  }
}

function text(block: Uint8Array, at: number, length: number): string {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return String.fromCharCode(...(end < 0 ? field : field.subarray(0, end)));
}

/** Octal digits, or, with the highest bit set, a number of the octets behind it. */
function sizeOf(block: Uint8Array): number {
  let size = Number.parseInt(text(block, 124, 12) || '0', 8);
  if (block[124]! >= 0x80) {
    size = block[124]! & 0x7f;
    for (let i = 125; i < 136; i++) size = size * 256 + block[i]!;
  }
  if (!Number.isSafeInteger(size))
    throw new SigmfError('SigMF archive', 'tar header', 'a size of octal digits', JSON.stringify(text(block, 124, 12)));
  return size;
}
