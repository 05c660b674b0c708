import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type CommandState,
  commandSchema,
  commandStateSchema,
  type FrameReference,
  type TelecommandService,
  type Utc,
} from '@app/contracts';
import { sampleCommand } from '../testing/sample-command.js';
import type { CommandEvent } from './command-events.js';
import { type KeptCommand, stepCommand } from './command.machine.js';

const at = '2026-04-24T08:00:00.000000Z' as Utc;
const cltus = [1, 2, 3].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
const frame: FrameReference = { stationLog: 'station.CN-MYN@log', stationSequence: 7, earthReceiveTime: at };
const event = {
  approved: { type: 'approved', at, by: 'li.na' },
  rejected: { type: 'rejected', at, by: 'li.na', reason: 'not now' },
  cancelled: { type: 'cancelled', at, by: 'wang.lei', reason: null },
  released: {
    type: 'released',
    at,
    by: 'wang.lei',
    contact: 'GF-1_CN-MYN-1_70001',
    antenna: 'CN-MYN-1',
    agreement: 'CN-FOR-CN',
    apid: 100,
    sequenceCount: 5,
    packetHex: '1864c005',
  },
  transmitted: { type: 'transmitted', at, frameSequenceNumber: 3, cltu: cltus[0] },
  radiated: { type: 'radiated', at, frameSequenceNumber: 3, cltu: cltus[0] },
  notRadiated: { type: 'not-radiated', at, cltu: cltus[0], reason: 'the unit was busy' },
  transmittedAgain: { type: 'transmitted', at, frameSequenceNumber: 3, cltu: cltus[1] },
  radiatedAgain: { type: 'radiated', at, frameSequenceNumber: 3, cltu: cltus[1] },
  notRadiatedAgain: { type: 'not-radiated', at, cltu: cltus[1], reason: 'the unit was busy' },
  acknowledged: { type: 'acknowledged', at, frame },
  lostSight: { type: 'lost-sight', at, reason: 'LOS' },
  notSent: { type: 'not-sent', at, reason: 'every station refused it' },
  accepted: { type: 'report', at, stage: 'accepted', success: true, detail: null, frame },
  started: { type: 'report', at, stage: 'started', success: true, detail: null, frame },
  completed: { type: 'report', at, stage: 'completed', success: true, detail: null, frame },
  notAccepted: { type: 'report', at, stage: 'accepted', success: false, detail: 'code 2', frame },
  notStarted: { type: 'report', at, stage: 'started', success: false, detail: 'code 3', frame },
  notCompleted: { type: 'report', at, stage: 'completed', success: false, detail: 'code 4', frame },
} as unknown as Record<EventName, CommandEvent>;
const everyEvent = [
  'approved',
  'rejected',
  'cancelled',
  'released',
  'transmitted',
  'radiated',
  'notRadiated',
  'transmittedAgain',
  'radiatedAgain',
  'notRadiatedAgain',
  'acknowledged',
  'lostSight',
  'notSent',
  'accepted',
  'started',
  'completed',
  'notAccepted',
  'notStarted',
  'notCompleted',
] as const;
type EventName = (typeof everyEvent)[number];
const reports: readonly EventName[] = ['accepted', 'started', 'completed', 'notAccepted', 'notStarted', 'notCompleted'];

const routine = (service: TelecommandService = 'AD') => sampleCommand({ service });
const hazardous = (service: TelecommandService = 'AD') =>
  sampleCommand({ service, hazardous: true, significance: 'critical', state: 'awaiting-approval' });

function run(names: readonly EventName[], from: KeptCommand): KeptCommand {
  return names.reduce((command, name) => stepCommand(command, event[name])[0], from);
}

/** A way to each state, of a routine sequence-controlled command. */
const path: Readonly<Record<Exclude<CommandState, 'awaiting-approval' | 'rejected'>, readonly EventName[]>> = {
  queued: [],
  released: ['released', 'transmitted'],
  radiated: ['released', 'transmitted', 'radiated'],
  acknowledged: ['released', 'transmitted', 'radiated', 'acknowledged'],
  accepted: ['released', 'transmitted', 'radiated', 'acknowledged', 'accepted'],
  started: ['released', 'transmitted', 'radiated', 'acknowledged', 'accepted', 'started'],
  completed: ['released', 'transmitted', 'radiated', 'acknowledged', 'accepted', 'started', 'completed'],
  failed: ['released', 'transmitted', 'radiated', 'notAccepted'],
  unknown: ['released', 'transmitted', 'radiated', 'lostSight'],
  cancelled: ['cancelled'],
};
const inState = (state: CommandState): KeptCommand => {
  if (state === 'awaiting-approval') return hazardous();
  if (state === 'rejected') return run(['rejected'], hazardous());
  return run(path[state], routine());
};

const told = { accepted: 'accepted', started: 'started', completed: 'completed' } as const;
const refused = { notAccepted: 'failed', notStarted: 'failed', notCompleted: 'failed' } as const;
const upTo = { ...told, ...refused };

