import type { Modulator, Stretch } from '../modulation/modulator.js';
import { stretchFrom } from '../modulation/modulator.js';
import { type Waveform, usualWaveform } from '../modulation/waveform.js';
import type { Iq } from '../signal/iq.js';

const nrz: Waveform = { modulation: 'BPSK', symbolRateHz: 1000, pulse: { kind: 'rectangular' } };
/** One of each kind, usual and unusual. */
export const sampleWaveforms: readonly Waveform[] = [
  usualWaveform('BPSK', 1000),
  usualWaveform('QPSK', 1000),
  usualWaveform('OQPSK', 1000),
  usualWaveform('FSK', 1000),
  usualWaveform('GMSK', 1000),
  nrz,
  { ...nrz, modulation: 'OQPSK' },
  { modulation: 'GMSK', symbolRateHz: 1000, deviationHz: 250, bandwidthTime: 0.25 },
  { modulation: 'FSK', symbolRateHz: 1000, deviationHz: 700, bandwidthTime: null },
  { modulation: 'QPSK', symbolRateHz: 1000, pulse: { kind: 'rrc', rollOff: 0.2 } },
];

/** The same with their names, for tables of tests. */
export const namedWaveforms = sampleWaveforms.map((waveform) => [JSON.stringify(waveform), waveform] as const);

/** Renders `count` samples of a smooth motion, cut into the lengths of `cuts` over and over. */
export function rendered(modulator: Modulator, stretch: Stretch, count: number, cuts: readonly number[]): Iq {
  const out = new Float32Array(2 * count);
  let done = 0;
  for (let n = 0; done < count; n++) {
    const length = Math.min(cuts[n % cuts.length]!, count - done);
    modulator.render(out, done, length, stretchFrom(stretch, done));
    done += length;
  }
  return out;
}
