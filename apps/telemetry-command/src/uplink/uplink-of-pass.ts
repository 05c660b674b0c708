import type { PassPhase, PassStatus } from '@app/contracts';

const overPhases: ReadonlySet<PassPhase> = new Set(['tear-down', 'completed', 'failed', 'aborted']);

/** Whether CLTUs may go up in this pass now; if not, why, in words. */
export function uplinkOfPass({
  phase,
  reason,
  uplink,
}: PassStatus): { readonly ready: true } | { readonly gone: string } {
  if (overPhases.has(phase)) return { gone: `the pass is over: ${phase}${reason === null ? '' : `, ${reason}`}` };
  return uplink.state === 'ready' ? { ready: true } : { gone: `the uplink is gone: ${uplink.state}` };
}
