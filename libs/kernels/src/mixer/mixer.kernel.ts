import type { SampleCubic } from '../waveform/waveform.kernel.js';

/**
 * Multiplies `count` complex samples (I and Q interleaved) of `input` from `inputFrom` on by e^(2πi · turns), turns being a cubic of the
 * sample's index counted from 0, into `out` from `outFrom` on. `out` may be `input`, at the same place.
 */
export type MixerKernel = (
  input: Float32Array,
  inputFrom: number,
  out: Float32Array,
  outFrom: number,
  count: number,
  turns: SampleCubic,
) => void;
