// Hot loops of the simulator and the receiver, beside numpy and GNU Radio's VOLK.
import { Decimator, GaussianNoise, Modulator, rotate, usualWaveform } from '../../dist/libs/radio/src/index.js';
import { median } from '../measure.js';
import { cpuSeconds } from './cpu.js';
import { octets } from './link.js';
import { bindTo } from './one-core.js';
import { askPeer } from './peer.js';

const COUNT = 2_000_000;
const PIECE = 4096;
const RUNS = 3;
const CALLS = 3;
/** At first the engine still compiles. */
const WARM_CALLS = 10;

/** Calls `work` with places of pieces. */
function inPieces(work) {
  for (let at = 0; at < COUNT; at += PIECE) work(at, Math.min(PIECE, COUNT - at));
}

function modulator(modulation) {
  const made = new Modulator(usualWaveform(modulation, 1));
  const bits = octets((COUNT / 5 / 8) * (modulation === 'QPSK' ? 2 : 1) + 64, 1);
  made.append(bits, 8 * bits.length);
  const out = new Float32Array(2 * PIECE);
  inPieces((at, count) => {
    out.fill(0);
    made.render(out, 0, count, { symbolPosition: [at / 5, 0.2, 0, 0], carrierTurns: [0, 0.01, 0, 0], amplitude: 1 });
  });
}

export function kernelsBench(line) {
  const samples = new Float32Array(2 * PIECE).fill(0.1);
  const noise = new GaussianNoise(1);
  const taps = Float32Array.from({ length: 81 }, (_, n) => (n === 40 ? 1 : Math.sin((n - 40) / 5) / (n - 40)));
  const works = {
    'modulator, BPSK, 5 a symbol': [() => modulator('BPSK'), 'modulator', 'numpy'],
    'modulator, QPSK, 5 a symbol': [() => modulator('QPSK'), null, ''],
    'modulator, GMSK, 5 a symbol': [() => modulator('GMSK'), null, ''],
    'Gaussian noise': [() => inPieces((_, count) => noise.add(samples, 0, count, 0.1)), 'noise', 'numpy'],
    mixer: [() => inPieces((at, count) => rotate(samples, 0, count, [(at * 0.01) % 1, 0.01, 0, 0])), 'mixer', 'numpy'],
    'FIR, 81 taps': [
      () => {
        const fir = new Decimator(taps, 1);
        inPieces((_, count) => fir.push(samples.subarray(0, 2 * count)));
      },
      'fir',
      'GNU Radio',
    ],
  };
  line('kernels, complex samples on one core, CPU time');
  const spent = { ours: {}, peer: {} };
  const keep = (times, key, seconds) => (times[key] ??= []).push(seconds);
  for (let round = 0; round <= RUNS; round++) {
    if (round === 1) bindTo('0');
    const peer = askPeer('numpy_kernels.py', [COUNT]);
    if (round === 0 && peer === undefined) line('numpy is not here (Debian: apt-get install python3-numpy): no ratios');
    else if (round === 0 && peer.fir === undefined)
      line('GNU Radio is not here (Debian: apt-get install gnuradio): no ratio of the FIR filter');
    for (const [what, [work]] of Object.entries(works)) {
      for (let call = 0; call < (round === 0 ? WARM_CALLS : CALLS); call++) {
        const seconds = cpuSeconds(work);
        if (round > 0) keep(spent.ours, what, seconds);
      }
    }
    if (round > 0) for (const [key, seconds] of Object.entries(peer ?? {})) keep(spent.peer, key, seconds);
  }
  const rate = (seconds) => (COUNT / seconds / 1e6).toFixed(1);
  for (const [what, [, key, name]] of Object.entries(works)) {
    const ours = median(spent.ours[what]);
    const theirs = spent.peer[key] === undefined ? undefined : median(spent.peer[key]);
    const beside = theirs === undefined ? '' : `, ${name} ${rate(theirs)}, ratio ${(theirs / ours).toFixed(2)}`;
    line(`  ${what}: ${rate(ours)} MS/s${beside}`);
  }
}
