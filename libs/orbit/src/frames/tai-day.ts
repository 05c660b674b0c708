import { type JulianDate, NS_PER_DAY, NS_PER_SECOND, type Tai } from '@app/time';

const JD_1958 = 2_436_204.5;
const DAY_S = 86_400;

/** An instant as a day of TAI and seconds into it, from which Julian dates of other scales are reckoned without big integers. */
export class TaiDay {
  private readonly day: number;
  private readonly seconds: number;

  constructor(instant: Tai) {
    this.day = JD_1958 + Number(instant / NS_PER_DAY);
    const rest = instant % NS_PER_DAY;
    this.seconds = Number(rest / NS_PER_SECOND) + Number(rest % NS_PER_SECOND) / 1e9;
  }

  /** The Julian date of the instant on a scale that is `offsetSeconds` ahead of TAI; the fraction may lie outside 0 to 1. */
  julianDate(offsetSeconds: number): JulianDate {
    return { day: this.day, fraction: (this.seconds + offsetSeconds) / DAY_S };
  }
}
