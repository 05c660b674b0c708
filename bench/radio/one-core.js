// Both sides of a comparison on the same cores.
import { spawnSync } from 'node:child_process';
import process from 'node:process';

let warned = false;

/** Binds this process, its threads and the children it starts to cores, as `taskset` lists them; where that cannot be, any core serves. */
export function bindTo(cores) {
  const { status } = spawnSync('taskset', ['-a', '-p', '-c', cores, String(process.pid)], { stdio: 'ignore' });
  if (status === 0 || warned) return;
  console.log(`radio: taskset does not bind to ${cores} (Debian: apt-get install util-linux): any core serves`);
  warned = true;
}
