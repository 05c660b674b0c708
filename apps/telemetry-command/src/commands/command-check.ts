import type { CommandState } from '@app/contracts';
import { Refusal } from '@app/platform';
import type { CommandCheck } from './database-command-ledger.js';

/** Refuses (409) a command that stands otherwise. */
export function inState(...states: readonly CommandState[]): CommandCheck {
  return ({ state }) => {
    if (!states.includes(state))
      throw new Refusal(409, 'the command stands otherwise', [
        { path: 'state', message: `expected ${states.join(' or ')}, found ${state}` },
      ]);
  };
}
