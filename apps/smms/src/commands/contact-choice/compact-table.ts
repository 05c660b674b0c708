import Table from 'cli-table3';

/** A table for people with a line under its head only; the columns in `right` are aligned to the right. */
export function compactTable(
  head: readonly string[],
  right: readonly number[],
  rows: Iterable<readonly string[]>,
): string {
  const table = new Table({
    head: [...head],
    style: { head: [], border: [] },
    colAligns: head.map((_, column) => (right.includes(column) ? 'right' : 'left')),
  });
  table.push(...Array.from(rows, (row) => [...row]));
  const lines = table.toString().split('\n');
  // Lines between rows begin like the one under the head; that one stays.
  return lines.filter((line, at) => at < 3 || !line.startsWith('├')).join('\n');
}
