import { type BudgetLine, type Coding, type LinkBudget, type Modulation, budgetLines } from '@app/link-budget';
import { compactTable } from '../contact-choice/compact-table.js';
import { type LinkFile } from './link-file.js';

/** A budget and the column that it stands in. */
export interface BudgetColumn {
  readonly title: string;
  readonly budget: LinkBudget;
}

function valueText({ value, unit }: BudgetLine): string {
  if (value === undefined) return '-';
  if (unit === 'Hz') return String(value);
  return value.toFixed(unit === 'm' ? 0 : 2);
}

/** The lines of budgets of one link, a column each. */
export function budgetTable(columns: readonly BudgetColumn[]): string {
  const lines = columns.map(({ budget }) => budgetLines(budget));
  const rows = (lines[0] ?? []).map((line, i) => {
    const cells = lines.map((column) => valueText(column[i] ?? line));
    const remarks = new Set(lines.flatMap((column) => column[i]?.remark ?? []));
    return [line.name, ...cells, line.unit, [...remarks].join('; ')];
  });
  const head = ['', ...columns.map(({ title }) => title), 'unit', 'by'];
  const right = columns.map((_, i) => i + 1);
  return compactTable(head, right, rows);
}

function modulationText(modulation: Modulation): string {
  if (modulation.kind === 'pcm-pm')
    return `PCM/PM, index ${modulation.indexRad} rad, ${modulation.subcarrier === 'none' ? 'on the carrier' : 'sine subcarrier'}`;
  return modulation.kind === 'gmsk' ? `GMSK BT ${modulation.bandwidthTime}` : modulation.kind.toUpperCase();
}

function codingText(coding: Coding): string {
  if (coding.kind === 'reed-solomon' || coding.kind === 'concatenated')
    return `RS(255,${coding.dataSymbols}) I=${coding.interleaving}${coding.kind === 'concatenated' ? ' and convolutional (7, 1/2)' : ''}`;
  if (coding.kind === 'bch') return `BCH(63,56) ${coding.decoding.toUpperCase()}`;
  return coding.kind;
}

/** What is sent, and how fast. */
export function signalText({ signal, criterion }: LinkFile, { rates }: LinkBudget): string {
  const bps = (value: number): string => `${Number(value.toPrecision(7))}`;
  return (
    `${modulationText(signal.modulation)}, ${codingText(signal.coding)}, ${criterion.kind.replaceAll('-', ' ')} ${criterion.rate}; ` +
    `bit/s: channel ${bps(rates.channelBps)}, decoded ${bps(rates.decodedBps)}, frames ${bps(rates.frameBps)}, data ${bps(rates.dataBps)}`
  );
}

/** A budget as JSON: line by line, and the figures that programs ask for. */
export function budgetJson(budget: LinkBudget): object {
  const { marginDb, ebN0Db, esN0Db, cN0DbHz, complete } = budget;
  const lines = budgetLines(budget).map(({ name, value, unit, remark }) => ({
    ...{ name, value: value ?? null, unit },
    ...(remark !== undefined && { remark }),
  }));
  return { marginDb, ebN0Db, esN0Db, cN0DbHz, requiredEbN0Db: budget.required.ebN0Db, complete, lines };
}
