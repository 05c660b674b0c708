import { type Tai } from '@app/time';
import { MissionClock, type CancelTimer, type WallClock } from './clock.port.js';
import { formatMissionClockSpec, missionAt, type MissionClockAnchor } from './mission-clock-spec.js';

const LONGEST_TIMER_MS = 2 ** 30;

/** Mission time as a straight line over wall time, the same in every process that has the anchor. */
export class AnchoredMissionClock extends MissionClock {
  constructor(
    private readonly wallClock: WallClock,
    readonly anchor: MissionClockAnchor,
  ) {
    super();
  }

  override get rate(): number {
    return this.anchor.rate;
  }

  override now(): Tai {
    return missionAt(this.anchor, this.wallClock.now());
  }

  override describe(): string {
    return formatMissionClockSpec(this.anchor);
  }

  override at(at: Tai, callback: () => void): CancelTimer {
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const missionNs = at - this.now();
      const wallMs = missionNs <= 0n ? 0 : Number(missionNs) / 1e6 / this.anchor.rate;
      timer = setTimeout(
        () => {
          if (this.now() >= at) callback();
          else arm();
        },
        Math.min(Math.ceil(wallMs), LONGEST_TIMER_MS),
      );
    };
    arm();
    return () => clearTimeout(timer);
  }
}
