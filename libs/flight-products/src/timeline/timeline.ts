import { type Tai } from '@app/time';
import { type Theme } from '../svg/theme.js';

export interface TimeSpan {
  readonly from: Tai;
  readonly to: Tai;
}

/** One contact on a row. */
export interface TimelineBar extends TimeSpan {
  /** Stands in the bar where it fits. */
  readonly label: string;
  /** What gives the colour: bars of one series look alike. */
  readonly series: string;
  /** It began before `from`. */
  readonly openStart?: boolean | undefined;
  /** It goes on after `to`. */
  readonly openEnd?: boolean | undefined;
  /** When it is in conflict with another: hatched. */
  readonly conflicts?: readonly TimeSpan[] | undefined;
  /** Lines of the tooltip. */
  readonly details: readonly string[];
}

/** A thin bar below a row's contacts: the spacecraft in shadow, the station not available. */
export interface TimelineShade extends TimeSpan {
  readonly kind: 'umbra' | 'penumbra' | 'unavailable';
}

export interface TimelineRow {
  readonly label: string;
  readonly bars: readonly TimelineBar[];
  readonly shades?: readonly TimelineShade[] | undefined;
}

export interface Timeline {
  readonly title: string;
  readonly start: Tai;
  readonly end: Tai;
  readonly rows: readonly TimelineRow[];
  /** Sentences on what made the bars, `describeModel` first of all. */
  readonly notes: readonly string[];
  /** 25 to 40 unless given, by the length of the span; more for spans of less than a day. */
  readonly pixelsPerHour?: number | undefined;
  /** `auto` unless given. */
  readonly theme?: Theme | undefined;
}
