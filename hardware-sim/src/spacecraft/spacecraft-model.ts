import { type ElementSetMessage } from '@app/contracts';
import { parseUtc } from '@app/time';
import { EclipseTimeline, type LightPhase } from './eclipse-timeline.js';
import { excursionAround, type Excursion } from './excursions.js';
import { IMAGING_S, sessionOfSunlight, WARM_UP_S, type ImagingSession } from './imaging-plan.js';
import { secondsOf } from './instant.js';
import { type OrbitTrack } from './orbit-track.js';
import { SmoothNoise } from './smooth-noise.js';

export type PayloadActivity = 'off' | 'warm-up' | 'imaging';

/** All that a spacecraft's housekeeping at one instant is worked out from. */
export interface SpacecraftSituation {
  /** Seconds of TAI since 1958. */
  readonly seconds: number;
  readonly light: LightPhase;
  readonly activity: PayloadActivity;
  /** The latest imaging session that has begun. */
  readonly lastSession: (ImagingSession & { readonly number: number }) | undefined;
  readonly excursion: Excursion | undefined;
  /** Inertial position and velocity, m and m/s. */
  readonly orbit: Float64Array;
}

/**
 * The spacecraft itself, but for what depends on its contacts: a function of seed and mission time, with no memory. So what was
 * recorded hours ago need not have been simulated then.
 */
export class SpacecraftModel {
  readonly eclipses: EclipseTimeline;
  private readonly seed: string;
  private readonly smoothNoise: SmoothNoise;
  private readonly epochS: number;
  private firstSession: number | undefined;

  constructor(
    seed: number,
    readonly elements: ElementSetMessage,
    private readonly track: OrbitTrack,
  ) {
    this.seed = `${seed}/${elements.spacecraft}`;
    this.smoothNoise = new SmoothNoise(this.seed);
    this.eclipses = new EclipseTimeline(track);
    this.epochS = secondsOf(parseUtc(elements.epoch));
  }

  get periodS(): number {
    return this.track.periodS;
  }

  /** A smooth wandering between -1 and 1, for whatever is measured. */
  readonly noise = (name: string, seconds: number, periodS: number): number =>
    this.smoothNoise.at(name, seconds, periodS);

  /** The excursion of the slot round an instant, whether it has begun or not. */
  excursionAround(seconds: number): Excursion {
    return excursionAround(this.seed, seconds);
  }

  situationAt(at: bigint): SpacecraftSituation {
    const seconds = secondsOf(at);
    const light = this.eclipses.phaseAt(seconds);
    const session = sessionOfSunlight(this.eclipses, light, this.periodS);
    const excursion = this.excursionAround(seconds);
    return {
      seconds,
      light,
      activity: activityOf(session, seconds),
      lastSession: this.lastSession(session, seconds),
      excursion: seconds >= excursion.start && seconds < excursion.end ? excursion : undefined,
      orbit: this.track.inertialAt(at)?.slice() ?? new Float64Array(6),
    };
  }

  /** The imaging session round an instant: begun, or still to come in this sunlight. */
  sessionAround(seconds: number): ImagingSession | undefined {
    return sessionOfSunlight(this.eclipses, this.eclipses.phaseAt(seconds), this.periodS);
  }

  /** Number of an imaging session since the epoch of the elements; the same whoever asks. */
  numberOf(session: ImagingSession): number {
    this.firstSession ??= this.sessionAround(this.epochS)?.start ?? session.start;
    return Math.round((session.start - this.firstSession) / this.periodS);
  }

  private lastSession(
    session: ImagingSession | undefined,
    seconds: number,
  ): (ImagingSession & { readonly number: number }) | undefined {
    if (session === undefined) return undefined;
    // In the morning of a revolution the latest session is that of the revolution before.
    const start = session.start <= seconds ? session.start : session.start - this.periodS;
    const last = { start, end: start + IMAGING_S };
    return { ...last, number: this.numberOf(last) };
  }
}

function activityOf(session: ImagingSession | undefined, seconds: number): PayloadActivity {
  if (session === undefined || seconds < session.start - WARM_UP_S || seconds >= session.end) return 'off';
  return seconds < session.start ? 'warm-up' : 'imaging';
}
