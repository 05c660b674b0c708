import { bandLimitedRectangle, rectangleReach } from '../../pulse/band-limited-rectangle.js';
import { type LaurentPulse, laurentPulse, laurentReach } from '../../pulse/laurent-pulse.js';
import { rootRaisedCosine } from '../../pulse/root-raised-cosine.js';
import type { Pulse } from '../../modulation/waveform.js';

/** Pulses that are received: beside those that are sent, that of MSK and GMSK as OQPSK. */
export type ReceivedPulse = Pulse | LaurentPulse;

/** A matched filter as a bank, and what the loops need to know of the pulse behind it (peak 1, symbols one apart). */
export interface MatchedFilter {
  readonly phases: number;
  readonly taps: number;
  /** Filter p is the pulse at (j - taps / 2) - p / phases samples from its middle, of unit energy. */
  readonly bank: Float32Array;
  /** How steep the pulse behind the filter is half a symbol from its middle, per symbol. */
  readonly slope: number;
  /** Mean power of random symbols half a symbol from their middles. */
  readonly powerBetween: number;
  /** Sum of the fourth powers of the pulse there. */
  readonly fourthBetween: number;
  /** Power spectrum of the pulse behind the filter at `turnsPerSymbol`, 1 at the carrier. */
  readonly spectrum: (turnsPerSymbol: number) => number;
}

/** Symbols to either side that the filter of a root-raised-cosine sees. */
function reachOf(rollOff: number): number {
  return rollOff >= 0.3 ? 8 : rollOff >= 0.22 ? 10 : 12;
}

/** The filter of a pulse at `spacing` samples a symbol. */
export function matchedFilter(pulse: ReceivedPulse, spacing: number): MatchedFilter {
  const { shape, reach } = shapeOf(pulse, spacing);
  const taps = 8 * Math.ceil((2 * reach * spacing + 2) / 8);
  const phases = spacing < 4 ? 128 : 64;
  const bank = new Float32Array(phases * taps);
  for (let p = 0; p < phases; p++)
    for (let j = 0; j < taps; j++) {
      const t = (j - taps / 2 - p / phases) / spacing;
      bank[p * taps + j] = Math.abs(t) <= reach ? shape(t) / Math.sqrt(spacing) : 0;
    }
  const steps = 32;
  /** The pulse behind the filter: the pulse with itself. */
  const behind = (t: number): number => {
    let sum = 0;
    for (let n = -reach * steps; n <= reach * steps; n++) sum += shape(n / steps) * shape(n / steps - t);
    return sum / steps;
  };
  const between = Array.from({ length: reach }, (_, k) => behind(k + 0.5));
  const sumBetween = (power: number): number => between.reduce((sum, value) => sum + 2 * value ** power, 0);
  return {
    phases,
    taps,
    bank,
    slope: (behind(0.5 - 1 / steps) - behind(0.5 + 1 / steps)) * (steps / 2),
    powerBetween: sumBetween(2),
    fourthBetween: sumBetween(4),
    spectrum: pulse.kind === 'laurent' ? transformOf(shape, reach) : (turns) => spectrumOf(pulse, turns),
  };
}

interface Shape {
  readonly shape: (t: number) => number;
  /** Symbols to either side. */
  readonly reach: number;
}

function shapeOf(pulse: ReceivedPulse, spacing: number): Shape {
  switch (pulse.kind) {
    case 'rrc':
      return { shape: (t) => rootRaisedCosine(t, pulse.rollOff), reach: reachOf(pulse.rollOff) };
    case 'rectangular':
      return { shape: bandLimitedRectangle(spacing), reach: rectangleReach(spacing) };
    case 'laurent':
      return { shape: laurentPulse(pulse.bandwidthTime), reach: laurentReach(pulse.bandwidthTime) };
  }
}

/** Power spectrum of a pulse, 1 at the carrier. */
function transformOf(shape: (t: number) => number, reach: number): (turnsPerSymbol: number) => number {
  const steps = 128;
  const values = Array.from({ length: steps }, (_, n) => shape(((n + 0.5) / steps) * reach));
  const area = values.reduce((sum, value) => sum + value, 0);
  return (turns) => {
    const at = (n: number): number => Math.cos(2 * Math.PI * turns * ((n + 0.5) / steps) * reach);
    return (values.reduce((sum, value, n) => sum + value * at(n), 0) / area) ** 2;
  };
}

function spectrumOf(pulse: Pulse, turnsPerSymbol: number): number {
  const f = Math.abs(turnsPerSymbol);
  if (pulse.kind === 'rectangular') return f < 1e-9 ? 1 : f >= 1 ? 0 : (Math.sin(Math.PI * f) / (Math.PI * f)) ** 2;
  const { rollOff } = pulse;
  if (f <= (1 - rollOff) / 2) return 1;
  if (f >= (1 + rollOff) / 2) return 0;
  return 0.5 * (1 + Math.cos((Math.PI / rollOff) * (f - (1 - rollOff) / 2)));
}
