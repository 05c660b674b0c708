import process from 'node:process';

/** CPU seconds of this process, all of its threads, during `work`. */
export function cpuSeconds(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
