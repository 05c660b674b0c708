// S-band: 2 Mbit/s of frames, Reed-Solomon I = 5 and convolutional code, in real time on one core?
import { bytesToHex } from '../../dist/libs/ccsds/src/index.js';
import { TelemetryReceiver, bitsPerSymbol, usualWaveform } from '../../dist/libs/radio/src/index.js';
import { median } from '../measure.js';
import { cpuSeconds } from './cpu.js';
import { PREAMBLE_SYMBOLS, codedFrames, codingOf, samplesOf } from './link.js';
import { bindTo } from './one-core.js';

const FRAME_BIT_RATE = 2e6;
const FRAMES = 300;
const RUNS = 3;
const PIECE = 2 * 65_536;
/** Es/N0 of BPSK at which one frame in ten is lost (see curves), and what is over it. */
const THRESHOLD_DB = -1.4;
const OVER_DB = 2;

function receive(parameters, samples) {
  const receiver = new TelemetryReceiver(parameters);
  const frames = [];
  for (let at = 0; at < samples.length; at += PIECE) frames.push(...receiver.push(samples.subarray(at, at + PIECE)));
  frames.push(...receiver.flush());
  return frames.filter(({ quality }) => quality === 'good').map(({ frame }) => bytesToHex(frame));
}

export function sBandBench(report, line) {
  const coding = codingOf(5, true);
  line(`2 Mbit/s of frames, RS(255,223) I=5 and convolutional 1/2, ${OVER_DB} dB above threshold, one core, CPU time`);
  bindTo('0');
  for (const [modulation, samplesPerSymbol] of [
    ['QPSK', 4],
    ['QPSK', 2.5],
    ['BPSK', 2.5],
    ['BPSK', 4],
  ]) {
    const rails = bitsPerSymbol(modulation);
    const { frames, bits } = codedFrames(coding, FRAMES, 21, PREAMBLE_SYMBOLS * rails);
    const esN0Db = THRESHOLD_DB + OVER_DB + 10 * Math.log10(rails);
    const { samples } = samplesOf({ modulation, bits, samplesPerSymbol, esN0Db, offset: 0.005, seed: 4 });
    const caduBits = 2 * 8 * (4 + 255 * 5);
    const symbolRateHz = ((FRAME_BIT_RATE / (8 * coding.frameLength)) * caduBits) / rails;
    const sampleRateHz = symbolRateHz * samplesPerSymbol;
    const parameters = { waveform: usualWaveform(modulation, symbolRateHz), sampleRateHz, coding };
    let given = [];
    const seconds = [];
    for (let run = 0; run <= RUNS; run++) seconds.push(cpuSeconds(() => (given = receive(parameters, samples))));
    const spent = median(seconds.slice(1));
    const good = new Set(given);
    const got = frames.filter((frame) => good.has(bytesToHex(frame))).length;
    const air = samples.length / 2 / sampleRateHz;
    report.within(
      `${modulation} at ${samplesPerSymbol} samples a symbol, ${(symbolRateHz / 1e6).toFixed(2)} MBd, ${(sampleRateHz / 1e6).toFixed(1)} MS/s`,
      air / spent,
      [1, Infinity],
      'x real time',
      `${(samples.length / 2e6 / spent).toFixed(1)} MS/s; ${got} of ${frames.length} frames, ${given.length - got} others`,
    );
  }
}
