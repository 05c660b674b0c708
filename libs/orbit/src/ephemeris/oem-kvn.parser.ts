import { shown } from '../elements/element-error.js';
import { type Oem } from './oem.js';
import { OemBuilder } from './oem-builder.js';
import { type Given } from './oem-metadata.js';

// OEM in keyword-value notation, CCSDS 502.0-B-3, 5.2 and 7.3 to 7.8. Keywords of a group are taken in any order; comments anywhere.

type Part = 'start' | 'header' | 'metadata' | 'data' | 'covariance' | 'after covariance';

const keyValue = /^\s*([A-Z][A-Z0-9_]*)\s*=\s*(.*?)\s*$/;
const marker = /^\s*((?:META|COVARIANCE)_(?:START|STOP))\s*$/;
const covarianceRow = /^[\s\d.eE+-]+$/;

/** For each marker: where it may stand, and what follows it. */
const markers: Readonly<Record<string, { readonly from: readonly Part[]; readonly to: Part }>> = {
  META_START: { from: ['header', 'data', 'after covariance'], to: 'metadata' },
  META_STOP: { from: ['metadata'], to: 'data' },
  COVARIANCE_START: { from: ['data'], to: 'covariance' },
  COVARIANCE_STOP: { from: ['covariance'], to: 'after covariance' },
};

class OemKvnReader {
  private part: Part = 'start';
  private readonly builder: OemBuilder;

  constructor(source: string) {
    this.builder = new OemBuilder(source);
  }

  line(text: string, line: number): void {
    if (text.trim() === '') return;
    if (this.part === 'start') return this.first(text, line);
    const comment = /^\s*COMMENT(?:\s(.*))?$/.exec(text);
    if (comment !== null)
      return this.part === 'covariance' ? undefined : this.builder.comment((comment[1] ?? '').trim());
    const name = marker.exec(text)?.[1];
    if (name !== undefined) return this.marker(name, line);
    switch (this.part) {
      case 'header':
      case 'metadata':
        return this.field(text, line);
      case 'data':
        return this.builder.record(itemsOf(text, line), { line });
      case 'covariance':
        return this.covarianceLine(text, line);
      case 'after covariance':
        return this.builder.fail('line', { line, column: 1 }, 'META_START or the end', shown(text));
    }
  }

  finish(line: number): Oem {
    if (this.part === 'start') this.builder.fail('CCSDS_OEM_VERS', { line }, 'CCSDS_OEM_VERS = ...', 'nothing');
    if (this.part === 'metadata') this.builder.fail('META_STOP', { line }, 'META_STOP', 'end of text');
    if (this.part === 'covariance') this.builder.fail('COVARIANCE_STOP', { line }, 'COVARIANCE_STOP', 'end of text');
    if (this.part !== 'header') this.builder.endSegment({ line });
    return this.builder.finish({ line });
  }

  private first(text: string, line: number): void {
    const [, key, version = ''] = keyValue.exec(text) ?? [];
    if (key !== 'CCSDS_OEM_VERS')
      this.builder.fail('CCSDS_OEM_VERS', { line, column: 1 }, 'CCSDS_OEM_VERS = ... first', shown(text));
    if (!/^[123]\.\d+$/.test(version))
      this.builder.fail('CCSDS_OEM_VERS', { line, column: text.indexOf('=') + 2 }, '1.0, 2.0 or 3.0', shown(version));
    this.part = 'header';
  }

  private marker(name: string, line: number): void {
    const { from, to } = markers[name] ?? { from: [], to: this.part };
    if (!from.includes(this.part)) this.builder.fail(name, { line }, `it where it may stand`, `it in the ${this.part}`);
    if (name === 'META_START') {
      if (this.part !== 'header') this.builder.endSegment({ line });
      this.builder.startSegment({ line });
    } else if (name === 'META_STOP') this.builder.endMetadata({ line });
    this.part = to;
  }

  private field(text: string, line: number): void {
    const [, key, value = ''] = keyValue.exec(text) ?? [];
    if (key === undefined) return this.builder.fail('line', { line, column: 1 }, 'KEYWORD = value', shown(text));
    const given: Given = { value, place: { line, column: text.indexOf('=') + 2 } };
    if (this.part === 'header') this.builder.headerField(key, given);
    else this.builder.metadataField(key, given);
  }

  private covarianceLine(text: string, line: number): void {
    const [, key] = keyValue.exec(text) ?? [];
    if (key === 'EPOCH') this.builder.covariance({ line });
    else if (key !== 'COV_REF_FRAME' && !covarianceRow.test(text))
      this.builder.fail('covariance', { line, column: 1 }, 'EPOCH, COV_REF_FRAME or a row of numbers', shown(text));
  }
}

function itemsOf(text: string, line: number): readonly Given[] {
  return [...text.matchAll(/\S+/g)].map((item) => ({ value: item[0], place: { line, column: item.index + 1 } }));
}

/**
 * An OEM in keyword-value notation. Throws EphemerisFileError with keyword, line and column: a keyword missing, twice or unknown; a centre
 * other than the Earth; a frame or time system we do not have; a state out of order, twice or not of six or nine numbers.
 */
export function parseOemKvn(text: string, sourceName = 'OEM KVN'): Oem {
  const reader = new OemKvnReader(sourceName);
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  for (const [at, line] of lines.entries()) reader.line(line, at + 1);
  return reader.finish(lines.length);
}
