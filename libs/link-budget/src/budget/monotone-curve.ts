/**
 * Cubic through points (times ascending) that has no extremum between them (Fritsch and Carlson's slopes, harmonic means): it crosses
 * a level between two points at most once, and only when they lie on different sides of it.
 */
export interface MonotoneCurve {
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly slopes: readonly number[];
}

/** Slope at an inner point from the two chords beside it: 0 at an extremum. */
function innerSlope(stepLeft: number, stepRight: number, chordLeft: number, chordRight: number): number {
  if (chordLeft * chordRight <= 0) return 0;
  const a = 2 * stepRight + stepLeft;
  const b = stepRight + 2 * stepLeft;
  return (a + b) / (a / chordLeft + b / chordRight);
}

/** Slope at an end: of the parabola through three points, as far as the curve stays monotone. */
function endSlope(step: number, nextStep: number, chord: number, nextChord: number): number {
  const slope = ((2 * step + nextStep) * chord - step * nextChord) / (step + nextStep);
  if (slope * chord <= 0) return 0;
  return chord * nextChord <= 0 && Math.abs(slope) > 3 * Math.abs(chord) ? 3 * chord : slope;
}

/** At least two points, times strictly ascending (the caller sees to it). */
export function monotoneCurve(times: readonly number[], values: readonly number[]): MonotoneCurve {
  const steps = times.slice(1).map((time, i) => time - (times[i] as number));
  const chords = steps.map((step, i) => ((values[i + 1] as number) - (values[i] as number)) / step);
  const last = chords.length - 1;
  const at = (list: readonly number[], i: number): number => list[i] as number;
  const slopes = times.map((_, i) => {
    if (last === 0) return at(chords, 0);
    if (i === 0) return endSlope(at(steps, 0), at(steps, 1), at(chords, 0), at(chords, 1));
    if (i > last) return endSlope(at(steps, last), at(steps, last - 1), at(chords, last), at(chords, last - 1));
    return innerSlope(at(steps, i - 1), at(steps, i), at(chords, i - 1), at(chords, i));
  });
  return { times, values, slopes };
}

/** Value in the interval that begins at point `i`, at `share` (0 to 1) of it. */
function valueIn(curve: MonotoneCurve, i: number, share: number): number {
  const step = (curve.times[i + 1] as number) - (curve.times[i] as number);
  const s = share;
  const rest = 1 - s;
  return (
    (curve.values[i] as number) * (1 + 2 * s) * rest * rest +
    (curve.values[i + 1] as number) * (3 - 2 * s) * s * s +
    step * ((curve.slopes[i] as number) * s * rest * rest - (curve.slopes[i + 1] as number) * s * s * rest)
  );
}

/** Times [from, to] in which the curve is at or above a level, ascending, apart from each other. */
export function timesAtOrAbove(curve: MonotoneCurve, level: number): readonly (readonly [number, number])[] {
  const spans: [number, number][] = [];
  let from: number | undefined;
  for (const [i, time] of curve.times.entries()) {
    const above = (curve.values[i] as number) >= level;
    if (above !== (from !== undefined)) {
      const crossing = i === 0 ? time : crossingIn(curve, i - 1, level);
      if (from === undefined) from = crossing;
      else {
        spans.push([from, crossing]);
        from = undefined;
      }
    }
  }
  if (from !== undefined) spans.push([from, curve.times.at(-1) as number]);
  return spans;
}

/** Where the curve crosses a level between points i and i + 1, by halving, to 1e-12 of the interval. */
function crossingIn(curve: MonotoneCurve, i: number, level: number): number {
  const rising = (curve.values[i + 1] as number) >= level;
  let low = 0;
  let high = 1;
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (valueIn(curve, i, middle) >= level === rising) high = middle;
    else low = middle;
  }
  const from = curve.times[i] as number;
  return from + ((low + high) / 2) * ((curve.times[i + 1] as number) - from);
}
