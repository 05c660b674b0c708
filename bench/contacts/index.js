// Contact windows: our finder against stepping satellite.js by ten seconds, and against skyfield and pyorbital where Debian's packages are
// installed, in one run; what a pass costs at three sizes; and how many propagations a second SGP4 gives. CPU time, medians.
//   npm run bench -- contacts
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { toTle } from '../../dist/libs/orbit/src/index.js';
import { formatUtc, parseUtc, secondsBetween } from '../../dist/libs/time/src/index.js';
import { cpuNs, median } from '../measure.js';
import { worstEdgeErrorMs } from './exact-edges.js';
import { stepping, streamColumns, windowsOf } from './finders.js';
import { sgp4Throughput } from './sgp4-throughput.js';
import { constellationTask, syntheticTask } from './task.js';

const seconds = (work) => cpuNs(work, 1) / 1e9;
const line = (text) => console.log(`contacts: ${text}`);

/** Median and 95th percentile of the differences from the oracle's times, milliseconds. */
function againstOracle(windows, passes) {
  const byPair = new Map();
  for (const window of windows) {
    const pair = `${window.catalogNumber} ${window.station}`;
    byPair.set(pair, [...(byPair.get(pair) ?? []), window]);
  }
  const differences = [];
  for (const { norad, station, aos, tca, los } of passes) {
    const same = (byPair.get(`${norad} ${station}`) ?? []).find(
      (window) => Math.abs(secondsBetween(window.tca, parseUtc(tca))) < 60,
    );
    if (same === undefined) throw new Error(`no window for ${norad} over ${station} at ${tca}`);
    for (const [ours, theirs] of [
      [same.aos, aos],
      [same.los, los],
    ]) {
      differences.push(Math.abs(secondsBetween(ours, parseUtc(theirs))) * 1000);
    }
  }
  differences.sort((a, b) => a - b);
  return {
    median: median(differences),
    p95: differences[Math.floor(differences.length * 0.95)],
    most: differences.at(-1),
  };
}

function peer(name, task) {
  const input = JSON.stringify({
    elements: task.elementSets.map((set) => toTle(set)),
    stations: task.stations,
    start: formatUtc(task.start),
    end: formatUtc(task.end),
  });
  const script = fileURLToPath(new URL('../peers/passes.py', import.meta.url));
  const { status, stdout } = spawnSync('/usr/bin/python3', [script, name], { input, encoding: 'utf8' });
  return status === 0 ? JSON.parse(stdout) : undefined;
}

const task = constellationTask();
const RUNS = 5;
const [mine, naive] = [[], []];
let windows = [];
let stepped = 0;
for (let warm = 0; warm < 5; warm++) windows = windowsOf(task);
for (let run = 0; run < RUNS; run++) {
  for (let again = 0; again < 3; again++) mine.push(seconds(() => void (windows = windowsOf(task))));
  naive.push(seconds(() => void (stepped = stepping(task))));
}
const [own, theirs] = [median(mine), median(naive)];
line(`${task.elementSets.length} spacecraft, ${task.stations.length} stations, 7 days (${task.name})`);
line(
  `${windows.length} windows in ${(own * 1e3).toFixed(1)} ms; stepping by 10 s finds ${stepped} in ${theirs.toFixed(2)} s: ratio ${(theirs / own).toFixed(0)} (wanted: 150)`,
);
if (task.passes !== undefined) {
  const { median: middle, p95, most } = againstOracle(windows, task.passes);
  line(
    `AOS and LOS against the oracle: median ${(middle * 1e3).toFixed(1)} us, 95 % within ${(p95 * 1e3).toFixed(1)} us, all within ${(most * 1e3).toFixed(1)} us`,
  );
}
for (const name of ['skyfield', 'pyorbital']) {
  const part = { ...task, elementSets: task.elementSets.slice(0, 2) };
  const found = peer(name, part);
  if (found === undefined) line(`python3-${name} is not installed (apt-get install python3-${name})`);
  else {
    const ours = windows.filter(({ spacecraft }) =>
      part.elementSets.some(({ objectName }) => objectName === spacecraft),
    );
    const perPass = { theirs: found.seconds / found.passes, ours: own / windows.length };
    line(
      `python3-${name} ${found.version}, the first two spacecraft: ${found.passes} of ${ours.length} passes in ${found.seconds.toFixed(2)} s; a pass costs ${(perPass.theirs / perPass.ours).toFixed(0)} times ours`,
    );
  }
}

for (const count of [100, 1000, 10_000]) {
  const big = syntheticTask(count);
  let found = 0;
  const spent = [];
  for (let run = 0; run < (count > 1000 ? 3 : 5); run++) spent.push(seconds(() => void (found = streamColumns(big))));
  const cpu = median(spent);
  line(
    `${count} spacecraft, ${big.stations.length} stations, 1 day: ${found} windows in ${cpu.toFixed(2)} s, ${((cpu / found) * 1e6).toFixed(2)} us a window${count === 10_000 ? ' (wanted: 12 s)' : ''}`,
  );
}
line(`memory of this process at most ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB (wanted: 1024)`);
line(
  `edges of 500 windows of these against exact positions: within ${worstEdgeErrorMs(syntheticTask(50), 500).toFixed(4)} ms (wanted: 5)`,
);
await sgp4Throughput(line);
