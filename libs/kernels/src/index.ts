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
export {
  MAX_TABLE_VALUES,
  MAX_TAPS,
  type PulseTable,
  type SampleCubic,
  type WaveformKernel,
  type WaveformRun,
} from './waveform/waveform.kernel.js';
export { referenceWaveform } from './waveform/waveform.reference.js';
export { wasmWaveform, waveformKernel } from './waveform/waveform.js';
export {
  type FrequencyDemodulatorKernel,
  type FrequencyDemodulatorShape,
  type LagCorrelation,
  MAX_BLOCK as MAX_FREQUENCY_BLOCK,
  MAX_MATCHED,
} from './frequency-demodulator/frequency-demodulator.kernel.js';
export { referenceFrequencyDemodulator } from './frequency-demodulator/frequency-demodulator.reference.js';
export { frequencyDemodulatorKernel, wasmFrequencyDemodulator } from './frequency-demodulator/frequency-demodulator.js';
export { NOISE_BLOCK, NOISE_STATE_WORDS, type NoiseKernel } from './noise/noise.kernel.js';
export { referenceNoise } from './noise/noise.reference.js';
export { noiseKernel, wasmNoise } from './noise/noise.js';
export type { MixerKernel } from './mixer/mixer.kernel.js';
export { mixerReference } from './mixer/mixer.reference.js';
export { mixerKernel, wasmMixer } from './mixer/mixer.js';
export { type FirKernel, MAX_FIR_DECIMATION, MAX_FIR_TAPS } from './fir/fir.kernel.js';
export { referenceFir } from './fir/fir.reference.js';
export { firKernel, wasmFir } from './fir/fir.js';
export {
  CARRIER_CHUNK,
  DISCARD_UNIT,
  type DemodulatorLayout,
  type LinearDemodulatorKernel,
  type Rails,
  railsOf,
  type StateWord,
  stateIndex,
  SYMBOL_BLOCK,
} from './linear-demodulator/linear-demodulator.kernel.js';
export { referenceLinearDemodulator } from './linear-demodulator/linear-demodulator.reference.js';
export { linearDemodulatorKernel, wasmLinearDemodulator } from './linear-demodulator/linear-demodulator.js';
export {
  MAX_SEQUENCE,
  MAX_SPECTRUM,
  type SpectralLine,
  type SpectralSearchKernel,
} from './spectral-search/spectral-search.kernel.js';
export { referenceSpectralSearch } from './spectral-search/spectral-search.reference.js';
export { spectralSearchKernel, wasmSpectralSearch } from './spectral-search/spectral-search.js';
