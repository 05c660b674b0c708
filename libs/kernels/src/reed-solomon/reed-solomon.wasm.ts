import { wasm } from '../generated/reed-solomon.wasm.js';
import { type WasmExports, instantiate } from '../wasm/instantiate.js';
import { PRIMITIVE, PRIMITIVE_INVERSE, rsTables } from './codeword.js';
import { basisMaps, exp, log, multiply } from './galois-field.js';
import { type ReedSolomonCode, type ReedSolomonKernel } from './reed-solomon.kernel.js';

interface ReedSolomonExports extends WasmExports {
  codeblockAt(): number;
  resultsAt(): number;
  divisionRowsAt(): number;
  nibbleProductsAt(): number;
  toFieldAt(): number;
  fromFieldAt(): number;
  syndromeWeightsAt(): number;
  placePowersAt(): number;
  placeScaleAt(): number;
  logarithmAt(): number;
  powerAt(): number;
  encode(e: number, interleave: number, k: number): void;
  decode(e: number, interleave: number, k: number): number;
}

/** Rows of the module's tables are as wide as the larger code needs. */
const ROW = 32;

/** alpha to any power, negative ones too. */
function alpha(power: number): number {
  return exp[((power % 255) + 255) % 255]!;
}

function writeTables(kernel: ReedSolomonExports, { e, basis }: ReedSolomonCode): void {
  const { generatorRows, rootLogs } = rsTables(e);
  const { toField, fromField } = basisMaps(basis);
  const checks = 2 * e;
  const table = (at: number, length: number): Uint8Array => new Uint8Array(kernel.memory.buffer, at, length);
  const divisionRows = table(kernel.divisionRowsAt(), 256 * ROW);
  // Mapping between the bases is linear, so the division can be done on symbols as they travel.
  for (let symbol = 0; symbol < 256; symbol++)
    for (let j = 0; j < checks; j++)
      divisionRows[symbol * ROW + j] = fromField[generatorRows[toField[symbol]! * checks + j]!]!;
  const nibbleProducts = table(kernel.nibbleProductsAt(), 256 * 32);
  for (let scalar = 0; scalar < 256; scalar++)
    for (let nibble = 0; nibble < 16; nibble++) {
      nibbleProducts[scalar * 32 + nibble] = multiply(scalar, nibble);
      nibbleProducts[scalar * 32 + 16 + nibble] = multiply(scalar, nibble << 4);
    }
  table(kernel.toFieldAt(), 256).set(toField);
  table(kernel.fromFieldAt(), 256).set(fromField);
  const syndromeWeights = table(kernel.syndromeWeightsAt(), ROW * ROW);
  for (let i = 0; i < checks; i++)
    for (let j = 0; j < checks; j++) syndromeWeights[i * ROW + j] = alpha(rootLogs[j]! * (checks - 1 - i));
  const placePowers = table(kernel.placePowersAt(), 17 * 256);
  const placeScale = table(kernel.placeScaleAt(), 256);
  const firstRoot = (rootLogs[0]! * PRIMITIVE_INVERSE) % 255;
  for (let place = 0; place < 256; place++) {
    for (let i = 0; i <= 16; i++) placePowers[i * 256 + place] = alpha(-PRIMITIVE * place * i);
    placeScale[place] = alpha(-PRIMITIVE * place * (firstRoot + checks));
  }
  table(kernel.logarithmAt(), 256).set(log);
  table(kernel.powerAt(), 512).set(exp);
}

/** The module's kernel for one code, or null where it cannot run. */
export function wasmReedSolomon(code: ReedSolomonCode): ReedSolomonKernel | null {
  const kernel = instantiate<ReedSolomonExports>(wasm);
  if (kernel === null) return null;
  writeTables(kernel, code);
  const { e } = code;
  const work = new Uint8Array(kernel.memory.buffer, kernel.codeblockAt(), 8 * 255);
  const found = new Int8Array(kernel.memory.buffer, kernel.resultsAt(), 8);
  return {
    encode(codeblock, interleave) {
      const k = codeblock.length / interleave - 2 * e;
      work.set(codeblock);
      kernel.encode(e, interleave, k);
      const at = k * interleave;
      codeblock.set(work.subarray(at, codeblock.length), at);
    },
    decode(codeblock, interleave, results) {
      work.set(codeblock);
      const bad = kernel.decode(e, interleave, codeblock.length / interleave - 2 * e);
      let changed = false;
      for (let c = 0; c < interleave; c++) {
        results[c] = found[c]!;
        if (found[c]! > 0) changed = true;
      }
      if (changed) codeblock.set(work.subarray(0, codeblock.length));
      return bad;
    },
  };
}
