import { type OfflineIo } from '../../offline/offline-io.js';
import { type CommandResult, type MemoryFiles, runInMemory } from '../../testing/memory-io.js';

/** What a command said, and its exit code. */
export type CommandAnswer = Pick<CommandResult, 'code' | 'out' | 'err'>;

/** As `runInMemory`, for output that is no JSON line by line. */
export async function runCommand(
  files: MemoryFiles,
  command: (io: OfflineIo) => Promise<number>,
): Promise<CommandAnswer> {
  let out = '';
  const { code, err } = await runInMemory(files, (io) =>
    command({ ...io, stdout: (text) => Promise.resolve(void (out += text)) }),
  );
  return { code, out, err };
}
