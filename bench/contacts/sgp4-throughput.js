import { BulkPropagator, EciBaseCalculator, createSingleThreadRuntime, sgp4 } from 'satellite.js';
import { sgp4Positions } from '../../dist/libs/kernels/src/index.js';
import { createPropagator, sgp4Constants } from '../../dist/libs/orbit/src/index.js';
import { cpuNs, median } from '../measure.js';
import { syntheticTask } from './task.js';

const TIMES = 500;
const STEP_MIN = 2;
const RUNS = 7;

/** Propagations a second, near-Earth: our kernel (positions), satellite.js and its BulkPropagator (positions and velocities). */
export async function sgp4Throughput(line) {
  const { elementSets } = syntheticTask(30, 1);
  const propagators = elementSets.map(createPropagator);
  const constants = propagators.map(sgp4Constants);
  const out = new Float64Array(3 * TIMES);
  const dates = Array.from({ length: TIMES }, (_, i) => new Date(Date.UTC(2026, 3, 24, 12, STEP_MIN * i)));
  const runtime = await createSingleThreadRuntime();
  const bulk = new BulkPropagator({
    runtime,
    calculators: [new EciBaseCalculator()],
    satRecsCount: propagators.length,
    datesCount: TIMES,
  });
  bulk.setSatRecs(propagators.map(({ satrec }) => satrec));
  bulk.setDates(dates);
  const works = {
    'our kernel': () => {
      for (let again = 0; again < 8; again++) for (const one of constants) sgp4Positions(one, 0, STEP_MIN, TIMES, out);
      return 8;
    },
    'satellite.js sgp4()': () => {
      for (const { satrec } of propagators) for (let i = 0; i < TIMES; i++) sgp4(satrec, i * STEP_MIN);
      return 1;
    },
    'satellite.js BulkPropagator': () => {
      bulk.run();
      return 1;
    },
  };
  const rates = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
  for (let run = 0; run <= RUNS; run++) {
    for (const [name, work] of Object.entries(works)) {
      let rounds = 1;
      const ns = cpuNs(() => void (rounds = work()), 1);
      if (run > 0) rates[name].push(((rounds * propagators.length * TIMES) / ns) * 1e3);
    }
  }
  bulk.dispose();
  const own = median(rates['our kernel']);
  const texts = Object.entries(rates).map(([name, values]) => {
    const rate = median(values);
    return `${name} ${rate.toFixed(1)} M/s${name === 'our kernel' ? '' : ` (ratio ${(own / rate).toFixed(1)})`}`;
  });
  line(`SGP4, near-Earth: ${texts.join(', ')}; ours gives positions, the others velocities, too`);
}
