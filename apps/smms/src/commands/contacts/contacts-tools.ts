import { availableParallelism } from 'node:os';
import { type Tai } from '@app/time';
import { nodeIo } from '../offline/node-io.js';
import { type OfflineIo } from '../offline/offline-io.js';
import { machineTime } from '../elements/machine-time.js';
import { type Terminal } from './progress-bar.js';
import { type SearchPool } from './search-pool.js';
import { threadPool } from './thread-pool.js';

/** What `smms contacts` works with. */
export interface ContactsTools {
  readonly io: OfflineIo;
  /** Where the progress is shown. */
  readonly terminal: Omit<Terminal, 'write'>;
  /** The time of the machine, for the stamps of a calendar. */
  readonly now: () => Promise<Tai>;
  readonly cores: number;
  /** Threads to search in, two or more. */
  readonly threads: (count: number) => SearchPool;
}

/** Those of the process. */
export function nodeTools(): ContactsTools {
  return {
    io: nodeIo(),
    terminal: { isTerminal: process.stderr.isTTY, milliseconds: () => performance.now() },
    now: machineTime,
    cores: availableParallelism(),
    threads: (count) => threadPool(count),
  };
}
