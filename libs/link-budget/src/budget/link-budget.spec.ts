import { describe, expect, it } from '@jest/globals';
import { LinkBudgetError } from '../link-budget.error.js';
import { xBandDownlink } from '../testing/sample-link.js';
import { dishBeamwidthRad, dishGainDbi, eirpDbW, gOverTDbPerK } from './antenna.js';
import { budgetLines } from './budget-lines.js';
import { linkBudget } from './link-budget.js';
import { type DirectedLink } from './link-budget-input.js';

const degrees = Math.PI / 180;
const geometry = { elevationRad: 10 * degrees, rangeM: 1.9e6 };
const { atmosphere: _air, ...vacuum } = xBandDownlink;

describe('link budget', () => {
  // Worked out by a separate Python program from the recommendations' formulas; required Eb/N0 apart.
  it('adds up as another program has it', () => {
    const budget = linkBudget({ ...xBandDownlink, ...geometry });
    if ('state' in budget.atmosphere) throw new TypeError('expected an atmosphere');
    const { parts, total } = budget.atmosphere;
    const expected = {
      gas: [parts.gas, 0.3181005960652543],
      rain: [parts.rain, 6.329288314103867],
      cloud: [parts.cloud, 0.4314878156748417],
      scintillation: [parts.scintillation, 1.6957902219538454],
      total: [total, 7.2883085093100135],
    } as const;
    for (const [term, decibels] of Object.values(expected)) {
      if (term.state !== 'computed') throw new TypeError('expected a computed part');
      expect(term.attenuationDb).toBeCloseTo(decibels, 6);
      expect(term.model).toMatch(/ITU-R P\.(618-14|676-13|840-8)/);
    }
    expect(budget.freeSpaceLossDb).toBeCloseTo(176.2991322886143, 8);
    expect(budget.gOverTDegradation).toMatchObject({ state: 'computed' });
    expect(budget.gOverTDegradation).toHaveProperty('degradationDb', expect.closeTo(3.5074528961377633, 6));
    expect(budget.cN0DbHz).toBeCloseTo(85.50427347915561, 6);
    expect(budget.esN0Db).toBeCloseTo(7.014573435795427, 6);
    expect(budget.ebN0Db).toBeCloseTo(7.596926609653372, 6);
    expect(budget.marginDb).toBeCloseTo(budget.ebN0Db - budget.required.ebN0Db, 12);
    expect(budget.complete).toBe(true);
    expect(budget.notes).toEqual([]);
  });

  it('closes by hand: 10 dBW, 1000 km, 2.2 GHz, 15 dB/K', () => {
    // 159.30 dB of free space, 228.60 dBW/(K Hz): 10 - 159.30 + 15 + 228.60 = 94.30 dBHz, less 63.01 dB for 2 Msymbol/s.
    const budget = linkBudget({
      direction: 'uplink',
      frequencyHz: 2.2e9,
      eirpDbW: 10,
      gOverTDbPerK: 15,
      transmitPointingLossDb: 0,
      receivePointingLossDb: 0,
      polarisationLossDb: 0,
      implementationLossDb: 0,
      otherLosses: [{ name: 'radome', lossDb: 0.3 }],
      signal: {
        modulation: { kind: 'pcm-pm', indexRad: 1, subcarrier: 'sine' },
        symbolRateHz: 2e6,
        coding: { kind: 'uncoded' },
        framing: { syncMarkerBits: 0, frameBits: 8000, overheadBits: 0 },
      },
      criterion: { kind: 'bit-error-rate', rate: 1e-5 },
      elevationRad: -0.1,
      rangeM: 1e6,
    });
    expect(budget.cN0DbHz).toBeCloseTo(94.3 - 0.3, 2);
    expect(budget.ebN0Db).toBeCloseTo(94.3 - 0.3 - 63.01 - 4.12, 2);
    expect(budget.marginDb).toBeCloseTo(94.3 - 0.3 - 63.01 - 4.12 - 9.59, 1);
  });

  it('says that the atmosphere is not computed where there is no climate', () => {
    const budget = linkBudget({ ...(vacuum as DirectedLink), ...geometry });
    expect(budget.atmosphere).toEqual({ state: 'not computed', reason: 'no climate given' });
    expect(budget.gOverTDegradation).toEqual({ state: 'not computed', reason: 'no climate given' });
    expect(budget.complete).toBe(false);
    expect(budget.notes).toEqual(['atmosphere not computed: no climate given']);
    const lines = budgetLines(budget);
    expect(lines.find(({ name }) => name === 'atmosphere')).toMatchObject({ value: undefined });
    expect(lines.at(-1)).toMatchObject({ name: 'margin', remark: 'atmosphere incomplete' });
  });

  it('takes off what it can compute, and is not complete', () => {
    const air = xBandDownlink.atmosphere;
    if (air === undefined) throw new TypeError('expected an atmosphere');
    const { nWet: _nWet, ...climate } = air.climate;
    const budget = linkBudget({ ...xBandDownlink, atmosphere: { ...air, climate }, ...geometry });
    expect(budget.complete).toBe(false);
    expect(budget.notes).toEqual(['scintillation not computed: climate has no nWet']);
    expect(budget.atmosphereLossDb).toBeCloseTo(0.3181005960652543 + 6.329288314103867 + 0.4314878156748417, 6);
  });

  it('has no rain noise in an uplink: the same path loses only the attenuation', () => {
    const down = linkBudget({ ...xBandDownlink, ...geometry });
    const { receivingSystem: _system, ...terms } = xBandDownlink as Extract<DirectedLink, { direction: 'downlink' }>;
    const up = linkBudget({ ...terms, direction: 'uplink', ...geometry });
    expect(up.gOverTDegradation).toMatchObject({ state: 'not computed' });
    expect(up.cN0DbHz - down.cN0DbHz).toBeCloseTo(3.5074528961377633, 6);
  });

  it('lists every term, and the losses between EIRP and C/N0 add up', () => {
    const lines = budgetLines(linkBudget({ ...xBandDownlink, ...geometry }));
    const value = (name: string): number => lines.find((line) => line.name.startsWith(name))?.value ?? Number.NaN;
    const losses = [
      'transmit pointing',
      'free-space',
      'atmosphere',
      'polarisation',
      'receive pointing',
      'other',
      'G/T deg',
    ];
    const sum = value('EIRP') + value('G/T') - losses.reduce((total, name) => total + value(name), 0);
    expect(value('C/N0')).toBeCloseTo(sum + 228.5991672, 6);
    expect(value('margin')).toBeCloseTo(value('Eb/N0') - value('required'), 12);
  });

  it('takes the operator’s own required Eb/N0', () => {
    const { required } = linkBudget({ ...xBandDownlink, requiredEbN0Db: 4.4, ...geometry });
    expect(required).toEqual({ ebN0Db: 4.4, source: 'given by the operator', notes: [] });
  });

  it('warns of too little interleaving', () => {
    const coding = { kind: 'concatenated', dataSymbols: 223, interleaving: 1 } as const;
    const { notes } = linkBudget({ ...xBandDownlink, signal: { ...xBandDownlink.signal, coding }, ...geometry });
    expect(notes).toEqual([expect.stringContaining('an interleaving of 1 needs more')]);
  });

  it.each([
    [{ rangeM: 0 }, 'rangeM', '0'],
    [{ frequencyHz: Number.NaN }, 'frequencyHz', 'NaN'],
    [{ polarisationLossDb: Number.POSITIVE_INFINITY }, 'polarisationLossDb', 'Infinity'],
    [{ implementationLossDb: -1 }, 'implementationLossDb', '-1'],
    [{ elevationRad: -0.01 }, 'elevationRad', '-0.01'],
    [{ direction: 'sideways' }, 'direction', 'sideways'],
    [{ otherLosses: [{ name: 'radome', lossDb: -0.1 }] }, 'otherLosses.radome', '-0.1'],
    [
      { atmosphere: { ...xBandDownlink.atmosphere, availabilityPercent: 100 } },
      'atmosphere.availabilityPercent',
      '100',
    ],
  ])('refuses %p', (change, field, found) => {
    const act = () => linkBudget({ ...xBandDownlink, ...geometry, ...change } as Parameters<typeof linkBudget>[0]);
    expect(act).toThrow(LinkBudgetError);
    expect(act).toThrow(expect.objectContaining({ field, found }));
  });
});

describe('antennas', () => {
  it('have the gain and beamwidth of a dish', () => {
    // 5 m, 8.2 GHz: pi D / lambda = 429.6, 52.66 dB; 60 % of it is 2.22 dB less. 5 m X band beam: 0.51 degrees.
    expect(dishGainDbi(5, 8.2e9, 0.6)).toBeCloseTo(52.66 - 2.22, 2);
    expect(dishBeamwidthRad(5, 8.2e9) / degrees).toBeCloseTo(0.51, 2);
    expect(eirpDbW(10, 20, 1)).toBeCloseTo(29, 12);
    expect(gOverTDbPerK(50, 100)).toBeCloseTo(30, 12);
  });
});