/** The state after an event in a state, where it is another one. */
const moves: Readonly<Record<CommandState, Partial<Record<EventName, CommandState>>>> = {
  'awaiting-approval': { approved: 'queued', rejected: 'rejected', cancelled: 'cancelled' },
  queued: { released: 'released', cancelled: 'cancelled' },
  released: {
    radiated: 'radiated',
    radiatedAgain: 'radiated',
    acknowledged: 'acknowledged',
    lostSight: 'unknown',
    ...upTo,
  },
  radiated: { acknowledged: 'acknowledged', lostSight: 'unknown', ...upTo },
  acknowledged: upTo,
  accepted: { started: 'started', completed: 'completed', ...refused },
  started: { completed: 'completed', ...refused },
  completed: {},
  failed: {},
  unknown: { acknowledged: 'acknowledged', ...upTo },
  rejected: {},
  cancelled: {},
};

const anyEvents = fc.array(fc.constantFrom(...everyEvent), { maxLength: 40 });
const anyCommand = fc.constantFrom(routine('AD'), routine('BD'), hazardous('AD'), hazardous('BD'));

/** A station has, or had, a CLTU with it of which it has not said that it was not radiated. */
function isOnItsWay({ stages }: KeptCommand): boolean {
  return stages.some(
    ({ cltu }) =>
      cltu !== null && !stages.some((one) => one.cltu === cltu && one.stage === 'radiated' && one.outcome === 'failed'),
  );
}

