import { Refusal } from '@app/platform';
import { formatUtc, parseUtc, plusSeconds, secondsBetween, type Tai } from '@app/time';
import { LONGEST_SPAN_DAYS } from './profile-limits.js';

const DAY_S = 86_400;

export interface AskedSpan {
  readonly start: Tai;
  readonly end: Tai;
  readonly spanS: number;
}

/**
 * The span that a query asks for: from the beginning of the present hour where it has no start, for a day where it has no end. Throws
 * Refusal (400) for one that is too long, or an end before the present hour alone.
 */
export function askedSpan(
  query: { readonly start?: string | undefined; readonly end?: string | undefined },
  now: Tai,
): AskedSpan {
  const start = query.start === undefined ? hourOf(now) : parseUtc(query.start);
  const end = query.end === undefined ? plusSeconds(start, DAY_S) : parseUtc(query.end);
  const spanS = secondsBetween(start, end);
  const wrong = (message: string): Refusal => new Refusal(400, 'invalid query', [{ path: 'end', message }]);
  if (spanS <= 0) throw wrong(`expected a time after start (${formatUtc(start)}), found ${formatUtc(end)}`);
  if (spanS > LONGEST_SPAN_DAYS * DAY_S)
    throw wrong(`expected at most ${LONGEST_SPAN_DAYS} days after start, found ${(spanS / DAY_S).toFixed(3)} days`);
  return { start, end, spanS };
}

/** By UTC's clock. */
function hourOf(now: Tai): Tai {
  return parseUtc(`${formatUtc(now, 0).slice(0, 13)}:00:00Z`);
}
