// What error rates must be: formulas, and points of the oracle where it is there.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/** Of coherent BPSK, and of each rail of QPSK, at Eb/N0 in decibels: the Gaussian tail in Craig's form. */
export function bitErrorRate(ebN0Db) {
  const ebN0 = 10 ** (ebN0Db / 10);
  const steps = 400;
  let sum = 0;
  for (let n = 0; n < steps; n++) sum += Math.exp(-ebN0 / Math.sin(((n + 0.5) * Math.PI) / 2 / steps) ** 2);
  return sum / steps / 2;
}

/** Of Reed-Solomon (255,223) alone, `interleave` codewords a frame, at Es/N0 in decibels: more than 16 of 255 symbols wrong. */
export function frameErrorRate(esN0Db, interleave) {
  const symbol = 1 - (1 - bitErrorRate(esN0Db)) ** 8;
  let [logTerm, word] = [255 * Math.log(1 - symbol), 0];
  for (let wrong = 0; wrong <= 255; wrong++) {
    if (wrong > 16) word += Math.exp(logTerm);
    logTerm += Math.log((255 - wrong) / (wrong + 1)) + Math.log(symbol / (1 - symbol));
  }
  return 1 - (1 - Math.min(1, word)) ** interleave;
}

/** Where a falling curve has a value, decibels. */
export function inverse(curve, value) {
  let [low, high] = [-10, 20];
  for (let n = 0; n < 60; n++) {
    const middle = (low + high) / 2;
    if (curve(middle) > value) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Where measured points, [decibels, lost, of], cross a rate, straight in its logarithm; undefined where they do not. None lost counts as half
 * of one: what can be said of it.
 */
export function crossing(points, rate) {
  const sorted = points.map(([x, lost, of]) => [x, Math.max(lost, 0.5) / of]).sort(([a], [b]) => a - b);
  for (let n = 1; n < sorted.length; n++) {
    const [[x0, y0], [x1, y1]] = [sorted[n - 1], sorted[n]];
    if (y0 >= rate && y1 <= rate && y0 > y1) return x0 + ((x1 - x0) * Math.log(y0 / rate)) / Math.log(y0 / y1);
  }
  return undefined;
}

/** Frames of the concatenated code without a modem, [Es/N0 in decibels, lost, of], out of the oracle; undefined without it. */
export function concatenatedReference(interleave) {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const file = resolve(root, process.env.SMMS_ORACLES ?? '../shared/oracles', 'radio/ref_curves_results.txt');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').matchAll(
    /^concatenated I=(\d+) Eb\/N0 \S+ dB \(Es\/N0 (\S+)\): FER (\d+)\/(\d+)/gm,
  );
  return [...lines].filter(([, depth]) => Number(depth) === interleave).map(([, , ...numbers]) => numbers.map(Number));
}
