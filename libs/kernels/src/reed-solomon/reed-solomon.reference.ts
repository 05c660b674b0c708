// The plain decoder: mapping to the field's own basis, syndromes, Berlekamp-Massey, Chien search, Forney, codeword by codeword.
import { correctErrors, rsTables, syndromesInto } from './codeword.js';
import { basisMaps } from './galois-field.js';
import { type ReedSolomonCode, type ReedSolomonKernel, UNCORRECTABLE } from './reed-solomon.kernel.js';

export function referenceReedSolomon({ e, basis }: ReedSolomonCode): ReedSolomonKernel {
  const tables = rsTables(e);
  const { toField, fromField } = basisMaps(basis);
  const checks = 2 * e;
  const syndromes = new Uint8Array(checks);
  return {
    encode(codeblock, interleave) {
      const n = codeblock.length / interleave;
      const k = n - checks;
      const work = new Uint8Array(n);
      // Symbol j belongs to codeword j mod I, and so do the check symbols.
      for (let c = 0; c < interleave; c++) {
        for (let i = 0, at = c; i < k; i++, at += interleave) work[i] = toField[codeblock[at]!]!;
        work.fill(0, k);
        for (let i = 0; i < k; i++) {
          const row = work[i]! * checks;
          if (row === 0) continue;
          for (let j = 0; j < checks; j++) work[i + 1 + j]! ^= tables.generatorRows[row + j]!;
        }
        for (let j = k, at = k * interleave + c; j < n; j++, at += interleave) codeblock[at] = fromField[work[j]!]!;
      }
    },
    decode(codeblock, interleave, results) {
      const work = new Uint8Array(codeblock.length / interleave);
      let bad = 0;
      for (let c = 0; c < interleave; c++) {
        for (let i = 0, at = c; i < work.length; i++, at += interleave) work[i] = toField[codeblock[at]!]!;
        if (syndromesInto(syndromes, work, tables)) {
          results[c] = 0;
          continue;
        }
        const corrected = correctErrors(work, syndromes, tables);
        results[c] = corrected;
        if (corrected === UNCORRECTABLE) bad++;
        else for (let i = 0, at = c; i < work.length; i++, at += interleave) codeblock[at] = fromField[work[i]!]!;
      }
      return bad;
    },
  };
}
