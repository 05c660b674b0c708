// Speed of libs/radio beside GNU Radio and gr-satellites where they are installed, and error rates beside theory.
//   npm run bench -- radio [--only=speed|s-band|passes|kernels|curves] [--plot]
// --plot draws docs/images/radio-curves.svg of the error rates.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { curvesBench } from './curves.js';
import { demodulationBench } from './demodulation.js';
import { kernelsBench } from './kernels.js';
import { bindTo } from './one-core.js';
import { passesBench } from './passes.js';
import { curvesSvg } from './plot.js';
import { Report } from './report.js';
import { sBandBench } from './s-band.js';

const line = (text) => console.log(`radio: ${text}`);
const report = new Report(line);
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);
const plot = process.argv.includes('--plot');

const parts = {
  speed: () => demodulationBench(report, line),
  's-band': () => sBandBench(report, line),
  passes: () => passesBench(report, line),
  kernels: () => kernelsBench(line),
  curves: () => {
    bindTo(`0-${cpus().length - 1}`);
    const measured = curvesBench(report, line);
    if (!plot) return;
    const file = fileURLToPath(new URL('../../docs/images/radio-curves.svg', import.meta.url));
    writeFileSync(
      file,
      curvesSvg(
        measured,
        'Markers: measured at 2.5 samples a symbol over the noise that was added. Drawn by npm run bench -- radio --plot',
      ),
    );
    line(`drawn: ${file}`);
  },
};
if (only !== undefined && !(only in parts)) line(`expected --only=${Object.keys(parts).join('|')}, found ${only}`);
for (const [name, part] of Object.entries(parts)) if (only === undefined || only === name) await part();
bindTo(`0-${cpus().length - 1}`);
report.summary();
