import { type MissingRows, sgp4Reason } from '@app/orbit';

/** Rows that the slices of a profile lack, as one answer. Rows on the edge of two slices count twice. */
export function missingRows(parts: readonly { readonly missing: MissingRows | undefined }[]) {
  const missing = parts.flatMap((part) => part.missing ?? []);
  const [first, last] = [missing[0], missing.at(-1)];
  if (first === undefined || last === undefined) return null;
  return {
    rows: missing.reduce((sum, { rows }) => sum + rows, 0),
    reason: sgp4Reason(first.code),
    firstSeconds: first.firstSeconds,
    lastSeconds: last.lastSeconds,
  };
}
