import { type Tai } from '@app/time';
import { EXCURSION_SLOT_S } from './excursions.js';
import { secondsOf, taiOf } from './instant.js';
import { type SpacecraftModel } from './spacecraft-model.js';
import { edacCount, imageNumber, secondOfEdac } from './telemetry-values.js';

/** Labels of EVENT_ID in the reference mission database that this spacecraft reports. */
export type EventId =
  | 'MODE_CHANGED'
  | 'SAFE_MODE_ENTERED'
  | 'CARRIER_ACQUIRED'
  | 'CARRIER_LOST'
  | 'IMAGE_TAKEN'
  | 'RECORDER_PLAYBACK_DONE'
  | 'LIMIT_PASSED'
  | 'EDAC_ERROR';

export type EventContainer = 'EVENT_INFORMATIVE' | 'EVENT_LOW' | 'EVENT_MEDIUM' | 'EVENT_HIGH';

export interface SpacecraftEvent {
  readonly at: Tai;
  readonly container: EventContainer;
  readonly apid: number;
  readonly id: EventId;
  /** New mode, image number, count, or the parameter concerned as a number. */
  readonly auxiliary: number;
}

const APID_OBC = 100;
const APID_PAYLOAD = 103;
const MODE_NOMINAL = 1;
const MODE_IMAGING = 2;

/**
 * What happened on board after `from`, up to and with `to`, in order; found by computation, however long ago it was.
 * `parameterNumber` gives the number by which an event names a parameter.
 */
export function eventsBetween(
  model: SpacecraftModel,
  from: Tai,
  to: Tai,
  parameterNumber: (name: string) => number,
): readonly SpacecraftEvent[] {
  const start = secondsOf(from);
  const end = secondsOf(to);
  const events: SpacecraftEvent[] = [];
  const add = (seconds: number, event: Omit<SpacecraftEvent, 'at'>): void => {
    const at = taiOf(seconds);
    if (at > from && at <= to) events.push({ at, ...event });
  };
  for (let slot = start - EXCURSION_SLOT_S; slot < end + EXCURSION_SLOT_S; slot += EXCURSION_SLOT_S) {
    const { start: begins, apid, parameter } = model.excursionAround(slot);
    add(begins, { container: 'EVENT_LOW', apid, id: 'LIMIT_PASSED', auxiliary: parameterNumber(parameter) });
  }
  for (let count = edacCount(start); count <= edacCount(end); count++)
    add(secondOfEdac(count), { container: 'EVENT_LOW', apid: APID_OBC, id: 'EDAC_ERROR', auxiliary: count });
  for (let near = start; near < end + model.periodS; near += model.periodS) {
    const session = model.sessionAround(Math.min(near, end));
    if (session === undefined) continue;
    const mode = { container: 'EVENT_INFORMATIVE', apid: APID_OBC, id: 'MODE_CHANGED' } as const;
    add(session.start, { ...mode, auxiliary: MODE_IMAGING });
    const auxiliary = imageNumber(model.numberOf(session));
    add(session.start + 1, { container: 'EVENT_INFORMATIVE', apid: APID_PAYLOAD, id: 'IMAGE_TAKEN', auxiliary });
    add(session.end, { ...mode, auxiliary: MODE_NOMINAL });
  }
  const seen = new Set<string>();
  return events
    .filter(({ at, id }) => !seen.has(`${at}/${id}`) && seen.add(`${at}/${id}`))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
