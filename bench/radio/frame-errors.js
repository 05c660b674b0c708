// Frame errors: samples through the whole receiver, or symbols in noise straight into its decoders.
import { bytesToHex } from '../../dist/libs/ccsds/src/index.js';
import {
  SoftDecisionReceiver,
  TelemetryReceiver,
  bitsPerSymbol,
  GaussianNoise,
  usualWaveform,
} from '../../dist/libs/radio/src/index.js';
import { PREAMBLE_SYMBOLS, codedFrames, codingOf, signalOf } from './link.js';

const SPACING = 2.5;
const RATE = 1e6;
/** Frames that go before: what pulling in costs is not the code's. */
const LEAD = 2;

function lostOf(received, frames) {
  const good = new Set(received.filter(({ quality }) => quality === 'good').map(({ frame }) => bytesToHex(frame)));
  const sent = new Set(frames.map(bytesToHex));
  return {
    frames: frames.length - LEAD,
    lost: frames.slice(LEAD).filter((frame) => !good.has(bytesToHex(frame))).length,
    wrong: [...good].filter((frame) => !sent.has(frame)).length,
  };
}

export function frameErrors({ modulation = 'BPSK', interleave, concatenated, esN0Db, count, seed }) {
  const coding = codingOf(interleave, concatenated);
  const { frames, bits } = codedFrames(coding, count + LEAD, seed, PREAMBLE_SYMBOLS * bitsPerSymbol(modulation));
  const signal = signalOf({ modulation, bits, samplesPerSymbol: SPACING, esN0Db, offset: 0.013, seed });
  const receiver = new TelemetryReceiver({
    waveform: usualWaveform(modulation, RATE),
    sampleRateHz: SPACING * RATE,
    coding,
  });
  const received = [];
  for (const piece of signal.pieces()) received.push(...receiver.push(piece));
  received.push(...receiver.flush());
  return { esN0Db: signal.measured(), ...lostOf(received, frames) };
}

/** BPSK symbols in white noise, 8 bits each, without a modem: what the codes can do. */
export function frameErrorsWithoutModem({ interleave, esN0Db, count, seed }) {
  const coding = codingOf(interleave, true);
  const { frames, bits } = codedFrames(coding, count + LEAD, seed, PREAMBLE_SYMBOLS);
  const receiver = new SoftDecisionReceiver({ coding });
  const noise = new GaussianNoise([seed, Math.round(1000 * esN0Db)]);
  const sigma = Math.sqrt(0.5 / 10 ** (esN0Db / 10));
  const BLOCK = 4096;
  const values = new Float32Array(BLOCK);
  const received = [];
  let power = 0;
  for (let at = 0; at < 8 * bits.length; at += BLOCK) {
    const length = Math.min(BLOCK, 8 * bits.length - at);
    const decisions = new Int8Array(length);
    values.fill(0);
    noise.add(values, 0, BLOCK / 2, sigma);
    for (let n = 0; n < length; n++) {
      power += values[n] ** 2;
      const symbol = 2 * ((bits[(at + n) >> 3] >> (7 - ((at + n) & 7))) & 1) - 1;
      decisions[n] = Math.max(-127, Math.min(127, Math.round(40 * (symbol + values[n]))));
    }
    received.push(
      ...receiver.push({
        decisions,
        firstSymbolAt: at,
        samplesPerSymbol: 1,
        continues: at > 0,
        carrierLock: true,
        symbolLock: true,
        estimate: { carrierOffsetHz: 0, symbolRateHz: 1, esN0Db, level: 1 },
      }),
    );
  }
  received.push(...receiver.flush());
  return { esN0Db: -10 * Math.log10((2 * power) / (8 * bits.length)), ...lostOf(received, frames) };
}
