/**
 * One command as a pure state machine: `stepCommand(command, event) → [command, actions]`. Here is only what follows from what; the
 * ledger carries it out. Read `table` first: a row is a state, a column an event.
 *
 * The ground and the spacecraft tell of a command on different ways, so that what happened later may be told earlier: a report of
 * acceptance before the station says that the last bit left. Therefore every event leaves its stage, once, and the state only ever
 * goes forward. Three events are weaker than the spacecraft's own word, which comes after them: `lost-sight` (unknown), `not-sent`
 * (queued again) and an expedited frame that no modulator sent (failed).
 */
import type { Command, CommandStage, CommandState, ContactId, Utc } from '@app/contracts';
import type { CommandEvent } from './command-events.js';

/** A command as it is kept: with the contact that its author asked for, which `contact` does not say once it was released. */
export interface KeptCommand extends Command {
  readonly askedContact: ContactId | null;
}

/** What else can happen to it, which only the ledger itself knows: it may not be released now. It stays in the queue. */
export interface ReleaseRefused {
  readonly type: 'refused';
  readonly at: Utc;
  readonly reason: string;
}

type MachineEvent = CommandEvent | ReleaseRefused;

export type CommandAction =
  /** It changed. */
  | 'tell'
  /** It has come into the queue. (Who puts it back by `not-sent` knows that it waits, and when to try again.) */
  | 'offer';

export type CommandStep = readonly [KeptCommand, readonly CommandAction[]];
type EventOf<Type extends MachineEvent['type']> = Extract<MachineEvent, { type: Type }>;
type Transition<Type extends MachineEvent['type']> = (command: KeptCommand, event: EventOf<Type>) => KeptCommand;

// --- what is asked of a command -------------------------------------------------------------------------------------------------

/** How far each state is on a command's way; what leads to a lower one is noted and changes no state. */
const progress: Readonly<Record<CommandState, number>> = {
  'awaiting-approval': 0,
  queued: 1,
  released: 2,
  radiated: 3,
  unknown: 4,
  acknowledged: 5,
  accepted: 6,
  started: 7,
  completed: 8,
  failed: 8,
  rejected: 9,
  cancelled: 9,
};

const done = ({ stages }: Command, stage: CommandStage['stage']): CommandStage[] =>
  stages.filter((one) => one.stage === stage && one.outcome === 'done');

/** A count and a packet were given to it once: events of its uplink may still come. */
const wasReleased = ({ sequenceCount }: Command): boolean => sequenceCount !== null;

/** The spacecraft itself has said that it failed; otherwise only the ground thinks so. */
const reportedFailed = ({ stages }: Command): boolean =>
  stages.some(({ outcome, frame }) => outcome === 'failed' && frame !== null);

/** No station ever had a CLTU with it, or every one that one had came back as not radiated: it certainly did not leave. */
const nothingRadiated = ({ stages }: Command): boolean => {
  const failed = new Set(
    stages.filter(({ stage, outcome }) => stage === 'radiated' && outcome === 'failed').map(({ cltu }) => cltu),
  );
  return stages.every(({ cltu }) => cltu === null || failed.has(cltu));
};

// --- what changes it ------------------------------------------------------------------------------------------------------------

/** Of a stage of which nothing but the stage is known. */
export const blankStage = { by: null, detail: null, frameSequenceNumber: null, cltu: null, frame: null } as const;

type Entry = Pick<CommandStage, 'stage' | 'outcome' | 'at'> & Partial<CommandStage>;

const noted = (command: KeptCommand, entry: Entry): KeptCommand => ({
  ...command,
  stages: [...command.stages, { ...blankStage, ...entry }],
});

const at = (command: KeptCommand, state: CommandState): KeptCommand => ({ ...command, state });

/** The state, unless it would be a step back. */
const forward = (command: KeptCommand, state: CommandState): KeptCommand =>
  progress[state] > progress[command.state] ? at(command, state) : command;

