/** One axis at an instant: degrees, degrees a second. */
export interface AxisState {
  readonly positionDeg: number;
  readonly rateDegPerS: number;
}

export interface AxisDrive {
  readonly rateDegPerS: number;
  readonly accelerationDegPerS2: number;
}

/** Constant acceleration from `fromS` on. */
interface Phase extends AxisState {
  readonly fromS: number;
  readonly accelerationDegPerS2: number;
}

/** Where an axis comes to rest that brakes from here on. */
export function stoppingPointDeg({ positionDeg, rateDegPerS }: AxisState, { accelerationDegPerS2 }: AxisDrive): number {
  return positionDeg + (rateDegPerS * Math.abs(rateDegPerS)) / (2 * accelerationDegPerS2);
}

/**
 * The fastest motion of an axis to rest at a target, within a rate and an acceleration: ramp, full rate, ramp. One that moves already
 * goes on from its rate; one that cannot stop before the target goes beyond and comes back; one that is faster than the drive may go
 * slows down first. Exact at every time, whenever it is asked.
 */
export class AxisMotion {
  private readonly phases: readonly Phase[];

  private constructor(
    phases: readonly Phase[],
    readonly targetDeg: number,
    /** When it stands at the target. */
    readonly endS: number,
  ) {
    this.phases = phases;
  }

  /** Stands. */
  static at(positionDeg: number): AxisMotion {
    return new AxisMotion([], positionDeg, 0);
  }

  static towards(from: AxisState, targetDeg: number, drive: AxisDrive): AxisMotion {
    const { accelerationDegPerS2: acceleration, rateDegPerS: fullRate } = drive;
    const rest = stoppingPointDeg(from, drive);
    const sign = Math.sign(targetDeg - rest) || Math.sign(from.rateDegPerS) || 1;
    const distance = sign * (targetDeg - from.positionDeg);
    const rate = sign * from.rateDegPerS;
    const peak = Math.min(fullRate, Math.sqrt(Math.max(0, acceleration * distance + (rate * rate) / 2)));
    const phases: Phase[] = [];
    let here: Phase = { ...from, fromS: 0, accelerationDegPerS2: 0 };
    const during = (seconds: number, along: number): void => {
      if (!(seconds > 0)) return;
      here = { ...here, accelerationDegPerS2: sign * along };
      phases.push(here);
      here = { fromS: here.fromS + seconds, ...stateIn(here, here.fromS + seconds), accelerationDegPerS2: 0 };
    };
    during(Math.abs(peak - rate) / acceleration, peak >= rate ? acceleration : -acceleration);
    const braking = (peak * peak) / (2 * acceleration);
    if (peak > 0) during((sign * (targetDeg - here.positionDeg) - braking) / peak, 0);
    during(peak / acceleration, -acceleration);
    return new AxisMotion(phases, targetDeg, here.fromS);
  }

  /** `seconds` after the beginning; before it as at it. */
  stateAt(seconds: number): AxisState {
    if (seconds >= this.endS) return { positionDeg: this.targetDeg, rateDegPerS: 0 };
    let phase = this.phases[0] as Phase;
    for (const next of this.phases) if (next.fromS <= seconds) phase = next;
    return stateIn(phase, Math.max(0, seconds));
  }
}

function stateIn(phase: Phase, seconds: number): AxisState {
  const t = seconds - phase.fromS;
  const { positionDeg, rateDegPerS, accelerationDegPerS2 } = phase;
  return {
    positionDeg: positionDeg + t * (rateDegPerS + (t * accelerationDegPerS2) / 2),
    rateDegPerS: rateDegPerS + t * accelerationDegPerS2,
  };
}
