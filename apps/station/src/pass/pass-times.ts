import type { StationContact } from '@app/contracts';
import { parseUtc, plusSeconds, type Tai } from '@app/time';
import type { PassEvent } from './pass.machine.js';

export interface PassTiming {
  /** Reception begins so much before AOS and ends so much after LOS, within the contact: predictions are not exact. */
  readonly receptionMarginS: number;
  /** So long after AOS a station that works has a frame. */
  readonly firstFrameAfterS: number;
}

export interface PassTimes {
  readonly setUp: Tai;
  readonly receptionStart: Tai;
  readonly aos: Tai;
  readonly los: Tai;
  readonly firstFrameDue: Tai;
  readonly receptionStop: Tai;
  readonly end: Tai;
}

export function passTimesOf({ contact }: StationContact, timing: PassTiming): PassTimes {
  const [setUp, end] = [parseUtc(contact.start), parseUtc(contact.end)];
  const [aos, los] = [parseUtc(contact.window.aos), parseUtc(contact.window.los)];
  const early = plusSeconds(aos, -timing.receptionMarginS);
  const late = plusSeconds(los, timing.receptionMarginS);
  return {
    setUp,
    receptionStart: early > setUp ? early : setUp,
    aos,
    los,
    firstFrameDue: plusSeconds(aos, timing.firstFrameAfterS),
    receptionStop: late < end ? late : end,
    end,
  };
}

/** The events of a pass that come by the clock, in their order. */
export function timedEvents(times: PassTimes): readonly (readonly [at: Tai, event: PassEvent])[] {
  return [
    [times.setUp, { type: 'set-up-time' }],
    [times.receptionStart, { type: 'reception-start-time' }],
    [times.firstFrameDue, { type: 'first-frame-due' }],
    [times.receptionStop, { type: 'reception-stop-time' }],
    [times.end, { type: 'end-time' }],
  ];
}
