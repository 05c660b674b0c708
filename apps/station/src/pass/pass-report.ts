import type { PassCheck, PassRecording, PassReport, StationContact } from '@app/contracts';
import type { Tai } from '@app/time';
import type { FrameTally } from '../frames/frame-tally.js';
import type { CltuCounts } from '../uplink/cltu-ledger.js';
import { type PassFigures, utc } from './pass-figures.js';
import { type PassState, reasonOf } from './pass.machine.js';

export interface PassOutcome {
  readonly contact: StationContact;
  readonly state: PassState;
  readonly firstFrameAfterS: number;
  readonly begunAt: Tai;
  readonly endedAt: Tai;
  readonly figures: PassFigures;
  readonly tally: FrameTally;
  readonly firstFrameAt: PassReport['firstFrameAt'];
  readonly cltus: CltuCounts;
  readonly checks: PassCheck[];
  readonly recording: PassRecording | null;
}

/** A pass that is over, in figures. */
export function passReportOf(outcome: PassOutcome): PassReport {
  const { state, figures, tally, cltus, endedAt } = outcome;
  const { contact } = outcome.contact;
  const { aos, tca, los, maxElevationDeg } = contact.window;
  return {
    mode: contact.mode,
    contact: contact.id,
    spacecraft: contact.spacecraft,
    site: contact.site,
    antenna: contact.antenna,
    phase: state.phase,
    failure: state.verdict?.failure ?? null,
    reason: reasonOf(state, outcome.firstFrameAfterS),
    begunAt: utc(outcome.begunAt),
    endedAt: utc(endedAt),
    predicted: { aos, tca, los, maxElevationDeg },
    firstFrameAt: outcome.firstFrameAt,
    lastFrameAt: tally.lastFrameAt,
    frames: tally.counts,
    ...figures.report(endedAt),
    cltus: { radiated: cltus.radiated, failed: cltus.failed },
    checks: outcome.checks,
    recording: outcome.recording,
  };
}
