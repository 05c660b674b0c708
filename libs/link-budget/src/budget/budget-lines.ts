import { atmosphereParts } from '../attenuation/slant-path-atmosphere.js';
import { type LinkBudget } from './link-budget.js';

/** One line of a budget as operators read it, top to bottom; `value` is undefined where it was not computed, `remark` says why or by what. */
export interface BudgetLine {
  readonly name: string;
  readonly value: number | undefined;
  readonly unit: string;
  readonly remark?: string;
}

function atmosphereLines(budget: LinkBudget): readonly BudgetLine[] {
  const { atmosphere } = budget;
  if ('state' in atmosphere)
    return [{ name: 'atmosphere', value: undefined, unit: 'dB', remark: `not computed: ${atmosphere.reason}` }];
  const terms = [
    ...atmosphereParts.map((part) => [part, atmosphere.parts[part]] as const),
    ['total', atmosphere.total] as const,
  ];
  return terms.map(([part, term]) => ({
    name:
      part === 'total' ? `atmosphere, exceeded ${Number(atmosphere.percentOfYear.toPrecision(6))} % of the year` : part,
    value: term.state === 'computed' ? term.attenuationDb : undefined,
    unit: 'dB',
    remark: term.state === 'computed' ? term.model : `not computed: ${term.reason}`,
  }));
}

/** A budget line by line. Losses are positive. */
export function budgetLines(budget: LinkBudget): readonly BudgetLine[] {
  const { gOverTDegradation: warmer } = budget;
  return [
    { name: 'frequency', value: budget.frequencyHz, unit: 'Hz' },
    { name: 'elevation', value: (budget.elevationRad * 180) / Math.PI, unit: 'degrees' },
    { name: 'slant range', value: budget.rangeM, unit: 'm' },
    { name: 'EIRP', value: budget.eirpDbW, unit: 'dBW' },
    { name: 'transmit pointing loss', value: budget.transmitPointingLossDb, unit: 'dB' },
    { name: 'free-space loss', value: budget.freeSpaceLossDb, unit: 'dB' },
    ...atmosphereLines(budget),
    { name: 'polarisation loss', value: budget.polarisationLossDb, unit: 'dB' },
    { name: 'receive pointing loss', value: budget.receivePointingLossDb, unit: 'dB' },
    { name: 'other losses', value: budget.otherLossesDb, unit: 'dB' },
    { name: 'G/T', value: budget.gOverTDbPerK, unit: 'dB/K' },
    {
      name: 'G/T degradation',
      value: warmer.state === 'computed' ? warmer.degradationDb : undefined,
      unit: 'dB',
      remark: warmer.state === 'computed' ? warmer.model : `not computed: ${warmer.reason}`,
    },
    { name: 'C/N0', value: budget.cN0DbHz, unit: 'dBHz' },
    { name: 'modulation loss', value: budget.modulationLossDb, unit: 'dB' },
    { name: 'implementation loss', value: budget.implementationLossDb, unit: 'dB' },
    { name: 'Es/N0', value: budget.esN0Db, unit: 'dB' },
    { name: 'Eb/N0', value: budget.ebN0Db, unit: 'dB' },
    { name: 'required Eb/N0', value: budget.required.ebN0Db, unit: 'dB', remark: budget.required.source },
    {
      name: 'margin',
      value: budget.marginDb,
      unit: 'dB',
      ...(budget.complete ? {} : { remark: 'atmosphere incomplete' }),
    },
  ];
}
