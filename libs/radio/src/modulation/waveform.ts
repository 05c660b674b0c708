/** Modulations of the plane: a symbol is a point, shaped by a pulse. */
export type LinearModulation = 'BPSK' | 'QPSK' | 'OQPSK';
/** Modulations of the frequency, of constant envelope: a symbol is a shift of the carrier. */
export type FrequencyModulation = 'FSK' | 'GMSK';
export type Modulation = LinearModulation | FrequencyModulation;

export const modulations = ['BPSK', 'QPSK', 'OQPSK', 'FSK', 'GMSK'] as const satisfies readonly Modulation[];

/** `rrc`: root-raised-cosine of roll-off 0 to 1, half of a Nyquist pulse; `rectangular`: NRZ as it is. */
export type Pulse = { readonly kind: 'rrc'; readonly rollOff: number } | { readonly kind: 'rectangular' };

/**
 * BPSK: bit 1 is +1, bit 0 is -1. QPSK and OQPSK: the first bit of a pair is I, the second Q, each of size √½; the Q of OQPSK comes half a
 * symbol later. Energy is that of one symbol (two bits of QPSK and OQPSK), power 1 in the mean.
 */
export interface LinearWaveform {
  readonly modulation: LinearModulation;
  /** Symbols a second: half of the bits a second of QPSK and OQPSK. */
  readonly symbolRateHz: number;
  readonly pulse: Pulse;
}

/** Bit 1 is a carrier that is higher, bit 0 one that is lower. The phase is continuous. */
export interface FrequencyWaveform {
  readonly modulation: FrequencyModulation;
  readonly symbolRateHz: number;
  /** Of the carrier from its middle; a quarter of the symbol rate makes MSK and GMSK. */
  readonly deviationHz: number;
  /** Bandwidth of GMSK's Gaussian filter times the symbol duration; null: none (FSK). */
  readonly bandwidthTime: number | null;
}

export type Waveform = LinearWaveform | FrequencyWaveform;

export const DEFAULT_ROLL_OFF = 0.35;
export const DEFAULT_BANDWIDTH_TIME = 0.5;

export function isLinear(modulation: Modulation): modulation is LinearModulation {
  return modulation === 'BPSK' || modulation === 'QPSK' || modulation === 'OQPSK';
}

export function bitsPerSymbol(modulation: Modulation): 1 | 2 {
  return modulation === 'QPSK' || modulation === 'OQPSK' ? 2 : 1;
}

/** The waveform with what is usual: root-raised-cosine of 0.35; a deviation of a quarter of the symbol rate; GMSK of BT 0.5. */
export function usualWaveform(modulation: Modulation, symbolRateHz: number): Waveform {
  if (isLinear(modulation)) return { modulation, symbolRateHz, pulse: { kind: 'rrc', rollOff: DEFAULT_ROLL_OFF } };
  const bandwidthTime = modulation === 'GMSK' ? DEFAULT_BANDWIDTH_TIME : null;
  return { modulation, symbolRateHz, deviationHz: symbolRateHz / 4, bandwidthTime };
}
