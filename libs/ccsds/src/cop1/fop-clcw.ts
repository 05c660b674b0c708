// CLCW arrival in FOP-1: CCSDS 232.1-B-2, 5.3.2 and rows E1 to E14, E101 to E103 of table 5-1.
import { type Clcw } from '../ocf/clcw.js';
import { type FopClcw, type FopClcwEventName } from './fop-events.js';
import { type FopPractice, bookPractice } from './fop-practice.js';
import { type FopState } from './fop-state.js';
import { stepsAhead } from './sequence-number.js';

/** 5.3.2: whether a CLCW is for the FOP-1 of this virtual channel. To be asked before it is made an event. */
export const clcwConcerns = (clcw: Pick<Clcw, 'copInEffect' | 'vcid'>, vcid: number): boolean =>
  clcw.copInEffect === 1 && clcw.vcid === vcid;

/** NN(R) <= N(R) <= V(S), modulo 256. */
function isValidReportValue(state: FopState, reportValue: number, practice: FopPractice): boolean {
  const { expectedAcknowledgement, transmitterFrameSequenceNumber, parameters } = state;
  const acknowledged = stepsAhead(expectedAcknowledgement, reportValue);
  const outstanding = stepsAhead(expectedAcknowledgement, transmitterFrameSequenceNumber);
  if (acknowledged > outstanding) return false;
  if (practice.validReportValue === 'outstanding' || acknowledged === outstanding) return true;
  return acknowledged <= parameters.windowWidth && outstanding - acknowledged <= parameters.windowWidth;
}

/** Which row of table 5-1 a CLCW is. */
export function classifyClcw(state: FopState, clcw: FopClcw, practice: FopPractice = bookPractice): FopClcwEventName {
  if (clcw.lockout) return 'E14';
  if (!isValidReportValue(state, clcw.reportValue, practice)) return 'E13';
  const nothingNew = clcw.reportValue === state.expectedAcknowledgement; // N(R) = NN(R)
  if (clcw.reportValue === state.transmitterFrameSequenceNumber) {
    // N(R) = V(S): all frames are acknowledged.
    if (clcw.retransmit) return 'E4';
    if (clcw.wait) return 'E3';
    return nothingNew ? 'E1' : 'E2';
  }
  // N(R) < V(S): some frames are not yet acknowledged.
  if (!clcw.retransmit) {
    if (clcw.wait) return 'E7';
    return nothingNew ? 'E5' : 'E6';
  }
  const { transmissionLimit } = state.parameters;
  if (transmissionLimit === 1) return nothingNew ? 'E102' : 'E101';
  if (!nothingNew) return clcw.wait ? 'E9' : 'E8';
  if (state.transmissionCount < transmissionLimit) return clcw.wait ? 'E11' : 'E10';
  return clcw.wait ? 'E103' : 'E12';
}
