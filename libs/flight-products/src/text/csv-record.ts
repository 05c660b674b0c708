/** One record of RFC 4180 with its CRLF: a field with a comma, quote or line break stands in quotes, its quotes doubled. */
export function csvRecord(fields: readonly string[]): string {
  return `${fields.map(csvField).join(',')}\r\n`;
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
