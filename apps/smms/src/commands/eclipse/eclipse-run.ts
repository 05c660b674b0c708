import { csvRecord } from '@app/flight-products';
import { formatUtc, secondsBetween } from '@app/time';
import { compactTable } from '../contact-choice/compact-table.js';
import { type MotionOptions, motionRequest } from '../contact-choice/motion-options.js';
import { planMotion } from '../contact-choice/motion-plan.js';
import { ageWarnings, motionModel, motionNotes } from '../contact-choice/motion-text.js';
import { runTool } from '../contact-choice/run-tool.js';
import { jsonWithList, writePieces } from '../contact-choice/write-pieces.js';
import { type OfflineIo } from '../offline/offline-io.js';
import { choice } from '../offline/run-offline.js';
import { type ShadowSpan, searchShadows } from './shadow-search.js';

export interface EclipseOptions extends MotionOptions {
  readonly format?: string | undefined;
}

export const eclipseFormats = ['table', 'json', 'csv'] as const;

/** What the times leave out, in the words of the model. */
export const SHADOW_MODEL =
  'WGS84 ellipsoid without air, Sun with its disc; dense air hides the Sun some 3 s longer at each end in low orbit';

const columns = ['spacecraft', 'shadow', 'from', 'to', 'durationS', 'fromOpen', 'toOpen'] as const;

const duration = ({ from, to }: ShadowSpan): string => secondsBetween(from, to).toFixed(3);

function* csv(spans: readonly ShadowSpan[]): Generator<string, void> {
  yield csvRecord(columns);
  for (const span of spans) {
    const times = [formatUtc(span.from), formatUtc(span.to), duration(span)];
    yield csvRecord([span.spacecraft, span.shadow, ...times, String(span.fromOpen), String(span.toOpen)]);
  }
}

function* table(spans: readonly ShadowSpan[], notes: readonly string[]): Generator<string, void> {
  yield `${notes.join('\n')}\n`;
  const rows = spans.map((span) => {
    const from = `${span.fromOpen ? '<' : ''}${formatUtc(span.from, 3)}`;
    return [span.spacecraft, span.shadow, from, `${formatUtc(span.to, 3)}${span.toOpen ? '>' : ''}`, duration(span)];
  });
  yield `${compactTable(['spacecraft', 'shadow', 'from (UTC)', 'to (UTC)', 'duration s'], [4], rows)}\n`;
  const umbras = spans.filter(({ shadow }) => shadow === 'umbra').length;
  yield `${umbras} umbras, ${spans.length - umbras} penumbras\n`;
}

const spanJson = (span: ShadowSpan): object => ({
  ...span,
  from: formatUtc(span.from),
  to: formatUtc(span.to),
  durationS: Number(duration(span)),
});

/** Runs `smms eclipse`: when each spacecraft is in umbra and penumbra. Exit code 1 when nothing could be computed. */
export async function runEclipse(options: EclipseOptions, io: OfflineIo): Promise<number> {
  let failed = false;
  const code = await runTool(io, async () => {
    const format = choice('--format', options.format, eclipseFormats, 'table');
    const plan = await planMotion(io, motionRequest(options));
    for (const warning of ageWarnings(plan)) io.stderr(`warning: ${warning}\n`);
    const { spans, failures } = searchShadows(plan);
    for (const { spacecraft, text } of failures) io.stderr(`error: ${spacecraft}: ${text}\n`);
    const wrong = new Set(failures.map(({ spacecraft }) => spacecraft));
    failed = spans.length === 0 && plan.subjects.every(({ spacecraft }) => wrong.has(spacecraft));
    if (format === 'csv') return writePieces(io, csv(spans));
    if (format === 'table') return writePieces(io, table(spans, [...motionNotes(plan), `shadow: ${SHADOW_MODEL}`]));
    const model = { ...motionModel(plan), shadow: SHADOW_MODEL };
    return writePieces(io, jsonWithList({ model, errors: failures }, 'shadows', spans.map(spanJson)));
  });
  return code === 0 && failed ? 1 : code;
}
