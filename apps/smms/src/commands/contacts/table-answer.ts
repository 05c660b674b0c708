import Table from 'cli-table3';
import { describeModel } from '@app/flight-products';
import { type ContactWindow } from '@app/orbit';
import { contactRow } from './contact-row.js';
import { type ContactsAnswer } from './contacts-answer.js';

const head = ['spacecraft', 'station', 'orbit', 'AOS (UTC)', 'TCA', 'LOS', 'max el', 'az AOS', 'az LOS', 'range km'];
const colAligns: ('left' | 'right')[] = [
  ...(['left', 'left', 'right', 'left', 'left', 'left', 'right', 'right', 'right', 'right'] as const),
];
/** Rows that are drawn at once. */
const PIECE_ROWS = 1000;

const clock = (time: string): string => time.slice(11, 23);

function cellsOf(window: ContactWindow): string[] {
  const row = contactRow(window);
  return [
    row.spacecraft,
    row.station,
    String(row.orbitNumber),
    `${row.aosOpen ? '<' : ''}${row.aos.slice(0, 10)} ${clock(row.aos)}`,
    clock(row.tca),
    `${clock(row.los)}${row.losOpen ? '>' : ''}`,
    row.maxElevationDeg.toFixed(2),
    row.aosAzimuthDeg.toFixed(1),
    row.losAzimuthDeg.toFixed(1),
    row.tcaRangeKm.toFixed(1),
  ];
}

/** The frame's lines of a piece that goes on after another one, and of one after which another comes. */
const joinedAbove = { top: '─', 'top-left': '├', 'top-mid': '┼', 'top-right': '┤' };
const openBelow = { bottom: '', 'bottom-left': '', 'bottom-mid': '', 'bottom-right': '' };

/** The answer for people, as lines: one on the model, the contacts as a table drawn piece by piece, the errors. */
export function* tableAnswer({ model, count, windows, errors }: ContactsAnswer): Generator<string, void> {
  yield describeModel(model);
  const widths = head.map((title) => title.length);
  for (const window of windows())
    for (const [column, cell] of cellsOf(window).entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  const draw = (rows: string[][], first: boolean, last: boolean): string => {
    const table = new Table({
      ...{ colAligns, colWidths: widths.map((width) => width + 2), style: { head: [], border: [] } },
      ...(first && { head }),
      chars: { ...(first ? {} : joinedAbove), ...(last ? {} : openBelow) },
    });
    table.push(...rows);
    return table.toString();
  };
  let rows: string[][] = [];
  let drawn = 0;
  for (const window of windows()) {
    if (rows.length === PIECE_ROWS) {
      yield draw(rows, drawn === 0, false);
      drawn += rows.length;
      rows = [];
    }
    rows.push(cellsOf(window));
  }
  yield draw(rows, drawn === 0, true);
  yield `${count} contacts`;
  for (const { spacecraft, reason } of errors) yield `error: ${spacecraft ?? 'element set'}: ${reason}`;
}
