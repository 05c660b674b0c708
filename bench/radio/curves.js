// Error rates over Es/N0 with the noise that was measured, against theory and the oracle's curves; the loss of the modem from them.
import { bitsPerSymbol } from '../../dist/libs/radio/src/index.js';
import { errorsWithLoops, errorsWithTruth } from './bit-errors.js';
import { frameErrors, frameErrorsWithoutModem } from './frame-errors.js';
import { bitErrorRate, concatenatedReference, crossing, frameErrorRate, inverse } from './theory.js';

const MODULATIONS = ['BPSK', 'QPSK', 'OQPSK'];
/** Eb/N0 of points, decibels; those at which theory has 1e-3 and 1e-4 among them. */
const EB_N0_DB = [2, 4, 6, 6.79, 8, 8.4, 9];
/** Errors that a point shall have, and bits that it may take. */
const [ERRORS, MOST_BITS] = [400, 4e6];
const FAIR = [0.7, 1.4];
/** A loss that is negative beyond chance is a noise that is too kind. */
const LEAST_LOSS_DB = -0.15;

const railsDb = (modulation) => 10 * Math.log10(bitsPerSymbol(modulation));

function bitPoint(measure, modulation, ebN0Db, seed) {
  const bits = Math.max(60_000, Math.min(MOST_BITS, ERRORS / bitErrorRate(ebN0Db)));
  // Whole octets, and whole blocks of decisions.
  const symbols = 2048 * Math.ceil((bits / bitsPerSymbol(modulation) + 8192) / 2048);
  const { esN0Db, ...rest } = measure(modulation, ebN0Db + railsDb(modulation), symbols, seed);
  return { ebN0Db: esN0Db - railsDb(modulation), ...rest, rate: rest.errors / rest.bits };
}

function uncoded(report, line) {
  line('uncoded, phase and clock told: errors over those of theory');
  for (const modulation of MODULATIONS)
    for (const ebN0Db of [4, 6, 8]) {
      const { errors, rate, ebN0Db: measured } = bitPoint(errorsWithTruth, modulation, ebN0Db, 31);
      report.within(
        `${modulation} at Eb/N0 ${measured.toFixed(2)} dB`,
        rate / bitErrorRate(measured),
        FAIR,
        '',
        `${errors} errors`,
      );
    }
  line('uncoded, with loops: loss against theory');
  return MODULATIONS.map((modulation) => {
    const points = EB_N0_DB.map((ebN0Db) => ({ asked: ebN0Db, ...bitPoint(errorsWithLoops, modulation, ebN0Db, 32) }));
    for (const [asked, rate] of [
      [6.79, '1e-3'],
      [8.4, '1e-4'],
    ]) {
      const point = points.find((one) => one.asked === asked);
      const loss = point.ebN0Db - inverse(bitErrorRate, point.rate);
      report.within(
        `${modulation} at a bit error rate of ${rate}`,
        loss,
        [LEAST_LOSS_DB, 0.3],
        'dB',
        `${point.errors} errors of ${point.bits} bits`,
      );
    }
    const lost = points.filter(({ missing, breaks }) => missing > 0 || breaks > 0);
    report.check(`${modulation}: no symbol lost, no break from ${EB_N0_DB[0]} dB up`, lost.length === 0);
    return { name: modulation, points: points.map(({ ebN0Db, errors, bits }) => [ebN0Db, errors, bits]) };
  });
}

function framePoints(settings, levels) {
  return levels.map(([esN0Db, count]) => {
    const { esN0Db: measured, lost, frames, wrong } = frameErrors({ ...settings, esN0Db, count, seed: 41 });
    return { point: [measured, lost, frames], wrong };
  });
}

function loss(report, name, points, reference, most) {
  const at = crossing(
    points.map(({ point }) => point),
    0.1,
  );
  const text = points.map(({ point: [x, lost, of] }) => `${x.toFixed(2)}: ${lost}/${of}`).join(', ');
  if (at === undefined || reference === undefined)
    report.check(`${name}: frame error rate of 10 % among the points`, false, text);
  else
    report.within(
      `${name} at a frame error rate of 10 % (${at.toFixed(2)} dB, ideal ${reference.toFixed(2)})`,
      at - reference,
      [LEAST_LOSS_DB, most],
      'dB',
      text,
    );
  report.check(
    `${name}: no false frame`,
    points.every(({ wrong }) => wrong === 0),
  );
}

