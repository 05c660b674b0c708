import type { OperationsMode } from '@app/contracts';

const words: Readonly<Record<OperationsMode, string>> = {
  operational: 'OPERATIONAL',
  test: 'TEST — not operational',
  simulation: 'SIMULATION — simulated spacecraft and hardware, nothing here is real',
};

/** On top of every page, never scrolled away: whether this is real. */
export function ModeBanner({ mode }: { readonly mode: OperationsMode | null }) {
  return (
    <div className={`mode-banner mode-${mode ?? 'unknown'}`} role="status" aria-label="Mode of operation">
      {mode === null ? 'MODE UNKNOWN' : words[mode]}
    </div>
  );
}
