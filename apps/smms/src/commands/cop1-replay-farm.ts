import {
  type FarmEvent,
  type FarmState,
  bytesToHex,
  encodeClcw,
  farmParameters,
  farmPositiveWindow,
  farmReport,
  hexToBytes,
  initialFarm,
  parseClcw,
  stepFarm,
} from '@app/ccsds';
import { type ReplayDifference, type ReplayResult, compareFields } from './cop1-replay-result.js';
import { type FarmTraceHeader, type FarmTraceStep, type TracedRun } from './cop1-replay-trace.js';

const stateTexts = { S1: 'S1 - Open', S2: 'S2 - Wait', S3: 'S3 - Lockout' } as const;

function eventOf(input: FarmTraceStep['in']): FarmEvent {
  if (input.type === 'AD') return { kind: 'ad-frame', frameSequenceNumber: input.ns, bufferAvailable: true };
  if (input.type === 'BD') return { kind: 'bd-frame' };
  return {
    kind: 'bc-frame',
    command: input.cmd === 'unlock' ? { command: 'unlock' } : { command: 'set-vr', value: input.vr },
  };
}

/** The trace's CLCW with FARM-1's fields put in place of its own. */
function clcwOf(traced: string, state: FarmState): string {
  return bytesToHex(encodeClcw({ ...parseClcw(hexToBytes(traced)), ...farmReport(state) }));
}

/** Steps FARM-1 through the runs of a trace and compares each step. Throws Cop1Error: a window width that is none. */
export function replayFarm(runs: readonly TracedRun<FarmTraceHeader, FarmTraceStep>[]): ReplayResult {
  const differences: ReplayDifference[] = [];
  for (const { header, steps } of runs) {
    const parameters = farmParameters(header.W);
    const width = farmPositiveWindow(parameters);
    differences.push(...compareFields(header.run, 0, { PW: header.PW, NW: header.NW }, { PW: width, NW: width }));
    let state = initialFarm({ name: header.initialState, receiverFrameSequenceNumber: header.initialVr });
    steps.forEach(({ run, in: input, ...expected }, index) => {
      const step = stepFarm(parameters, state, eventOf(input));
      state = step.state;
      differences.push(
        ...compareFields(run, index + 1, expected, {
          event: step.event,
          state: stateTexts[state.name],
          vr: state.receiverFrameSequenceNumber,
          lockout: state.lockout,
          wait: state.wait,
          retransmit: state.retransmit,
          farmB: state.farmBCounter,
          clcw: clcwOf(expected.clcw, state),
        }),
      );
    });
  }
  const steps = runs.reduce((sum, run) => sum + run.steps.length, 0);
  return { runs: runs.length, steps, differences, exempted: 0 };
}