const stay = (command: KeptCommand): KeptCommand => command;

const approve: Transition<'approved'> = (command, event) => ({
  ...noted(command, { stage: 'approved', outcome: 'done', at: event.at, by: event.by }),
  state: 'queued',
  approver: event.by,
});

const reject: Transition<'rejected'> = (command, event) =>
  at(
    noted(command, { stage: 'approved', outcome: 'failed', at: event.at, by: event.by, detail: event.reason }),
    'rejected',
  );

const cancel: Transition<'cancelled'> = (command, event) =>
  at(
    noted(command, { stage: 'released', outcome: 'failed', at: event.at, by: event.by, detail: event.reason }),
    'cancelled',
  );

const release: Transition<'released'> = (command, event) => ({
  ...noted(command, { stage: 'released', outcome: 'done', at: event.at, by: event.by }),
  state: 'released',
  contact: event.contact,
  antenna: event.antenna,
  agreement: event.agreement,
  apid: event.apid,
  sequenceCount: event.sequenceCount,
  packetHex: event.packetHex,
});

/** A stage `released` with the CLTU that a station took; one for each. */
const noteTransmission: Transition<'transmitted'> = (command, event) => {
  if (done(command, 'released').some(({ cltu }) => cltu === event.cltu)) return command;
  const { frameSequenceNumber, cltu } = event;
  return noted(command, { stage: 'released', outcome: 'done', at: event.at, frameSequenceNumber, cltu });
};

const noteRadiation: Transition<'radiated'> = (command, event) => {
  if (done(command, 'radiated').some(({ cltu }) => cltu === event.cltu)) return command;
  const { frameSequenceNumber, cltu } = event;
  return noted(command, { stage: 'radiated', outcome: 'done', at: event.at, frameSequenceNumber, cltu });
};

const noteNotRadiated: Transition<'not-radiated'> = (command, event) => {
  const { cltu } = event;
  if (command.stages.some((one) => one.stage === 'radiated' && one.cltu === cltu)) return command;
  return noted(command, { stage: 'radiated', outcome: 'failed', at: event.at, cltu, detail: event.reason });
};

/** COP-1 acknowledges sequence-controlled frames only. */
const noteAcknowledgement: Transition<'acknowledged'> = (command, event) => {
  if (command.service !== 'AD' || done(command, 'acknowledged').length > 0) return command;
  return noted(command, { stage: 'acknowledged', outcome: 'done', at: event.at, frame: event.frame });
};

/** The same report comes by two antennas, and again from the recorder. */
const noteReport: Transition<'report'> = (command, event) => {
  const outcome = event.success ? 'done' : 'failed';
  if (command.stages.some((one) => one.stage === event.stage && one.outcome === outcome)) return command;
  return noted(command, { stage: event.stage, outcome, at: event.at, detail: event.detail, frame: event.frame });
};

const radiate: Transition<'radiated'> = (command, event) => forward(noteRadiation(command, event), 'radiated');

const acknowledge: Transition<'acknowledged'> = (command, event) => {
  const next = noteAcknowledgement(command, event);
  return next === command ? command : forward(next, 'acknowledged');
};

const report: Transition<'report'> = (command, event) => {
  const next = noteReport(command, event);
  return next === command ? command : forward(next, event.success ? event.stage : 'failed');
};

/** The spacecraft answers what the ground took for failed. */
const reportAfterFailure: Transition<'report'> = (command, event) => {
  const next = noteReport(command, event);
  if (next === command || reportedFailed(command)) return next;
  return at(next, event.success ? event.stage : 'failed');
};

/** COP-1 sends a sequence-controlled frame again; an expedited one is sent once. */
const notRadiated: Transition<'not-radiated'> = (command, event) => {
  const next = noteNotRadiated(command, event);
  return next !== command && command.service === 'BD' && nothingRadiated(next) ? at(next, 'failed') : next;
};

