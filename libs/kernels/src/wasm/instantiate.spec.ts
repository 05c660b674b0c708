import { describe, expect, it, jest } from '@jest/globals';
import { seededOctets } from '../testing/seeded.js';
import { bytesOfBase64 } from './base64.js';
import { instantiate } from './instantiate.js';

describe('modules', () => {
  it('base64 is read as the host reads it', () => {
    for (let length = 0; length < 20; length++) {
      const bytes = seededOctets(length, length);
      expect(bytesOfBase64(Buffer.from(bytes).toString('base64'))).toEqual(bytes);
    }
  });

  it('gives null for a module that the host cannot run, or without WebAssembly', () => {
    expect(instantiate(Buffer.from('not a module').toString('base64'))).toBeNull();
    const { WebAssembly } = globalThis as { WebAssembly?: unknown };
    try {
      Reflect.deleteProperty(globalThis, 'WebAssembly');
      expect(instantiate(Buffer.from('another one').toString('base64'))).toBeNull();
    } finally {
      Object.assign(globalThis, { WebAssembly });
    }
  });

  it('without WebAssembly every kernel is its reference, and decodes', async () => {
    const { WebAssembly } = globalThis as { WebAssembly?: unknown };
    try {
      Reflect.deleteProperty(globalThis, 'WebAssembly');
      jest.resetModules();
      const kernels = await import('../index.js');
      expect(kernels.wasmCrc16()).toBeNull();
      const ascii = Uint8Array.from('123456789'.repeat(10), (c) => c.charCodeAt(0));
      expect(kernels.crc16Update(0xffff, ascii, 0, 9)).toBe(0x29b1);
      expect(kernels.crc16Update(0xffff, ascii, 0, 90)).toBe(kernels.crc16Reference(0xffff, ascii, 0, 90));
      const codeblock = seededOctets(255, 4);
      const rs = kernels.reedSolomonKernel({ e: 16, basis: 'dual' });
      rs.encode(codeblock, 1);
      const received = codeblock.slice();
      received[7]! ^= 9;
      const results = new Int8Array(1);
      rs.decode(received, 1, results);
      expect([results[0], received]).toEqual([1, codeblock]);
      const target = new Uint8Array(9);
      kernels.exclusiveOrKernel(Uint8Array.of(0xff, 0x00))(target, ascii.subarray(0, 9));
      expect([...target.subarray(0, 3)]).toEqual([0x31 ^ 0xff, 0x32, 0x33 ^ 0xff]);
      const viterbi = kernels.viterbiKernel({ swapped: false, inverted: true });
      viterbi.reset(0);
      expect(viterbi.addCompareSelect(new Int8Array(2), 0, 1, 0)).toBe(256);
    } finally {
      Object.assign(globalThis, { WebAssembly });
    }
  });
});
