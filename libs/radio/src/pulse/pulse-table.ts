import { MAX_TAPS, type PulseTable } from '@app/kernels';
import { type Waveform } from '../modulation/waveform.js';
import { SignalError } from '../signal/signal-error.js';
import { bandLimitedRectangle, rectangleReach } from './band-limited-rectangle.js';
import { phasePulse, phasePulseReach } from './phase-pulse.js';
import { rootRaisedCosine } from './root-raised-cosine.js';

/** Rows a symbol: a straight line between two is right to -80 dB and better. */
const PHASES = 128;
/** Energy of a root-raised-cosine's tails that is left out: -63 dB, where MAX_TAPS allows it (roll-offs from 0.2 on). */
const TAIL_ENERGY = 5e-7;
/** Samples a symbol below which a rectangular pulse cannot be told from its neighbours. */
const LEAST_SAMPLES_PER_SYMBOL = 1.1;
/** Above it the flanks of a rectangle are as steep as here. */
const MOST_SAMPLES_PER_SYMBOL = 256;

/** Symbols on each side of a sample that the pulse table of a waveform takes in: half its taps, or somewhat more. */
export function tableReach(waveform: Waveform): number {
  if (!('pulse' in waveform)) return evenAbove(phasePulseReach(waveform.bandwidthTime) + 0.5);
  if (waveform.pulse.kind === 'rectangular') return evenAbove(rectangleReach(LEAST_SAMPLES_PER_SYMBOL) + 0.5);
  return rrcReach(waveform.pulse.rollOff);
}

/** The table that renders a waveform; only that of a rectangular pulse depends on the sample rate. */
export function waveformTable(waveform: Waveform, samplesPerSymbol: number): PulseTable {
  if (!('pulse' in waveform)) {
    const { bandwidthTime } = waveform;
    return pulseTable((t) => phasePulse(t, bandwidthTime), tableReach(waveform), PHASES);
  }
  const { pulse } = waveform;
  if (pulse.kind === 'rrc') {
    const reach = tableReach(waveform);
    return pulseTable((t) => (Math.abs(t) > reach - 0.5 ? 0 : rootRaisedCosine(t, pulse.rollOff)), reach, PHASES);
  }
  if (samplesPerSymbol < LEAST_SAMPLES_PER_SYMBOL)
    throw new SignalError('samples a symbol', `${LEAST_SAMPLES_PER_SYMBOL} or more`, samplesPerSymbol);
  const rate = Math.min(samplesPerSymbol, MOST_SAMPLES_PER_SYMBOL);
  const phases = Math.min(4096, Math.max(PHASES, 2 ** Math.ceil(Math.log2(32 * rate))));
  const reach = evenAbove(rectangleReach(rate) + 0.5);
  return pulseTable(bandLimitedRectangle(rate), reach, phases);
}

/** Row p, tap j: the pulse at p / phases + reach - j - ½ symbols from its centre. */
function pulseTable(pulse: (t: number) => number, reach: number, phases: number): PulseTable {
  const taps = 2 * reach;
  const values = new Float32Array((phases + 1) * taps);
  for (let p = 0; p <= phases; p++)
    for (let j = 0; j < taps; j++) values[p * taps + j] = pulse(p / phases + reach - j - 0.5);
  return { taps, phases, values };
}

function evenAbove(reach: number): number {
  const even = 2 * Math.ceil(reach / 2);
  if (2 * even > MAX_TAPS) throw new SignalError('pulse', `at most ${MAX_TAPS / 2} symbols to each side`, reach);
  return even;
}

function rrcReach(rollOff: number): number {
  const most = MAX_TAPS / 2;
  const steps = 16;
  // From the far end in: the first reach whose tails hold too much. Tails beyond the widest table count as if it ended there.
  let tails = 0;
  for (let i = most * steps; i > 0; i--) {
    const t = (i - 0.5) / steps;
    tails += (2 * rootRaisedCosine(t, rollOff) ** 2) / steps;
    if (tails > TAIL_ENERGY) return Math.min(most, evenAbove(Math.min(most, t + 1)));
  }
  return 2;
}
