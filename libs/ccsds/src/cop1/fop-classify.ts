// Which row of table 5-1 an event is: CCSDS 232.1-B-2, section 5.3.
import { classifyClcw } from './fop-clcw.js';
import { type FopDirective, type FopEvent, type FopEventName } from './fop-events.js';
import { type FopPractice } from './fop-practice.js';
import { type FopState } from './fop-state.js';

const isWhole = (value: number, min: number, max: number): boolean =>
  Number.isInteger(value) && value >= min && value <= max;

const resumeRows = ['E30', 'E31', 'E32', 'E33', 'E34'] as const;

/** A qualifier out of its range makes a directive invalid (E40). */
function classifyDirective(state: FopState, directive: FopDirective): FopEventName {
  switch (directive.type) {
    case 'initiate-ad-without-clcw-check':
      return 'E23';
    case 'initiate-ad-with-clcw-check':
      return 'E24';
    case 'initiate-ad-with-unlock':
      return state.bcOutReady ? 'E25' : 'E26';
    case 'initiate-ad-with-set-vr':
      if (!isWhole(directive.value, 0, 255)) return 'E40';
      return state.bcOutReady ? 'E27' : 'E28';
    case 'terminate-ad':
      return 'E29';
    case 'resume-ad':
      return resumeRows[state.suspendState];
    case 'set-vs':
      return isWhole(directive.value, 0, 255) ? 'E35' : 'E40';
    case 'set-sliding-window':
      return isWhole(directive.value, 1, 255) ? 'E36' : 'E40';
    case 'set-t1-initial':
      return Number.isFinite(directive.value) && directive.value > 0 ? 'E37' : 'E40';
    case 'set-transmission-limit':
      return isWhole(directive.value, 1, Number.MAX_SAFE_INTEGER) ? 'E38' : 'E40';
    case 'set-timeout-type':
      return isWhole(directive.value, 0, 1) ? 'E39' : 'E40';
  }
}

function classifyTimer({ transmissionCount, parameters }: FopState): FopEventName {
  const alerts = parameters.timeoutType === 0;
  if (transmissionCount < parameters.transmissionLimit) return alerts ? 'E16' : 'E104';
  return alerts ? 'E17' : 'E18';
}

const lowerLayerRows = { AD: ['E41', 'E42'], BC: ['E43', 'E44'], BD: ['E45', 'E46'] } as const;

/** The row that `event` is for FOP-1 in `state`. */
export function classifyFopEvent(state: FopState, event: FopEvent, practice: FopPractice): FopEventName {
  switch (event.kind) {
    case 'clcw':
      return classifyClcw(state, event.clcw, practice);
    case 'invalid-clcw':
      return 'E15';
    case 'timer-expired':
      return classifyTimer(state);
    case 'ad-request':
      return state.waitQueue === null ? 'E19' : 'E20';
    case 'bd-request':
      return state.bdOutstanding === null ? 'E21' : 'E22';
    case 'directive':
      return classifyDirective(state, event.directive);
    case 'lower-layer':
      return lowerLayerRows[event.frame][event.accepted ? 0 : 1];
  }
}