function reedSolomon(report, line) {
  line('Reed-Solomon (255,223), BPSK, with loops: frames lost at Es/N0 in dB, loss against theory');
  return [
    [
      1,
      [
        [4, 100],
        [4.5, 600],
        [4.75, 800],
        [5, 1000],
        [5.25, 1500],
      ],
    ],
    [
      5,
      [
        [4.5, 60],
        [4.75, 200],
        [5, 300],
        [5.25, 400],
        [5.5, 400],
      ],
    ],
  ].map(([interleave, levels]) => {
    const points = framePoints({ interleave, concatenated: false }, levels);
    const reference = inverse((esN0Db) => frameErrorRate(esN0Db, interleave), 0.1);
    loss(report, `I=${interleave}`, points, reference, 0.3);
    return { name: `I=${interleave}`, points: points.map(({ point }) => point) };
  });
}

function concatenated(report, line) {
  line('convolutional 1/2 and Reed-Solomon, with loops: the same; ideal: the codes alone');
  const depths = [1, 5].map((interleave) => {
    const oracle = concatenatedReference(interleave);
    if (oracle === undefined)
      line('the oracle is not here (SMMS_ORACLES): ideal is what our decoders do without a modem');
    const count = interleave === 1 ? 600 : 120;
    const alone = [-1.8, -1.7, -1.6, -1.5, -1.4, -1.2].map((esN0Db) => {
      const { esN0Db: measured, lost, frames } = frameErrorsWithoutModem({ interleave, esN0Db, count, seed: 51 });
      return [measured, lost, frames];
    });
    const reference = crossing(oracle ?? alone, 0.1);
    const own = crossing(alone, 0.1);
    if (own !== undefined && oracle !== undefined)
      report.within(`I=${interleave}, decoders without a modem`, own - reference, [LEAST_LOSS_DB, 0.25], 'dB');
    return { interleave, reference, alone, oracle };
  });
  const [one, five] = depths;
  const measured = [
    [
      'BPSK',
      one,
      [
        [-2, 60],
        [-1.6, 500],
        [-1.4, 600],
        [-1.2, 600],
        [-1, 600],
      ],
    ],
    [
      'BPSK',
      five,
      [
        [-1.8, 60],
        [-1.6, 100],
        [-1.5, 120],
        [-1.4, 120],
        [-1.2, 120],
      ],
    ],
    [
      'QPSK',
      one,
      [
        [-2, 60],
        [-1.6, 500],
        [-1.4, 600],
        [-1.2, 600],
        [-0.8, 600],
      ],
    ],
    [
      'OQPSK',
      one,
      [
        [-2, 60],
        [-1.6, 500],
        [-1.4, 600],
        [-1.2, 600],
        [-0.8, 600],
      ],
    ],
  ].map(([modulation, { interleave, reference }, levels]) => {
    const rails = railsDb(modulation);
    const settings = { modulation, interleave, concatenated: true };
    const points = framePoints(
      settings,
      levels.map(([esN0Db, count]) => [esN0Db + rails, count]),
    ).map((one) => ({
      ...one,
      // Of a channel bit, so that modulations can be compared.
      point: [one.point[0] - rails, ...one.point.slice(1)],
    }));
    loss(report, `${modulation}, I=${interleave}`, points, reference, 1);
    return { name: `${modulation}, I=${interleave}, with loops`, points: points.map(({ point }) => point) };
  });
  return { measured, references: depths };
}

/** Gives its figures to `report`; what it measured comes back, to be drawn. */
export function curvesBench(report, line) {
  return {
    bits: uncoded(report, line),
    reedSolomon: reedSolomon(report, line),
    concatenated: concatenated(report, line),
  };
}
