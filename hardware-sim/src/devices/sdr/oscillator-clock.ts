import { type CancelTimer, MissionClock } from '@app/platform';
import { type Tai } from '@app/time';
import { frequencyRatio } from '../../oscillator-error.js';

/** Rates are whole parts of this. */
const WHOLE = 10n ** 12n;
const PARTS_PER_MILLIONTH = 1e6;

/**
 * Time as a device counts it by its own oscillator: it agreed with mission time when it was made, and has gained or lost since. Timers are
 * called in its own time.
 */
export class OscillatorClock extends MissionClock {
  private mission: Tai;
  private own: Tai;
  private ppmNow: number;
  private parts: bigint;

  constructor(
    private readonly clock: MissionClock,
    ppm = 0,
  ) {
    super();
    this.mission = this.own = clock.now();
    this.ppmNow = ppm;
    this.parts = partsOf(ppm);
  }

  /** Its frequency over the nominal one. */
  get ratio(): number {
    return frequencyRatio(this.ppmNow);
  }

  /** From now on it is off by so much, parts in a million. */
  runAt(ppm: number): void {
    if (ppm === this.ppmNow) return;
    const mission = this.clock.now();
    this.own = this.ownTimeOf(mission);
    this.mission = mission;
    this.ppmNow = ppm;
    this.parts = partsOf(ppm);
  }

  override get rate(): number {
    return this.clock.rate;
  }

  override now(): Tai {
    return this.ownTimeOf(this.clock.now());
  }

  /** The last nanosecond of mission time that is not after an instant of its own. */
  missionTimeOf(own: Tai): Tai {
    return this.mission + floorDivision((own - this.own) * WHOLE, this.parts);
  }

  override at(at: Tai, callback: () => void): CancelTimer {
    const mission = this.missionTimeOf(at);
    return this.clock.at(this.ownTimeOf(mission) < at ? mission + 1n : mission, callback);
  }

  override describe(): string {
    return this.clock.describe();
  }

  private ownTimeOf(mission: Tai): Tai {
    return this.own + floorDivision((mission - this.mission) * this.parts, WHOLE);
  }
}

function partsOf(ppm: number): bigint {
  return WHOLE + BigInt(Math.round(ppm * PARTS_PER_MILLIONTH));
}

function floorDivision(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}
