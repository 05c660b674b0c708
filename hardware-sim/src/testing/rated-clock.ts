import { type CancelTimer, ManualMissionClock, MissionClock } from '@app/platform';
import { plusSeconds, type Tai } from '@app/time';

/** A mission clock that a test moves by hand, and at any rate. */
export class RatedClock extends MissionClock {
  private readonly manual: ManualMissionClock;

  constructor(
    start: Tai,
    override rate: number,
  ) {
    super();
    this.manual = new ManualMissionClock(start);
  }

  override now(): Tai {
    return this.manual.now();
  }

  override at(at: Tai, callback: () => void): CancelTimer {
    return this.manual.at(at, callback);
  }

  override describe(): string {
    return `by hand x${this.rate}`;
  }

  /** So much wall time passes. */
  passWall(seconds: number): void {
    this.manual.advanceTo(plusSeconds(this.now(), seconds * this.rate));
  }
}
