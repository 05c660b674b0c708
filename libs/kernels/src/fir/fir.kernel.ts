export const MAX_FIR_TAPS = 4096;
export const MAX_FIR_DECIMATION = 1024;

/**
 * Complex samples (I and Q interleaved) through real taps: output n, at sample `outFrom` + n of `out`, is the sum over j of tap j times
 * input sample n · decimation + j. `input` holds (count - 1) · decimation + taps samples at least.
 */
export type FirKernel = (input: Float32Array, out: Float32Array, outFrom: number, count: number) => void;
