// CPU time of work, in medians.
import process from 'node:process';

const RUNS = 7;

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** CPU nanoseconds of one call. */
export function cpuNs(work, calls) {
  const before = process.cpuUsage();
  for (let i = 0; i < calls; i++) work(i);
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / calls;
}

/** Medians of both over several runs in turn, so that a busy moment meets both; the first run of each warms up and does not count. */
export function inTurn(ours, peer, runs = RUNS) {
  const [mine, theirs] = [[], []];
  for (let run = 0; run <= runs; run++) {
    const a = ours();
    const b = peer === undefined ? undefined : peer();
    if (run === 0) continue;
    mine.push(a);
    if (b !== undefined) theirs.push(b);
  }
  return { ours: median(mine), peer: theirs.length > 0 ? median(theirs) : undefined };
}
