// Random input to every decoder of libs/ccsds and every reader of libs/orbit and libs/radio:  npm run fuzz -- [--cases N] [--seed S]
// Ends with the number of frames, packets, CLTUs, fields, files and searches that were tried; with exit 1 and the seed of the case at the first fault.
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runCase, targets } from './ccsds-targets.js';
import { orbitTargets } from './orbit-targets.js';
import { radioTargets } from './radio-targets.js';
import { Seeded } from './seeded.js';

/** A case takes microseconds; one that does not end in this time is a loop. */
const LOOP_MS = 30_000;

if (isMainThread) watch();
else fuzz(workerData);

function watch() {
  const { values } = parseArgs({
    options: { cases: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
  });
  const [cases, seed] = [Number(values.cases), Number(values.seed)];
  if (!Number.isInteger(cases) || cases < 1 || !Number.isInteger(seed)) {
    process.stderr.write('fuzz: --cases and --seed take whole numbers\n');
    process.exit(1);
  }
  const progress = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { cases, seed, progress } });
  let seen = -1;
  const watchdog = setInterval(() => {
    const now = Atomics.load(progress, 0);
    if (now === seen) {
      process.stderr.write(`fuzz: case ${now} of seed ${seed} does not end\n`);
      process.exit(1);
    }
    seen = now;
  }, LOOP_MS);
  worker.on('message', (line) => console.log(line));
  worker.on('error', (error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  });
  worker.on('exit', () => clearInterval(watchdog));
}

function fuzz({ cases, seed, progress }) {
  const turns = [...targets, ...orbitTargets, ...radioTargets].flatMap(([name, weight, work]) =>
    new Array(weight).fill({ name, work }),
  );
  const tried = new Map();
  for (let i = 0; i < cases; i++) {
    Atomics.store(progress, 0, i);
    const { name, work } = turns[i % turns.length];
    try {
      tried.set(name, (tried.get(name) ?? 0) + runCase(work, new Seeded(seed * 1_000_003 + i)));
    } catch (error) {
      error.message = `${name}, case ${i} of seed ${seed}: ${error.message}`;
      throw error;
    }
  }
  for (const [name, count] of tried) parentPort.postMessage(`${String(count).padStart(9)}  ${name}`);
  const total = [...tried.values()].reduce((sum, count) => sum + count, 0);
  parentPort.postMessage(
    `${String(total).padStart(9)}  in all, ${cases} cases of seed ${seed}: typed errors only, nothing beyond its bound`,
  );
}
