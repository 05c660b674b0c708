import type { ContactWindow, TimelineQuery } from '@app/contracts';
import { timelineOfWindows, timelineSvg } from '@app/flight-products';
import type { Tai } from '@app/time';
import { commonModel, type StoredWindows } from './stored-window.js';

/** Windows as a picture against time: a row for every antenna or spacecraft that has one. */
export function windowsTimeline(
  messages: readonly ContactWindow[],
  stored: StoredWindows,
  { start, end, rows, theme }: Pick<TimelineQuery, 'rows' | 'theme'> & { readonly start: Tai; readonly end: Tai },
): string {
  const all = messages.map((message) => stored.of(message));
  const models = all.map(({ model }) => model);
  const stations = new Map(models.flatMap((model) => model.stations.map((station) => [station.id, station] as const)));
  return timelineSvg(
    timelineOfWindows({
      title: 'Contact windows',
      windows: all.map(({ window }) => window),
      model: commonModel(
        models,
        [...stations.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
      ),
      start,
      end,
      rows: rows === 'antenna' ? 'station' : 'spacecraft',
      theme,
    }),
  );
}
