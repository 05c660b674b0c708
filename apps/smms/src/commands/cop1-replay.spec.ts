import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { bookPractice } from '@app/ccsds';
import { cop1Command } from './cop1-replay.command.js';
import { replayFop } from './cop1-replay-fop.js';
import { type Cop1ReplayOptions, runCop1Replay } from './cop1-replay-run.js';
import { type FopTraceStep, readFopTrace } from './cop1-replay-trace.js';

const folder = join(process.env.SMMS_ORACLES ?? '', 'telemetry-command', 'cop1');
const haveOracles = process.env.SMMS_ORACLES !== undefined && existsSync(folder);
if (!haveOracles) process.stderr.write('skipped: no oracle telemetry-command/cop1 (set SMMS_ORACLES)\n');
const oracle = (name: string): string => readFileSync(join(folder, name), 'utf8');

const lines = (...values: readonly object[]): string => values.map((value) => JSON.stringify(value)).join('\n');

// Two small traces written by hand.
const open = { state: 'S1 - Open', lockout: false, wait: false };
const farmTrace = [
  { run: 3, W: 10, PW: 5, NW: 5, initialState: 'S1', initialVr: 255 },
  { run: 3, in: { type: 'AD', ns: 255 }, event: 'E1', ...open, vr: 0, retransmit: false, farmB: 0, clcw: '01040000' },
  { run: 3, in: { type: 'AD', ns: 2 }, event: 'E3', ...open, vr: 0, retransmit: true, farmB: 0, clcw: '01040800' },
  {
    run: 3,
    in: { type: 'BC', cmd: 'setVr', vr: 9 },
    event: 'E8',
    ...open,
    vr: 9,
    retransmit: false,
    farmB: 1,
    clcw: '01040209',
  },
] as const;
const active = { state: 'S1', txCount: 1, ss: 0, waitQueue: false };
const stay = (event: string): object => ({ event, from: 'S1', to: 'S1' });
const fopTrace = [
  { run: 0, K: 2, transmissionLimit: 3, timeoutType: 0 },
  {
    ...{ run: 0, step: 0, dir: 'INIT_AD_WITHOUT_CLCW', q: 0 },
    out: [
      'ACCEPT_RESPONSE:dir:INIT_AD_WITHOUT_CLCW',
      'POSITIVE_CONFIRM:dir:INIT_AD_WITHOUT_CLCW',
      { event: 'E23', from: 'S6', to: 'S1' },
    ],
    ...{ ...active, vs: 0, nnr: 0, sentQueue: 0 },
  },
  {
    ...{ run: 0, step: 1, ad: 0, out: ['ACCEPT_RESPONSE:AD:0', stay('E19'), 'tx:AD:0', stay('E41')] },
    ...{ ...active, vs: 1, nnr: 0, sentQueue: 1 },
  },
  {
    ...{ run: 0, step: 2, bd: true, out: ['ACCEPT_RESPONSE:BD', 'tx:BD', stay('E21'), stay('E45')] },
    ...{ ...active, vs: 1, nnr: 0, sentQueue: 1 },
  },
  {
    ...{ run: 0, step: 3, clcw: { nr: 1, lockout: false, wait: false, retransmit: false } },
    ...{ out: ['POSITIVE_CONFIRM:AD:0', stay('E2')], ...active, vs: 1, nnr: 1, sentQueue: 0 },
  },
] as const;

async function run(
  text: string,
  options: Partial<Cop1ReplayOptions> = {},
): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const asked = { machine: 'fop1', trace: 'F.jsonl', practice: 'prebuilt-frames', ...options };
  const code = await runCop1Replay(asked, {
    readFile: (path) =>
      path === 'F.jsonl'
        ? Promise.resolve(text)
        : Promise.reject(Object.assign(new RangeError('none'), { code: 'ENOENT' })),
    stdout: (said) => (out += said),
    stderr: (said) => (err += said),
  });
  return { code, out, err };
}

