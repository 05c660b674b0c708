import { type MissionClock } from '@app/platform';
import { type Tai } from '@app/time';
import { KeepingUp, type ReceptionLevel, type SampleLook } from './keeping-up.js';

/** An SDR has given samples up, or makes them again. */
export interface LevelChange {
  readonly level: ReceptionLevel;
  readonly samplesPerWallS: number;
  readonly clockRate: number;
}

/** Whether an SDR makes samples, through all its clients and tunings. */
export class SampleLevel {
  /** Mission time since which it makes none; undefined while it does. */
  framesSince: Tai | undefined;
  private readonly keepingUp = new KeepingUp();

  constructor(
    private readonly clock: MissionClock,
    private readonly onChange: (change: LevelChange) => void = () => undefined,
  ) {}

  get level(): ReceptionLevel {
    return this.keepingUp.level;
  }

  /** As `KeepingUp.look`. */
  look(look: SampleLook): ReceptionLevel {
    const before = this.level;
    const level = this.keepingUp.look(look);
    if (level === before) return level;
    this.framesSince = level === 'frames' ? this.clock.now() : undefined;
    this.onChange({ level, samplesPerWallS: look.perWallS, clockRate: this.clock.rate });
    return level;
  }
}
