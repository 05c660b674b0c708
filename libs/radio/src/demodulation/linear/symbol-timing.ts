/** Places in a symbol at which the filter's output is looked at. */
export const PLACES = 4;

export interface SymbolTiming {
  /** Of symbol count / 2: its middle after the first of its four places, in symbols, -½ to ½. */
  readonly delay: number;
  /** How much longer symbols are than thought, as a part of them. */
  readonly stretch: number;
  /** Power of the clock's line over that of the noise around: 1 or so where there is none; 0 where it is no part of the power. */
  readonly strength: number;
}

/** Symbols that are added up before the line is looked for. */
const GROUP = 8;
/** Of the line, as a part of the power: 0.014 at a roll-off of 0.2 and -2 dB. A carrier alone has next to none. */
const LEAST_DEPTH = 0.004;

/**
 * Oerder and Meyr's estimate: the line that the symbol clock makes in `powers`, four values a symbol, its frequency looked for between
 * -`maxStretch` and `maxStretch`.
 */
export function symbolTiming(powers: Float64Array, count: number, maxStretch: number): SymbolTiming {
  const groups = Math.floor(count / GROUP);
  const line = new Float64Array(2 * groups);
  for (let m = 0; m < groups * GROUP; m++) {
    const g = 2 * Math.floor(m / GROUP);
    // Times 1, -j, -1, j.
    line[g]! += powers[PLACES * m]! - powers[PLACES * m + 2]!;
    line[g + 1]! -= powers[PLACES * m + 1]! - powers[PLACES * m + 3]!;
  }
  const sumAt = (frequency: number): readonly [number, number] => {
    let i = 0;
    let q = 0;
    for (let g = 0; g < groups; g++) {
      const angle = -2 * Math.PI * frequency * ((g + 0.5) * GROUP - 0.5 - count / 2);
      const c = Math.cos(angle);
      const s = Math.sin(angle);
      i += line[2 * g]! * c - line[2 * g + 1]! * s;
      q += line[2 * g]! * s + line[2 * g + 1]! * c;
    }
    return [i, q];
  };
  const power = (frequency: number): number => {
    const [i, q] = sumAt(frequency);
    return i ** 2 + q ** 2;
  };
  const step = 0.4 / count;
  const reach = Math.ceil(maxStretch / step);
  let best = 0;
  let bestPower = -1;
  for (let n = -reach; n <= reach; n++) {
    const here = power(n * step);
    if (here > bestPower) {
      best = n * step;
      bestPower = here;
    }
  }
  const [low, high] = [power(best - step), power(best + step)];
  const bend = low - 2 * bestPower + high;
  if (bend < 0) best += step * Math.max(-1, Math.min(1, (0.5 * (low - high)) / bend));
  const [i, q] = sumAt(best);
  const around = line.reduce((sum, value) => sum + value ** 2, 0);
  const all = powers.subarray(0, PLACES * count).reduce((sum, value) => sum + value, 0);
  const size = Math.hypot(i, q);
  const strength = size > LEAST_DEPTH * all ? size ** 2 / around : 0;
  return { delay: -Math.atan2(q, i) / (2 * Math.PI), stretch: -best, strength };
}
