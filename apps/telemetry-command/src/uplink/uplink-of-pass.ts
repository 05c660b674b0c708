import type { PassPhase, PassStatus } from '@app/contracts';

const overPhases: ReadonlySet<PassPhase> = new Set(['tear-down', 'completed', 'failed', 'aborted']);

/** Whether CLTUs may go up in this pass now; if not, why, in words, and whether they will not any more. */
export function uplinkOfPass({
  phase,
  reason,
  uplink,
}: PassStatus): { readonly ready: true } | { readonly gone: string; readonly over: boolean } {
  if (overPhases.has(phase))
    return { gone: `the pass is over: ${phase}${reason === null ? '' : `, ${reason}`}`, over: true };
  const { state } = uplink;
  if (state === 'ready') return { ready: true };
  return { gone: `the uplink is gone: ${state}`, over: state === 'off' || state === 'not-permitted' };
}
