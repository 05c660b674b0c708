/** One field of one step that is not as the trace has it. */
export interface ReplayDifference {
  readonly run: number;
  /** As the trace numbers it; for FARM-1, whose steps have no number, the place in its run, from 1. */
  readonly step: number;
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

export interface ReplayResult {
  readonly runs: number;
  readonly steps: number;
  readonly differences: readonly ReplayDifference[];
  /** Steps in which a departure that is known of the trace was passed over. */
  readonly exempted: number;
}

/** The fields of `expected` that `found` has otherwise. */
export function compareFields(
  run: number,
  step: number,
  expected: Readonly<Record<string, unknown>>,
  found: Readonly<Record<string, unknown>>,
): readonly ReplayDifference[] {
  return Object.keys(expected).flatMap((field) => {
    const [wanted, got] = [JSON.stringify(expected[field]), JSON.stringify(found[field]) ?? 'nothing'];
    return wanted === got ? [] : [{ run, step, field, expected: wanted, found: got }];
  });
}

const LINES = 20;

/** What the command prints: the first differences a line each, then the counts. */
export function replayReport(machine: string, result: ReplayResult, notes: readonly string[]): string {
  const { runs, steps, differences, exempted } = result;
  const shown = differences
    .slice(0, LINES)
    .map(
      ({ run, step, field, expected, found }) =>
        `run ${run}, step ${step}: ${field}: expected ${expected}, found ${found}`,
    );
  const left = differences.length - shown.length;
  return [
    ...shown,
    ...(left > 0 ? [`... and ${left} more`] : []),
    ...notes,
    `${machine}: ${runs} runs, ${steps} steps, ${differences.length} differences, ${exempted} exempted`,
    '',
  ].join('\n');
}
