import { type DestinationStream, pino } from 'pino';

const names: Readonly<Record<number, string>> = { 40: 'warning', 50: 'error', 60: 'fatal' };

/** Everything goes to the file, as JSON lines; warnings and worse also to stderr, a line each that a person can read. */
export function logFileAndWarnings(path: string): DestinationStream {
  return pino.multistream([
    { level: 'trace', stream: pino.destination({ dest: path, sync: true }) },
    { level: 'warn', stream: { write: (line) => void process.stderr.write(`${readableLine(line)}\n`) } },
  ]);
}

/** `warning: message (field value, ...)`; of an error its message, the stack is in the file. */
export function readableLine(json: string): string {
  const {
    level,
    time: _time,
    pid: _pid,
    msg,
    context: _context,
    ...fields
  } = JSON.parse(json) as Record<string, unknown>;
  const said = Object.entries(fields).map(([name, value]) => `${name} ${valueText(value)}`);
  return `${names[Number(level)] ?? 'log'}: ${String(msg)}${said.length === 0 ? '' : ` (${said.join(', ')})`}`;
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  const text = JSON.stringify(
    typeof value === 'object' && value !== null && 'message' in value ? value.message : value,
  );
  return text.replaceAll('\\n', ' ');
}