/** Nobody knows whether it arrived: not failed, and never sent again by itself. */
const loseSight: Transition<'lost-sight'> = (command, event) =>
  at(
    noted(command, {
      stage: command.service === 'AD' ? 'acknowledged' : 'accepted',
      outcome: 'unknown',
      at: event.at,
      detail: event.reason,
    }),
    'unknown',
  );

/** Back to the queue, but only what certainly did not leave. It keeps its count until the next release, in case that was not true. */
const notSent: Transition<'not-sent'> = (command, event) =>
  !nothingRadiated(command)
    ? command
    : {
        ...noted(command, { stage: 'released', outcome: 'failed', at: event.at, detail: event.reason }),
        state: 'queued',
        contact: command.askedContact,
        antenna: null,
        agreement: null,
      };

/** The same reason is said once, however often it is tried. */
const refuseRelease: Transition<'refused'> = (command, event) => {
  const last = command.stages.at(-1);
  if (last?.stage === 'released' && last.outcome === 'failed' && last.detail === event.reason) return command;
  return noted(command, { stage: 'released', outcome: 'failed', at: event.at, detail: event.reason });
};

/** It had been put back to the queue, and did leave after all. */
const leftAfterAll =
  <Type extends 'transmitted' | 'radiated' | 'acknowledged' | 'report'>(transition: Transition<Type>) =>
  (command: KeptCommand, event: EventOf<Type>): KeptCommand =>
    wasReleased(command) ? transition(command, event) : command;

const transmitAfterAll: Transition<'transmitted'> = (command, event) =>
  forward(noteTransmission(command, event), 'released');

// --- the table ------------------------------------------------------------------------------------------------------------------

type Row = { readonly [Type in MachineEvent['type']]: Transition<Type> };

const over: Row = {
  approved: stay,
  rejected: stay,
  cancelled: stay,
  released: stay,
  transmitted: stay,
  radiated: stay,
  'not-radiated': stay,
  acknowledged: stay,
  'lost-sight': stay,
  'not-sent': stay,
  report: stay,
  refused: stay,
};

/** On its way: every event is noted, and moves the state if it is ahead of it. */
const underWay: Row = {
  ...over,
  transmitted: noteTransmission,
  radiated: radiate,
  'not-radiated': noteNotRadiated,
  acknowledged: acknowledge,
  report,
};

const table: Readonly<Record<CommandState, Row>> = {
  'awaiting-approval': { ...over, approved: approve, rejected: reject, cancelled: cancel },
  queued: {
    ...over,
    cancelled: cancel,
    released: release,
    refused: refuseRelease,
    transmitted: leftAfterAll(transmitAfterAll),
    radiated: leftAfterAll(radiate),
    acknowledged: leftAfterAll(acknowledge),
    report: leftAfterAll(report),
  },
  released: { ...underWay, 'not-radiated': notRadiated, 'lost-sight': loseSight, 'not-sent': notSent },
  radiated: { ...underWay, 'lost-sight': loseSight },
  // It arrived, so that the end of the contact leaves nothing open but the reports.
  acknowledged: underWay,
  accepted: underWay,
  started: underWay,
  completed: underWay,
  failed: { ...underWay, radiated: noteRadiation, acknowledged: noteAcknowledgement, report: reportAfterFailure },
  // What the stations still tell makes it no better known; the spacecraft's word does.
  unknown: { ...underWay, radiated: noteRadiation },
  rejected: over,
  cancelled: over,
};

/** What an event makes of a command: the very same where it changes nothing. */
export function stepCommand(command: KeptCommand, event: MachineEvent): CommandStep {
  const transition = table[command.state][event.type] as Transition<MachineEvent['type']>;
  const next = transition(command, event);
  if (next === command) return [command, []];
  return [next, command.state === 'awaiting-approval' && next.state === 'queued' ? ['tell', 'offer'] : ['tell']];
}
