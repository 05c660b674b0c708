import { type StateWord, SYMBOL_BLOCK, stateIndex } from '@app/kernels';
import type { LinearModulation } from '../../modulation/waveform.js';

/**
 * What one block says, amplitude undone: the mean square of a rail and its mean fourth power; of BPSK the mean square across the axis, of two
 * rails the mean product of their squares.
 */
export interface BlockMoments {
  readonly square: number;
  readonly fourth: number;
  readonly across: number;
  readonly magnitude: number;
}

export function momentsOf(state: Float64Array, modulation: LinearModulation): BlockMoments {
  const word = (name: StateWord): number => state[stateIndex[name]]!;
  const amplitude = word('amplitude');
  const rails = (modulation === 'BPSK' ? 1 : 2) * SYMBOL_BLOCK;
  return {
    square: word('sumSquare') / rails / amplitude ** 2,
    fourth: word('sumFourth') / rails / amplitude ** 4,
    across: word('sumQuadrature') / SYMBOL_BLOCK / amplitude ** (modulation === 'BPSK' ? 2 : 4),
    magnitude: word('sumMagnitude') / rails / amplitude,
  };
}

/**
 * 0 where there is only noise or no carrier, 1 for a signal without noise; Es/N0 being γ: γ/(1+γ) of BPSK (power along less power across
 * the axis), its square of two rails (the mean of z⁴, which a constellation that turns round has not, either).
 */
export function lineOf({ square, fourth, across }: BlockMoments, modulation: LinearModulation): number {
  if (!(square > 0)) return 0;
  if (modulation === 'BPSK') return (square - across) / (square + across);
  return (3 * across - fourth) / (2 * square ** 2);
}

/** Mean moments over about twice `averaged` blocks, and what follows from them. Older blocks count less and less. */
export class SignalQuality {
  private blocks = 0;
  private mean: BlockMoments;

  constructor(
    private readonly modulation: LinearModulation,
    first: { readonly signal: number; readonly noise: number },
    private readonly averaged: number,
  ) {
    const { signal, noise } = first;
    this.mean = {
      square: signal + noise,
      fourth: signal ** 2 + 6 * signal * noise + 3 * noise ** 2,
      across: modulation === 'BPSK' ? noise : (signal + noise) ** 2,
      magnitude: Math.sqrt(signal + 0.6 * noise),
    };
  }

  add(moments: BlockMoments): void {
    this.blocks = Math.min(this.averaged, this.blocks + 1);
    // What acquisition saw counts as two blocks.
    const weight = 1 / Math.min(this.averaged, this.blocks + 2);
    const mix = (a: number, b: number): number => a + weight * (b - a);
    this.mean = {
      square: mix(this.mean.square, moments.square),
      fourth: mix(this.mean.fourth, moments.fourth),
      across: mix(this.mean.across, moments.across),
      magnitude: mix(this.mean.magnitude, moments.magnitude),
    };
  }

  /** Square of a rail's amplitude. */
  get signal(): number {
    const { square, fourth, across } = this.mean;
    const signal = this.modulation === 'BPSK' ? square - across : Math.sqrt(Math.max(0, (3 * across - fourth) / 2));
    return Math.max(signal, 1e-3 * square);
  }

  /** Variance of a rail's noise. */
  get noise(): number {
    const { square, across } = this.mean;
    return Math.max(1e-5 * square, this.modulation === 'BPSK' ? across : square - this.signal);
  }

  /** Energy of a symbol over noise density. */
  get esN0(): number {
    return (this.signal / this.noise) * (this.modulation === 'BPSK' ? 0.5 : 1);
  }

  /** Mean magnitude of a rail. */
  get magnitude(): number {
    return this.mean.magnitude;
  }
}
