import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SigmfArchiveReader, sigmfArchiveHead, sigmfArchiveTail } from './sigmf-archive.js';
import { SigmfError } from './sigmf-metadata.js';

const metadata = new TextEncoder().encode('{"global":{}}');
const samples = Uint8Array.from({ length: 1300 }, (_, i) => i);

function archiveOf(dataOctets = samples.length): Uint8Array {
  const head = sigmfArchiveHead({ name: 'pass_1', metadata, dataOctets });
  return Uint8Array.from([...head, ...samples, ...sigmfArchiveTail(samples.length)]);
}

function read(archive: Uint8Array, cut: number): { metadata: Uint8Array[]; samples: number[]; order: string[] } {
  const reader = new SigmfArchiveReader();
  const parts = [];
  for (let at = 0; at < archive.length; at += cut) parts.push(...reader.push(archive.subarray(at, at + cut)));
  return {
    metadata: parts.filter(({ kind }) => kind === 'metadata').map(({ octets }) => octets),
    samples: parts.filter(({ kind }) => kind === 'samples').flatMap(({ octets }) => [...octets]),
    order: [...new Set(parts.map(({ kind }) => kind))],
  };
}

describe('SigMF archives', () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'smms-sigmf-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([1, 100, 512, 513, 100_000])('are read as they were written, %d octets at a time', (cut) => {
    expect(read(archiveOf(), cut)).toEqual({
      metadata: [metadata],
      samples: [...samples],
      order: ['metadata', 'samples'],
    });
  });

  it('are unpacked by tar', () => {
    const file = join(folder, 'ours.sigmf');
    writeFileSync(file, archiveOf());
    execFileSync('tar', ['-xf', file, '-C', folder]);
    expect(new Uint8Array(readFileSync(join(folder, 'pass_1/pass_1.sigmf-meta')))).toEqual(metadata);
    expect(new Uint8Array(readFileSync(join(folder, 'pass_1/pass_1.sigmf-data')))).toEqual(samples);
  });

  it.each(['ustar', 'gnu', 'pax'])('of tar (%s) are read, in its order', (format) => {
    mkdirSync(join(folder, 'r'), { recursive: true });
    writeFileSync(join(folder, 'r/r.sigmf-meta'), metadata);
    writeFileSync(join(folder, 'r/r.sigmf-data'), samples);
    const files = ['r/r.sigmf-data', 'r/r.sigmf-meta'];
    const archive = execFileSync('tar', ['-cf', '-', `--format=${format}`, '-C', folder, ...files]);
    expect(read(archive, 700)).toEqual({ metadata: [metadata], samples: [...samples], order: ['samples', 'metadata'] });
  });

  it('refuse what is no tar, a second recording, and names that are paths', () => {
    expect(() => new SigmfArchiveReader().push(new Uint8Array(512).fill(7))).toThrow(SigmfError);
    expect(() => read(Uint8Array.from([...archiveOf(), ...archiveOf()]), 512)).toThrow(/recordings: expected one/);
    expect(() => sigmfArchiveHead({ name: '../x', metadata, dataOctets: 1 })).toThrow(/name/);
    expect(() => sigmfArchiveHead({ name: 'x', metadata, dataOctets: 8 ** 11 })).toThrow(/octets of samples/);
  });
});