(haveOracles ? describe : describe.skip)('traces of an independent implementation', () => {
  it('FARM-1: no difference in 1 200 steps', async () => {
    const { code, out } = await run(oracle('farm1-traces.jsonl'), { machine: 'farm1' });
    expect(out).toBe('farm1: 4 runs, 1200 steps, 0 differences, 0 exempted\n');
    expect(code).toBe(0);
  });

  it('FOP-1: no difference in 1 792 steps; the Accept of 426 BD frames is exempt', async () => {
    const { code, out } = await run(oracle('fop1-traces.jsonl'));
    expect(out).toContain('fop1: 8 runs, 1792 steps, 0 differences, 426 exempted\n');
    expect(code).toBe(0);
  });

  it('FOP-1 by the book differs only where the traces follow another practice', () => {
    const runs = readFopTrace(oracle('fop1-traces.jsonl'), 'fop1');
    const steps = runs.flatMap((traced) =>
      traced.steps.map((step, index) => ({ step, before: traced.steps[index - 1] ?? step })),
    );
    const { differences } = replayFop(runs, bookPractice);
    const fieldsOf = new Map<string, Set<string>>();
    for (const { run: number, step, field } of differences) {
      const key = `${number}.${step}`;
      fieldsOf.set(key, (fieldsOf.get(key) ?? new Set<string>()).add(field));
    }
    const rows = (step: FopTraceStep): string[] =>
      step.out.flatMap((item) => (typeof item === 'string' ? [] : [`${item.event} ${item.from}`]));
    const reasons = new Map<string, number>();
    for (const { step, before } of steps) {
      const fields = fieldsOf.get(`${step.run}.${step.step}`);
      if (fields === undefined) continue;
      const only = (...names: readonly string[]): boolean => [...fields].every((field) => names.includes(field));
      const reason =
        step.waitQueue || before.waitQueue
          ? 'a data unit waits with a number'
          : only('nnr') && (step.state === 'S6' || 'dir' in step)
            ? 'NN(R) of a purged queue'
            : rows(step).some((row) => row.startsWith('E13'))
              ? 'N(R) more than K behind'
              : only('outputs', 'nnr') && (before.state === 'S4' || before.ss === 4)
                ? 'an open directive'
                : rows(step).includes('E10 S3')
                  ? 'retransmission after Wait'
                  : `unexplained ${step.run}.${step.step} ${[...fields].join()}`;
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
    expect(Object.fromEntries(reasons)).toEqual({
      'a data unit waits with a number': 192,
      'NN(R) of a purged queue': 109,
      'N(R) more than K behind': 13,
      'an open directive': 19,
      'retransmission after Wait': 1,
    });
  });
});

describe('smms cop1 replay', () => {
  it('passes traces that are right', async () => {
    expect(await run(lines(...farmTrace), { machine: 'farm1' })).toEqual({
      code: 0,
      out: 'farm1: 1 runs, 3 steps, 0 differences, 0 exempted\n',
      err: '',
    });
    const { code, out, err } = await run(lines(...fopTrace));
    expect(out).toMatch(/^practice: prebuilt-frames; .*\nfop1: 1 runs, 4 steps, 0 differences, 1 exempted\n$/);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it.each<[string, number, object, string]>([
    ['a state', 1, { state: 'S2' }, 'run 0, step 0: state: expected "S2", found "S1"'],
    ['V(S)', 2, { vs: 2 }, 'run 0, step 1: vs: expected 2, found 1'],
    ['a missing Accept of BD', 3, { out: ['tx:BD', stay('E21'), stay('E45')] }, 'run 0, step 2: outputs: '],
    [
      'an Accept of AD at another event',
      2,
      { out: ['tx:AD:0', stay('E19'), 'ACCEPT_RESPONSE:AD:0', stay('E41')] },
      'run 0, step 1: outputs: ',
    ],
    [
      'another N(S)',
      2,
      { out: ['ACCEPT_RESPONSE:AD:0', stay('E19'), 'tx:AD:1', stay('E41')] },
      'run 0, step 1: outputs: ',
    ],
    [
      'another next state',
      4,
      { out: ['POSITIVE_CONFIRM:AD:0', { event: 'E2', from: 'S1', to: 'S2' }] },
      'run 0, step 3: events: expected ["E2 S1 to S2"], found ["E2 S1 to S1"]',
    ],
    ['the wait queue', 4, { waitQueue: true }, 'run 0, step 3: waitQueue: expected true, found false'],
    ['the sent queue', 4, { sentQueue: 1 }, 'run 0, step 3: sentQueue: expected 1, found 0'],
  ])('finds a spoiled trace: %s', async (_, at, spoil, line) => {
    const spoiled = fopTrace.map((value, index) => (index === at ? { ...value, ...spoil } : value));
    const { code, out } = await run(lines(...spoiled));
    expect(out).toContain(line);
    expect(out).toContain(' 4 steps, 1 differences, ');
    expect(code).toBe(1);
  });

  it('finds a spoiled FARM-1 trace, and counts what it does not print', async () => {
    const spoiled = farmTrace.map((value, index) => (index === 2 ? { ...value, clcw: '01042800', farmB: 3 } : value));
    const { code, out } = await run(lines(...spoiled), { machine: 'farm1' });
    expect(out).toBe(
      'run 3, step 2: farmB: expected 3, found 0\n' +
        'run 3, step 2: clcw: expected "01042800", found "01040800"\n' +
        'farm1: 1 runs, 3 steps, 2 differences, 0 exempted\n',
    );
    expect(code).toBe(1);
    const [header, step] = farmTrace;
    const many = await run(lines(header, ...Array.from({ length: 30 }, () => ({ ...step, vr: 7 }))), {
      machine: 'farm1',
    });
    expect(many.out.split('\n').filter((line) => line.startsWith('run '))).toHaveLength(20);
    expect(many.out).toMatch(/\.\.\. and \d+ more\n/);
  });

  it.each<[string, string, Partial<Cop1ReplayOptions>, RegExp]>([
    ['machine', '', { machine: 'fop2' }, /^error: --machine: expected farm1 or fop1, found "fop2"\n$/],
    ['practice', '', { practice: 'mine' }, /^error: --practice: expected book or prebuilt-frames, found "mine"\n$/],
    ['no file', '', { trace: 'none' }, /^error: --trace none: expected a readable file, found no such file\n$/],
    ['empty', '', {}, /^error: F\.jsonl: expected a trace with steps, found none\n$/],
    ['not JSON', `${lines(...fopTrace)}\n{"run":`, {}, /^error: F\.jsonl, line 6: expected JSON, found /],
    ['no header', lines(fopTrace[1]), {}, /^error: F\.jsonl, line 1: expected a run's parameters before its steps, /],
    [
      'a field',
      lines(fopTrace[0], { ...fopTrace[1], vs: 'x' }),
      {},
      /^error: F\.jsonl, line 2: expected a step of the trace, found vs: .*\n$/,
    ],
    [
      'a directive',
      lines(fopTrace[0], { ...fopTrace[1], dir: 'FLY' }),
      {},
      /^error: F\.jsonl, line 2: expected a step of the trace, found dir: .*\n$/,
    ],
    ['parameters', lines({ ...fopTrace[0], K: 0 }, fopTrace[1]), {}, /^error: FOP-1 parameters: window width K: .*\n$/],
    ['the other machine', lines(...farmTrace), {}, /^error: F\.jsonl, line 1: /],
  ])('says what is wrong in one line: %s', async (_, text, options, line) => {
    const { code, out, err } = await run(text, options);
    expect(err).toMatch(line);
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });

  it('asks for machine and trace', () => {
    const [replay] = cop1Command().commands;
    expect(replay?.name()).toBe('replay');
    expect(replay?.options.filter(({ mandatory }) => mandatory).map(({ long }) => long)).toEqual([
      '--machine',
      '--trace',
    ]);
  });
});
