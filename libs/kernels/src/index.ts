export { type Crc16Kernel, crc16Update, wasmCrc16 } from './crc16/crc16.js';
export { crc16Reference } from './crc16/crc16.reference.js';
export { type ExclusiveOrKernel, exclusiveOrKernel, wasmExclusiveOr } from './exclusive-or/exclusive-or.js';
export { exclusiveOrReference } from './exclusive-or/exclusive-or.reference.js';
export { type ReedSolomonCode, type ReedSolomonKernel, UNCORRECTABLE } from './reed-solomon/reed-solomon.kernel.js';
export { reedSolomonKernel } from './reed-solomon/reed-solomon.js';
export { referenceReedSolomon } from './reed-solomon/reed-solomon.reference.js';
export { wasmReedSolomon } from './reed-solomon/reed-solomon.wasm.js';
export { MAX_BRANCH_COST, MAX_STEPS, type ViterbiKernel, type ViterbiOrder } from './viterbi/viterbi.kernel.js';
export { referenceViterbi } from './viterbi/viterbi.reference.js';
export { viterbiKernel, wasmViterbi } from './viterbi/viterbi.js';
export {
  COLUMN_NAMES,
  type ContactSearchKernel,
  MARGIN_NODES,
  STATION_VALUES,
  TABLE_VALUES,
  type WindowColumns,
} from './contact-search/contact-search.kernel.js';
export { contactSearchReference } from './contact-search/contact-search.reference.js';
export { createContactSearch } from './contact-search/contact-search.js';
export { pathTable } from './contact-search/path-table.js';
export { wasmContactSearch } from './contact-search/contact-search.wasm.js';
export { type Sgp4ConstantName, type Sgp4Kernel, sgp4ConstantNames } from './sgp4/sgp4.kernel.js';
export { sgp4Reference } from './sgp4/sgp4.reference.js';
export { sgp4Positions, wasmSgp4 } from './sgp4/sgp4.js';
