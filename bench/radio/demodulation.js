// BPSK at 5 samples a symbol out of a file: our demodulator beside that of gr-satellites, then both with the concatenated code behind it.
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesToHex } from '../../dist/libs/ccsds/src/index.js';
import { LinearDemodulator, TelemetryReceiver, usualWaveform } from '../../dist/libs/radio/src/index.js';
import { inTurn } from '../measure.js';
import { cpuSeconds } from './cpu.js';
import { PREAMBLE_SYMBOLS, codedFrames, codingOf, signalOf } from './link.js';
import { bindTo } from './one-core.js';
import { askPeer } from './peer.js';

const RATE = 50_000;
const SPACING = 5;
const FRAMES = 300;
const ES_N0_DB = 4;
/** Not compared: the peer pulls in during the first ones, and ends before it has given the last ones. */
const [FIRST, LAST] = [2, 12];
const RUNS = 3;

/** Samples of a file, in pieces that the next call overwrites. */
function* samplesOfFile(path) {
  const file = openSync(path, 'r');
  const piece = new Float32Array(2 * 32_768);
  const bytes = new Uint8Array(piece.buffer);
  try {
    for (;;) {
      const length = readSync(file, bytes, 0, bytes.length);
      if (length === 0) return;
      yield piece.subarray(0, length / 4);
    }
  } finally {
    closeSync(file);
  }
}

function write(path, sent, phase) {
  const signal = signalOf({
    modulation: 'BPSK',
    bits: sent.bits,
    samplesPerSymbol: SPACING,
    esN0Db: ES_N0_DB,
    offset: 0.002,
    phase,
    seed: 3,
  });
  const file = openSync(path, 'w');
  for (const piece of signal.pieces()) writeSync(file, new Uint8Array(piece.buffer, 0, piece.byteLength));
  closeSync(file);
  return signal.count;
}

function demodulate(path) {
  const demodulator = new LinearDemodulator({
    waveform: usualWaveform('BPSK', RATE),
    sampleRateHz: SPACING * RATE,
  });
  let symbols = 0;
  const count = (pieces) => pieces.forEach(({ decisions }) => (symbols += decisions.length));
  for (const piece of samplesOfFile(path)) count(demodulator.push(piece));
  count(demodulator.flush());
  return symbols;
}

function receive(path, coding) {
  const receiver = new TelemetryReceiver({
    waveform: usualWaveform('BPSK', RATE),
    sampleRateHz: SPACING * RATE,
    coding,
  });
  const frames = [];
  for (const piece of samplesOfFile(path)) frames.push(...receiver.push(piece));
  frames.push(...receiver.flush());
  return frames.filter(({ quality }) => quality === 'good').map(({ frame }) => bytesToHex(frame));
}

/** How many of the frames that count were given, and how many were given that were not sent. */
function compare(given, sent) {
  const counted = sent.slice(FIRST, sent.length - LAST);
  const [had, known] = [new Set(given), new Set(sent)];
  return {
    got: counted.filter((frame) => had.has(frame)).length,
    of: counted.length,
    wrong: given.filter((frame) => !known.has(frame)).length,
  };
}

const frameText = ({ got, of, wrong }) => `${got} of ${of} frames, ${wrong} false`;

/** Gives its figures to `report`. */
export function demodulationBench(report, line) {
  const folder = mkdtempSync(join(tmpdir(), 'smms-bench-'));
  const path = join(folder, 'bpsk.cf32');
  const coding = codingOf(1, true);
  const sent = codedFrames(coding, FRAMES, 11, PREAMBLE_SYMBOLS);
  const hex = sent.frames.map(bytesToHex);
  bindTo('0');
  try {
    let count = write(path, sent, 0.1);
    // The peer knows no inverted markers: where its loop locks upside down the signal is turned round.
    let peer = askPeer('gr_satellites_bpsk.py', [path, SPACING, 'conc', 1]);
    if (peer !== undefined && peer.frames.length === 0) {
      count = write(path, sent, 0.6);
      peer = askPeer('gr_satellites_bpsk.py', [path, SPACING, 'conc', 1]);
    }
    line(
      `BPSK, ${(count / 1e6).toFixed(1)} M samples at 5 a symbol (${(count / SPACING / RATE).toFixed(0)} s at 250 kS/s), Es/N0 ${ES_N0_DB} dB, one core, CPU time`,
    );
    if (peer === undefined) line('gr-satellites is not here (Debian: apt-get install gr-satellites): no ratios');
    else line(`peer: GNU Radio ${peer.version} with gr-satellites, FLL off`);
    const ask = (decoding) => peer && (() => askPeer('gr_satellites_bpsk.py', [path, SPACING, decoding, 1]).cpuS);

    let symbols = 0;
    const alone = inTurn(() => cpuSeconds(() => (symbols = demodulate(path))), ask('none'), RUNS);
    report.ratio('demodulation', alone, count, 1, `${symbols} symbols out of ${8 * sent.bits.length}`);

    let frames = [];
    const whole = inTurn(() => cpuSeconds(() => (frames = receive(path, coding))), ask('conc'), RUNS);
    const [mine, theirs] = [compare(frames, hex), peer && compare(peer.frames, hex)];
    report.ratio(
      'with concatenated decoding',
      whole,
      count,
      1.5,
      `${frameText(mine)}${theirs ? `; the peer ${frameText(theirs)}` : ''}`,
    );
    report.check(
      'the same frames, contents compared',
      mine.got === mine.of && mine.wrong === 0 && (theirs === undefined || theirs.got === theirs.of),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
