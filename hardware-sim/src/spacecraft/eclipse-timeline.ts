import { taiOf } from './instant.js';
import { type OrbitTrack } from './orbit-track.js';
import { sunDirection } from './sun.js';

const EARTH_RADIUS_M = 6_378_137;
/** Transitions are looked for on this grid of whole steps since 1958, so that the answer does not depend on who asks when. */
const STEP_S = 60;
const MOST_STEPS_KEPT = 20_000;
/** A transition is found to a thousandth of a second. */
const BISECTIONS = 16;

/** Where a spacecraft stands in the sequence of sunlight and shadow. Times are seconds. */
export interface LightPhase {
  readonly inEclipse: boolean;
  /** When this phase began, seconds since 1958; undefined where it began more than a revolution ago. */
  readonly began: number | undefined;
  /** Since it began; Infinity where that is more than a revolution ago. */
  readonly sinceS: number;
  /** How long the eclipse lasted that this sunlight came after; 0 without one. Of the present eclipse: the same as `sinceS`. */
  readonly eclipseS: number;
}

/** When a spacecraft is in the Earth's shadow, taken as a cylinder. */
export class EclipseTimeline {
  private readonly shadowed = new Map<number, boolean>();
  private readonly transitions = new Map<number, number | undefined>();
  private readonly stepsBack: number;

  constructor(private readonly track: OrbitTrack) {
    this.stepsBack = Math.ceil((1.1 * track.periodS) / STEP_S);
  }

  isEclipsed(seconds: number): boolean {
    const position = this.track.inertialAt(taiOf(seconds));
    if (position === undefined) return false;
    const [x = 0, y = 0, z = 0] = position;
    const [sx, sy, sz] = sunDirection(seconds);
    const along = x * sx + y * sy + z * sz;
    return along < 0 && x * x + y * y + z * z - along * along < EARTH_RADIUS_M * EARTH_RADIUS_M;
  }

  phaseAt(seconds: number): LightPhase {
    const inEclipse = this.isEclipsed(seconds);
    const began = this.lastTransition(seconds);
    if (began === undefined) {
      const sinceS = Number.POSITIVE_INFINITY;
      return { inEclipse, began, sinceS, eclipseS: inEclipse ? sinceS : 0 };
    }
    const sinceS = seconds - began;
    if (inEclipse) return { inEclipse, began, sinceS, eclipseS: sinceS };
    const entered = this.lastTransition(began - 0.01);
    return { inEclipse, began, sinceS, eclipseS: entered === undefined ? 0 : began - entered };
  }

  /** The last change before an instant. */
  private lastTransition(seconds: number): number | undefined {
    const step = Math.floor(seconds / STEP_S);
    for (let back = 0; back <= this.stepsBack; back++) {
      const at = this.transitionIn(step - back);
      if (at !== undefined && at <= seconds) return at;
    }
    return undefined;
  }

  private transitionIn(step: number): number | undefined {
    if (this.transitions.has(step)) return this.transitions.get(step);
    let found: number | undefined;
    const before = this.shadowAtStep(step);
    if (before !== this.shadowAtStep(step + 1)) {
      let low = step * STEP_S;
      let high = low + STEP_S;
      for (let i = 0; i < BISECTIONS; i++) {
        const middle = (low + high) / 2;
        if (this.isEclipsed(middle) === before) low = middle;
        else high = middle;
      }
      found = high;
    }
    if (this.transitions.size >= MOST_STEPS_KEPT) this.transitions.clear();
    this.transitions.set(step, found);
    return found;
  }

  private shadowAtStep(step: number): boolean {
    let shadowed = this.shadowed.get(step);
    if (shadowed === undefined) {
      shadowed = this.isEclipsed(step * STEP_S);
      if (this.shadowed.size >= MOST_STEPS_KEPT) this.shadowed.clear();
      this.shadowed.set(step, shadowed);
    }
    return shadowed;
  }
}
