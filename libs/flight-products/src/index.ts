export { FlightProductError } from './flight-product.error.js';
export { describeElements, describeModel } from './model/model-text.js';
export { contactsCsv } from './contacts/contacts-csv.js';
export { type ContactsCalendar, contactsCalendar } from './contacts/contacts-calendar.js';
export { type ColumnsTable, type TableColumn, type TableForm, columnsTable } from './tables/columns-table.js';
export { type PointingTable, type TableHead, pointingTable } from './tables/pointing-table.js';
export { type PointingFile, pointingFile } from './tables/pointing-file.js';
export { type DopplerTable, dopplerTable } from './tables/doppler-table.js';
export { type Theme } from './svg/theme.js';
export {
  type SkyBody,
  type SkyPlot,
  type SkyPoint,
  type SkySegment,
  type SkySegmentKind,
  type SkyTrack,
} from './sky-plot/sky-plot.js';
export { skyPlotSvg } from './sky-plot/sky-plot-svg.js';
export {
  type TimeSpan,
  type Timeline,
  type TimelineBar,
  type TimelineRow,
  type TimelineShade,
} from './timeline/timeline.js';
export { timelineSvg } from './timeline/timeline-svg.js';
export { type WindowsTimeline, timelineOfWindows } from './timeline/timeline-of-windows.js';
export { csvRecord } from './text/csv-record.js';
export { contentLine, icalText } from './contacts/content-line.js';
