import { type Tai } from '@app/time';
import { type CelestialPole, celestialPole } from './celestial-pole.js';
import { TaiDay } from './tai-day.js';

/** TT - TAI in seconds. */
export const ttMinusTaiSeconds = 32.184;

const JD_J2000 = 2_451_545;
const DAYS_PER_CENTURY = 36_525;
/** Time between two poles that are reckoned; a cubic through four of them is good to 2e-13 rad. */
const KNOT_S = 3 * 3600;

/** A cubic in shares of an interval, lowest power first. */
type Coefficients = readonly [number, number, number, number];

interface Cubic {
  readonly x: Coefficients;
  readonly y: Coefficients;
  readonly s: Coefficients;
}

/** The celestial pole by seconds since a start, for readers of many times: one evaluation of the model in three hours of the span. */
export class CelestialPoleTrack {
  x = 0;
  y = 0;
  s = 0;
  private readonly day: TaiDay;
  private readonly poles = new Map<number, CelestialPole>();
  private interval = Number.NaN;
  private cubic: Cubic | undefined;

  constructor(start: Tai) {
    this.day = new TaiDay(start);
  }

  load(seconds: number): void {
    const interval = Math.floor(seconds / KNOT_S);
    let { cubic } = this;
    if (cubic === undefined || interval !== this.interval) {
      cubic = this.cubicOf(interval);
      this.cubic = cubic;
      this.interval = interval;
    }
    const u = seconds / KNOT_S - interval;
    this.x = at(cubic.x, u);
    this.y = at(cubic.y, u);
    this.s = at(cubic.s, u);
  }

  private cubicOf(interval: number): Cubic {
    const a = this.poleAt(interval - 1);
    const b = this.poleAt(interval);
    const c = this.poleAt(interval + 1);
    const d = this.poleAt(interval + 2);
    const through = (of: (pole: CelestialPole) => number): Coefficients => coefficients(of(a), of(b), of(c), of(d));
    return { x: through((pole) => pole.x), y: through((pole) => pole.y), s: through((pole) => pole.s) };
  }

  private poleAt(knot: number): CelestialPole {
    let pole = this.poles.get(knot);
    if (pole === undefined) {
      const { day, fraction } = this.day.julianDate(knot * KNOT_S + ttMinusTaiSeconds);
      pole = celestialPole((day - JD_J2000 + fraction) / DAYS_PER_CENTURY);
      this.poles.set(knot, pole);
    }
    return pole;
  }
}

/** The cubic through values at -1, 0, 1 and 2. */
function coefficients(a: number, b: number, c: number, d: number): Coefficients {
  return [b, c - a / 3 - b / 2 - d / 6, (a + c) / 2 - b, (d - a) / 6 + (b - c) / 2];
}

function at([c0, c1, c2, c3]: Coefficients, u: number): number {
  return ((c3 * u + c2) * u + c1) * u + c0;
}
