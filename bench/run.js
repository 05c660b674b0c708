// npm run bench -- [name ...] [--option ...]: the benchmarks named, or all of them, each in this process, one after the other.
import { cpus } from 'node:os';
import process from 'node:process';

const benches = ['contacts', 'ccsds', 'radio'];
const folders = new Set(['contacts', 'radio']);
// Options are for the benches themselves.
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = asked.find((name) => !benches.includes(name));
if (unknown !== undefined) {
  process.stderr.write(`bench: expected ${benches.join(' or ')}, found ${unknown}\n`);
  process.exit(1);
}
const [cpu] = cpus();
console.log(
  `${cpus().length} cores, ${cpu.model.trim()}, Node ${process.version}; figures are of this run, on a machine as busy as it is`,
);
for (const name of asked.length > 0 ? asked : benches)
  await import(folders.has(name) ? `./${name}/index.js` : `./${name}.js`);
