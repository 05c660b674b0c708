import { type HorizonPoint } from '@app/orbit';
import { type Tai } from '@app/time';
import { type Theme } from '../svg/theme.js';

/** A direction at an instant: azimuth from north over east (any turn), elevation above the horizontal plane. */
export interface SkyPoint {
  readonly utc: Tai;
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
}

/** What is marked along a track. */
export type SkySegmentKind = 'keyhole' | 'interference' | 'eclipse';

export interface SkySegment {
  readonly kind: SkySegmentKind;
  readonly from: Tai;
  readonly to: Tai;
}

/** One contact: at least two points in order of time; the first is AOS, the last LOS. */
export interface SkyTrack {
  readonly label: string;
  readonly points: readonly SkyPoint[];
  /** The highest of the points unless given. */
  readonly tca?: SkyPoint | undefined;
  /** The spacecraft is up already at the first point. */
  readonly aosOpen?: boolean | undefined;
  /** The spacecraft is still up at the last point. */
  readonly losOpen?: boolean | undefined;
  readonly segments?: readonly SkySegment[] | undefined;
}

export interface SkyBody {
  readonly kind: 'sun' | 'moon';
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
}

/** What a station sees of some contacts. */
export interface SkyPlot {
  readonly title: string;
  /** Second line of the heading. */
  readonly subtitle?: string | undefined;
  readonly minElevationDeg: number;
  readonly horizonMask?: readonly HorizonPoint[] | undefined;
  /** From here on the station may transmit: a dotted ring. */
  readonly uplinkMinElevationDeg?: number | undefined;
  /** From here to the zenith the antenna cannot follow: a shaded disc. */
  readonly keyholeElevationDeg?: number | undefined;
  readonly tracks: readonly SkyTrack[];
  readonly bodies?: readonly SkyBody[] | undefined;
  /** Sentences on what made the tracks, `describeModel` first of all. */
  readonly notes: readonly string[];
  /** `auto` unless given. */
  readonly theme?: Theme | undefined;
}
