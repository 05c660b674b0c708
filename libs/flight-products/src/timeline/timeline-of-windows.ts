import { type ContactModel, type ContactWindow } from '@app/orbit';
import { type Tai, formatUtc } from '@app/time';
import { describeModel } from '../model/model-text.js';
import { fixed, turnFixed } from '../text/number-text.js';
import { type Theme } from '../svg/theme.js';
import { overlapsOf } from './lanes.js';
import { type Timeline, type TimelineBar, type TimelineRow, type TimelineShade } from './timeline.js';

export interface WindowsTimeline {
  readonly title: string;
  readonly windows: readonly ContactWindow[];
  readonly model: ContactModel;
  readonly start: Tai;
  readonly end: Tai;
  /**
   * One row a station, where windows that overlap from AOS to LOS are hatched as conflicts (set-up times are not counted: bars with other
   * conflicts can be made by hand); or one row a spacecraft.
   */
  readonly rows: 'station' | 'spacecraft';
  /** Shades by the row's station or spacecraft. */
  readonly shades?: ReadonlyMap<string, readonly TimelineShade[]> | undefined;
  readonly pixelsPerHour?: number | undefined;
  readonly theme?: Theme | undefined;
}

/** The timeline of a set of windows: a row for every station (or spacecraft) of the model, in its order, also one without windows. */
export function timelineOfWindows(from: WindowsTimeline): Timeline {
  const { rows: by, windows, model, shades } = from;
  const named =
    by === 'station' ? model.stations.map(({ id }) => id) : model.elements.map(({ spacecraft }) => spacecraft);
  const grouped = new Map<string, ContactWindow[]>(named.map((name) => [name, []]));
  for (const window of windows) {
    const known = grouped.get(window[by]);
    if (known === undefined) grouped.set(window[by], [window]);
    else known.push(window);
  }
  const rows = [...grouped].map(([label, own]): TimelineRow => ({
    label,
    bars: barsOf(own, by),
    shades: shades?.get(label),
  }));
  return {
    title: from.title,
    start: from.start,
    end: from.end,
    rows,
    notes: [describeModel(model)],
    pixelsPerHour: from.pixelsPerHour,
    theme: from.theme,
  };
}

function barsOf(windows: readonly ContactWindow[], by: WindowsTimeline['rows']): TimelineBar[] {
  const conflicts = by === 'station' ? overlapsOf(windows.map(({ aos, los }) => ({ from: aos, to: los }))) : [];
  return windows.map((window, i) => ({
    from: window.aos,
    to: window.los,
    label: by === 'station' ? window.spacecraft : window.station,
    series: window.spacecraft,
    openStart: window.aosOpen,
    openEnd: window.losOpen,
    conflicts: conflicts[i],
    details: [
      `${window.spacecraft} over ${window.station}, orbit ${window.orbitNumber}`,
      `AOS ${formatUtc(window.aos, 3)}${window.aosOpen ? ' (up before)' : ''}, azimuth ${turnFixed(window.aosAzimuthDeg, 1)}°`,
      `TCA ${formatUtc(window.tca, 3)}, elevation ${fixed(window.maxElevationDeg, 1)}°`,
      `LOS ${formatUtc(window.los, 3)}${window.losOpen ? ' (up after)' : ''}, azimuth ${turnFixed(window.losAzimuthDeg, 1)}°`,
    ],
  }));
}
