import { type CommandArguments } from '@app/mission-database';
import { plusSeconds, type Tai } from '@app/time';
import { taiOf, secondsOf } from './instant.js';
import { activityOf, type Heater, isWithin, type OnBoardState } from './on-board-state.js';
import { type FailureCode, type OnBoardReport } from './on-board-report.js';
import { modeChanged } from './platform-mode.js';
import { type SpacecraftModel } from './spacecraft-model.js';
import { type HousekeepingContainer, imagesTaken } from './telemetry-values.js';

/** What a command does once it starts, or why it does not start. */
export type CommandEffect =
  | { readonly refused: FailureCode }
  | {
      readonly refused?: never;
      readonly change?: Partial<OnBoardState>;
      readonly reports?: readonly OnBoardReport[];
      /** From start to completion. */
      readonly durationS: number;
      readonly eraseRecorder?: true;
      /** What comes of it later, unless the state has changed so that it does not apply any more. */
      readonly later?: { readonly at: Tai; readonly reports: (state: OnBoardState) => readonly OnBoardReport[] };
    };

interface Situation {
  readonly at: Tai;
  readonly state: OnBoardState;
  readonly model: SpacecraftModel;
}

type Effect = (args: CommandArguments, situation: Situation) => CommandEffect;

const SHORT_S = 0.02;
const HEATER_S = 0.05;
const ERASE_S = 0.5;
const TURN_S = 2;

/** Modes in which the payload does not see the Earth. */
const turnedAway: ReadonlySet<string> = new Set(['SAFE', 'DETUMBLE', 'SUN_POINTING']);

function isImaging({ at, state, model }: Situation): boolean {
  return activityOf(state, model.situationAt(at).activity, at) === 'imaging';
}

/** The commands of the reference mission database, by name. */
export const commandEffects: ReadonlyMap<string, Effect> = new Map<string, Effect>([
  ['CONNECTION_TEST', (_, { at }) => ({ durationS: SHORT_S, reports: [{ kind: 'connection-test', at }] })],
  [
    'HK_REPORT_REQUEST',
    ({ REPORT }, { at }) => ({
      durationS: SHORT_S,
      reports: [{ kind: 'housekeeping', at, container: REPORT as HousekeepingContainer }],
    }),
  ],
  [
    'TIME_REPORT_RATE_SET',
    ({ RATE_EXPONENT }) => ({ durationS: SHORT_S, change: { timeRateExponent: Number(RATE_EXPONENT) } }),
  ],
  [
    'HEATER_SET',
    ({ HEATER, STATE }, { state }) => ({
      durationS: HEATER_S,
      change: { heaters: { ...state.heaters, [HEATER as Heater]: STATE === 'ON' } },
    }),
  ],
  [
    'ATTITUDE_MODE_SET',
    // Pointing to the Earth is what it does by itself, and so turns to the targets of its plan again.
    ({ MODE }, { at, state }) => ({
      durationS: TURN_S,
      change: { attitudeMode: MODE === 'NADIR_POINTING' ? undefined : String(MODE) },
      // Out of safe mode, or into it.
      ...((state.attitudeMode === 'SAFE') === (MODE === 'SAFE')
        ? {}
        : { reports: [modeChanged(at, MODE === 'SAFE' ? 'SAFE' : 'NOMINAL')] }),
    }),
  ],
  [
    'TRANSMITTER_OFF',
    ({ OFF_DURATION_S }, { at }) => ({
      durationS: SHORT_S,
      change: { transmitterOff: { from: at, until: plusSeconds(at, Number(OFF_DURATION_S)) } },
    }),
  ],
  [
    'RECORDER_ERASE',
    ({ PARTITION }, { at, model }) => ({
      durationS: ERASE_S,
      ...(PARTITION === 'HOUSEKEEPING' ? {} : { change: { imagesErased: imagesTaken(model.situationAt(at)) } }),
      ...(PARTITION === 'IMAGES' ? {} : { eraseRecorder: true as const }),
    }),
  ],
  [
    'IMAGING_SESSION_START',
    ({ DURATION_S }, situation) => {
      const { at, state } = situation;
      if (isImaging(situation)) return { refused: 'ALREADY_RUNNING' };
      if (turnedAway.has(state.attitudeMode ?? '')) return { refused: 'NOT_IN_THIS_MODE' };
      const imaging = { from: at, until: plusSeconds(at, Number(DURATION_S)) };
      return {
        durationS: SHORT_S,
        change: { imaging },
        reports: [modeChanged(at, 'IMAGING')],
        // A stop before its end has reported already.
        later: {
          at: imaging.until,
          reports: (now) => (now.imaging === imaging ? [modeChanged(imaging.until, 'NOMINAL')] : []),
        },
      };
    },
  ],
  [
    'IMAGING_SESSION_STOP',
    (_, situation) => {
      const { at, state, model } = situation;
      if (!isImaging(situation)) return { refused: 'NOT_RUNNING' };
      const reports = [modeChanged(at, 'NOMINAL')];
      const planned = model.sessionAround(secondsOf(at));
      const stopped = planned === undefined ? undefined : { from: at, until: taiOf(planned.end) };
      const plan = model.situationAt(at).activity === 'off' || stopped === undefined ? {} : { stopped };
      const commanded = isWithin(state.imaging, at) ? { imaging: undefined } : {};
      return { durationS: SHORT_S, change: { ...plan, ...commanded }, reports };
    },
  ],
]);
