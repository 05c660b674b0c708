import { parseUtc } from '@app/time';
import { runInMemory } from '../../testing/memory-io.js';
import { type ContactsOptions } from '../contacts-options.js';
import { runContacts } from '../contacts-run.js';
import { type ContactsTools } from '../contacts-tools.js';
import { threadPool } from '../thread-pool.js';
import { copyingThread } from './copying-thread.js';

export interface TestRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command on files in memory, without a terminal; its threads are this one. */
export async function runContactsInMemory(
  options: ContactsOptions,
  files: Readonly<Record<string, string>>,
  tools: Partial<ContactsTools> = {},
): Promise<TestRun> {
  let out = '';
  const { code, err } = await runInMemory(files, (io) =>
    runContacts(options, {
      terminal: { isTerminal: false, milliseconds: () => 0 },
      now: () => Promise.resolve(parseUtc('2026-04-24T12:00:00Z')),
      cores: 1,
      threads: (count) => threadPool(count, copyingThread),
      ...tools,
      io: { ...io, stdout: (text) => Promise.resolve(void (out += text)) },
    }),
  );
  return { code, out, err };
}
