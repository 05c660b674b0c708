// The traces of `smms cop1 replay`: JSON, one line a run's parameters or a step.
import { z } from 'zod';
import { Cop1ReplayError } from './cop1-replay.error.js';

const octet = z.int().min(0).max(255);
const run = z.int().min(0);

const farmHeader = z.strictObject({
  run,
  W: z.int(),
  PW: z.int(),
  NW: z.int(),
  initialState: z.enum(['S1', 'S2', 'S3']),
  initialVr: octet,
});
const farmStep = z.strictObject({
  run,
  in: z.union([
    z.strictObject({ type: z.literal('AD'), ns: octet }),
    z.strictObject({ type: z.literal('BD'), ns: octet }),
    z.strictObject({ type: z.literal('BC'), cmd: z.literal('unlock') }),
    z.strictObject({ type: z.literal('BC'), cmd: z.literal('setVr'), vr: octet }),
  ]),
  event: z.string(),
  state: z.string(),
  vr: octet,
  lockout: z.boolean(),
  wait: z.boolean(),
  retransmit: z.boolean(),
  farmB: z.int(),
  clcw: z.string().regex(/^[0-9a-f]{8}$/),
});

export const tracedDirectives = [
  'INIT_AD_WITHOUT_CLCW',
  'INIT_AD_WITH_CLCW',
  'INIT_AD_WITH_UNLOCK',
  'INIT_AD_WITH_SET_V_R',
  'TERMINATE',
  'RESUME',
  'SET_V_S',
  'SET_FOP_SLIDING_WINDOW',
  'SET_T1_INITIAL',
  'SET_TRANSMISSION_LIMIT',
  'SET_TIMEOUT_TYPE',
] as const;

const fopHeader = z.strictObject({ run, K: z.int(), transmissionLimit: z.int(), timeoutType: z.int() });
const tracedTransition = z.strictObject({ event: z.string(), from: z.string(), to: z.string() });
const fopResult = {
  run,
  step: z.int(),
  out: z.array(z.union([z.string(), tracedTransition])),
  state: z.string(),
  vs: z.int(),
  nnr: z.int(),
  txCount: z.int(),
  ss: z.int(),
  sentQueue: z.int(),
  waitQueue: z.boolean(),
};
const fopStep = z.union([
  z.strictObject({ ...fopResult, dir: z.enum(tracedDirectives), q: z.int() }),
  z.strictObject({ ...fopResult, ad: octet }),
  z.strictObject({ ...fopResult, bd: z.literal(true) }),
  z.strictObject({ ...fopResult, timer: z.literal(true) }),
  z.strictObject({
    ...fopResult,
    clcw: z.strictObject({ nr: octet, lockout: z.boolean(), wait: z.boolean(), retransmit: z.boolean() }),
  }),
]);

export type TracedDirective = (typeof tracedDirectives)[number];
export type TracedTransition = z.infer<typeof tracedTransition>;
export type FarmTraceHeader = z.infer<typeof farmHeader>;
export type FarmTraceStep = z.infer<typeof farmStep>;
export type FopTraceHeader = z.infer<typeof fopHeader>;
export type FopTraceStep = z.infer<typeof fopStep>;

export interface TracedRun<Header, Step> {
  readonly header: Header;
  /** The header's line in the file, from 1. */
  readonly line: number;
  readonly steps: readonly Step[];
}

/** The issues of a failed reading; of a union, those of the form that came nearest. */
function reasonOf(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'something else';
  if (issue.code !== 'invalid_union') return `${issue.path.join('.') || 'the line'}: ${issue.message}`;
  const forms = issue.errors.filter(([first]) => first !== undefined);
  const nearest = forms.reduce<(typeof forms)[number] | undefined>(
    (best, form) => (best === undefined || form.length < best.length ? form : best),
    undefined,
  );
  const [first] = nearest ?? [];
  return first === undefined ? issue.message : `${first.path.join('.') || 'the line'}: ${first.message}`;
}

function jsonOf(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Cop1ReplayError(where, 'JSON', JSON.stringify(text.slice(0, 40)));
  }
}

/** Reads runs: a header line each, then its steps. Throws Cop1ReplayError with the line that is wrong. */
function readRuns<Header extends { readonly run: number }, Step extends { readonly run: number }>(
  text: string,
  file: string,
  header: z.ZodType<Header>,
  step: z.ZodType<Step>,
  mark: string,
): readonly TracedRun<Header, Step>[] {
  const runs: { header: Header; line: number; steps: Step[] }[] = [];
  text.split('\n').forEach((line, index) => {
    if (line.trim() === '') return;
    const where = `${file}, line ${index + 1}`;
    const value = jsonOf(line, where);
    const isHeader = typeof value === 'object' && value !== null && mark in value;
    if (isHeader) {
      const read = header.safeParse(value);
      if (!read.success) throw new Cop1ReplayError(where, "a run's parameters", reasonOf(read.error));
      runs.push({ header: read.data, line: index + 1, steps: [] });
      return;
    }
    const read = step.safeParse(value);
    if (!read.success) throw new Cop1ReplayError(where, 'a step of the trace', reasonOf(read.error));
    const last = runs.at(-1);
    if (last === undefined || last.header.run !== read.data.run)
      throw new Cop1ReplayError(where, "a run's parameters before its steps", `a step of run ${read.data.run}`);
    last.steps.push(read.data);
  });
  if (runs.every(({ steps }) => steps.length === 0)) throw new Cop1ReplayError(file, 'a trace with steps', 'none');
  return runs;
}

export const readFarmTrace = (text: string, file: string): readonly TracedRun<FarmTraceHeader, FarmTraceStep>[] =>
  readRuns(text, file, farmHeader, farmStep, 'W');

export const readFopTrace = (text: string, file: string): readonly TracedRun<FopTraceHeader, FopTraceStep>[] =>
  readRuns(text, file, fopHeader, fopStep, 'K');
