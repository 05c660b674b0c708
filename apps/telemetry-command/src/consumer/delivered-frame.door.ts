import { type DeliveredFrame, deliveredFrameSchema, type OperationsMode } from '@app/contracts';
import { formatUtc, parseUtc } from '@app/time';
import { storableText } from '../processing/value-text.js';

/** Why a record of a mission log is no frame of ours. */
export interface Rejection {
  readonly reason: 'bad-annotation' | 'other-mode' | 'other-spacecraft';
  readonly detail: string;
}

/** What the archive's columns hold. */
const MAX_SMALLINT = 0x7fff;
const MAX_INTEGER = 0x7fffffff;

/**
 * The annotation of a record of a spacecraft's mission log, its time to the microsecond; or why it is refused: unreadable, of another
 * mode (design rule 10) or of another spacecraft.
 */
export function readDelivered(header: unknown, spacecraft: string, mode: OperationsMode): DeliveredFrame | Rejection {
  const parsed = deliveredFrameSchema.safeParse(header);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const detail = issue === undefined ? 'unreadable' : `${issue.path.join('.') || 'annotation'}: ${issue.message}`;
    return { reason: 'bad-annotation', detail: storableText(detail) };
  }
  const frame = parsed.data;
  const bad = (detail: string): Rejection => ({ reason: 'bad-annotation', detail });
  if (frame.mode !== mode) return { reason: 'other-mode', detail: `expected mode ${mode}, found ${frame.mode}` };
  if (frame.spacecraft !== spacecraft)
    return { reason: 'other-spacecraft', detail: `expected spacecraft ${spacecraft}, found ${frame.spacecraft}` };
  if (!/^[\x21-\x7e]{1,200}$/.test(frame.stationLog)) return bad('stationLog: expected printable characters');
  if (frame.correctedSymbols.some((symbols) => symbols > MAX_SMALLINT))
    return bad(`correctedSymbols: expected numbers up to ${MAX_SMALLINT}`);
  if (Math.max(frame.asmBitErrors, Math.abs(frame.linkProfile.version)) > MAX_INTEGER)
    return bad(`asmBitErrors, linkProfile.version: expected numbers up to ${MAX_INTEGER}`);
  const earthReceiveTime = formatUtc(parseUtc(frame.earthReceiveTime)) as DeliveredFrame['earthReceiveTime'];
  return { ...frame, earthReceiveTime };
}