describe('command state machine', () => {
  it.each(commandStateSchema.options)('reaches %s by its path', (state) => {
    expect(inState(state).state).toBe(state);
  });

  it.each(commandStateSchema.options.flatMap((state) => everyEvent.map((name) => [state, name] as const)))(
    'in %s, %s leads where the table of this test says',
    (state, name) => {
      const before = inState(state);
      const [next, actions] = stepCommand(before, event[name]);
      expect(next.state).toBe(moves[state][name] ?? state);
      if (next.state !== state) expect(actions).toContain('tell');
      if (actions.length === 0) expect(next).toBe(before);
    },
  );

  it('does a hazardous command in this order, and keeps who approved it', () => {
    const [approved, actions] = stepCommand(hazardous(), event.approved);
    expect(actions).toEqual(['tell', 'offer']);
    const command = run([...path.completed], approved);
    expect(command.approver).toBe('li.na');
    expect(command.stages.map(({ stage, outcome, by, cltu }) => [stage, outcome, by, cltu])).toEqual([
      ['queued', 'done', 'wang.lei', null],
      ['approved', 'done', 'li.na', null],
      ['released', 'done', 'wang.lei', null],
      ['released', 'done', null, cltus[0]],
      ['radiated', 'done', null, cltus[0]],
      ['acknowledged', 'done', null, null],
      ['accepted', 'done', null, null],
      ['started', 'done', null, null],
      ['completed', 'done', null, null],
    ]);
    const { askedContact: _, ...told } = command;
    expect(commandSchema.parse(told)).toEqual(told);
  });

  it('takes the state that the spacecraft has told, in whatever order the rest is told', () => {
    const way = [...path.completed].slice(1);
    fc.assert(
      fc.property(fc.shuffledSubarray(way, { minLength: way.length }), (order) => {
        const command = run(['released', ...order], routine());
        expect(command.state).toBe('completed');
        const stages = command.stages.map(({ stage }) => stage);
        expect(stages.sort()).toEqual(
          run(path.completed, routine())
            .stages.map(({ stage }) => stage)
            .sort(),
        );
      }),
    );
  });

  it('only adds stages, and each event adds at most one, once', () => {
    fc.assert(
      fc.property(anyCommand, anyEvents, (start, names) => {
        let command: KeptCommand = start;
        for (const name of names) {
          const [next] = stepCommand(command, event[name]);
          expect(next.stages.slice(0, command.stages.length)).toEqual(command.stages);
          expect(next.stages.length - command.stages.length).toBeLessThanOrEqual(1);
          // The release, its refusal by the stations and the end of the contact may come again; what is told of one CLTU and by the
          // spacecraft comes once.
          if (!['released', 'notSent', 'lostSight'].includes(name))
            expect(stepCommand(next, event[name])[0]).toBe(next);
          command = next;
        }
      }),
      { numRuns: 2000 },
    );
  });

  const rank: Readonly<Record<CommandState, number>> = {
    'awaiting-approval': 0,
    queued: 1,
    released: 2,
    radiated: 3,
    acknowledged: 4,
    accepted: 5,
    started: 6,
    completed: 7,
    failed: 7,
    unknown: 7,
    rejected: 7,
    cancelled: 7,
  };

  it('never goes back, but from unknown by a word of the spacecraft, and to the queue where nothing can have left', () => {
    fc.assert(
      fc.property(anyCommand, anyEvents, (start, names) => {
        let command: KeptCommand = start;
        for (const name of names) {
          const [next] = stepCommand(command, event[name]);
          if (rank[next.state] < rank[command.state] || (rank[next.state] === 7 && command.state !== next.state)) {
            if (name === 'notSent') {
              expect([command.state, next.state]).toEqual(['released', 'queued']);
              expect(isOnItsWay(command)).toBe(false);
            } else if (command.state === 'unknown') expect([...reports, 'acknowledged']).toContain(name);
            else if (command.state === 'failed') {
              // Only the ground had said so.
              expect(command.stages.some(({ outcome, frame }) => outcome === 'failed' && frame !== null)).toBe(false);
              expect(reports).toContain(name);
            } else expect(rank[command.state]).toBeLessThan(7);
          }
          command = next;
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('never forgets a report: the stage is there whenever it was told to a command that had been released', () => {
    fc.assert(
      fc.property(anyCommand, anyEvents, fc.constantFrom(...reports), (start, names, report) => {
        const before = run(names, start);
        const { stages } = run([report], before);
        const { stage, success } = event[report] as Extract<CommandEvent, { type: 'report' }>;
        const outcome = success ? 'done' : 'failed';
        const over = before.state === 'cancelled' || before.state === 'rejected';
        if (before.sequenceCount !== null && !over)
          expect(stages).toContainEqual(expect.objectContaining({ stage, outcome, frame }));
      }),
      { numRuns: 2000 },
    );
  });

  it('is never released again after it may have left', () => {
    fc.assert(
      fc.property(anyCommand, anyEvents, (start, names) => {
        let command: KeptCommand = start;
        for (const name of names) {
          const mayHaveLeft = isOnItsWay(command);
          const next = stepCommand(command, event[name])[0];
          if (mayHaveLeft) expect(next.state === 'released' && command.state !== 'released').toBe(false);
          if (mayHaveLeft) expect(next.state === 'queued' && command.state !== 'queued').toBe(false);
          command = next;
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('an AD frame that is unacknowledged at LOS is unknown, not failed, and a playback verifies it', () => {
    const lost = run(['released', 'transmitted', 'radiated', 'radiatedAgain', 'lostSight'], routine());
    expect(lost.state).toBe('unknown');
    expect(lost.stages.at(-1)).toMatchObject({ stage: 'acknowledged', outcome: 'unknown', detail: 'LOS' });
    expect(run(['notSent', 'released', 'cancelled'], lost)).toEqual(lost);
    const verified = run(['accepted', 'started', 'completed'], lost);
    expect(verified.state).toBe('completed');
    expect(verified.stages.at(-1)!.frame).toEqual(frame);
  });

  it('a BD frame without acceptance at LOS is unknown, and COP-1 has nothing to say about it', () => {
    const lost = run(['released', 'transmitted', 'radiated', 'acknowledged', 'lostSight'], routine('BD'));
    expect(lost.state).toBe('unknown');
    expect(lost.stages.at(-1)).toMatchObject({ stage: 'accepted', outcome: 'unknown' });
    expect(lost.stages.some(({ stage }) => stage === 'acknowledged')).toBe(false);
  });

  it('a BD frame that no modulator sent has failed; an AD frame will be sent again by COP-1', () => {
    expect(run(['released', 'transmitted', 'notRadiated'], routine('BD')).state).toBe('failed');
    expect(run(['released', 'transmitted', 'notRadiated'], routine('AD')).state).toBe('released');
    const contradicted = run(['released', 'transmitted', 'notRadiated', 'accepted'], routine('BD'));
    expect(contradicted.state).toBe('accepted');
  });

  it('goes back to the queue for the contact that was asked for, and can be released again', () => {
    const free = run(['released', 'notSent'], routine());
    expect(free).toMatchObject({ state: 'queued', contact: null, antenna: null, agreement: null });
    expect(free.stages.at(-1)).toMatchObject({ stage: 'released', outcome: 'failed' });
    expect(run(['released', 'transmitted', 'radiated'], free).state).toBe('radiated');
    const asked = sampleCommand({ askedContact: 'GF-1_CN-MYN-1_70001', contact: 'GF-1_CN-MYN-1_70001' });
    expect(run(['released', 'notSent'], asked).contact).toBe('GF-1_CN-MYN-1_70001');
  });

  it('had left after all: what was put back to the queue is not sent a second time', () => {
    const back = run(['released', 'notSent'], routine());
    expect(run(['transmitted'], back).state).toBe('released');
    expect(run(['radiated', 'released'], back).state).toBe('radiated');
    expect(run(['accepted', 'released'], back).state).toBe('accepted');
  });

  it('says a refusal of release once, and stays in the queue', () => {
    const refusal = { type: 'refused', at, reason: 'console-not-held: nobody holds it' } as const;
    const [once, actions] = stepCommand(routine(), refusal);
    expect([once.state, actions]).toEqual(['queued', ['tell']]);
    expect(once.stages.at(-1)).toMatchObject({ stage: 'released', outcome: 'failed', detail: refusal.reason });
    expect(stepCommand(once, refusal)).toEqual([once, []]);
    expect(stepCommand(once, { ...refusal, reason: 'no-agreement' })[0].stages).toHaveLength(3);
  });
});
