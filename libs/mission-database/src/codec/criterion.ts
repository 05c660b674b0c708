import { type ComparisonOperator, type Criterion, type EngineeringValue, type RawValue } from '../definitions.js';
import { MAX_NUMBER_BITS } from './numeric-field.js';
import { type Slots, type SlotTable } from './packet-values.js';

export type Test = (slots: Slots) => boolean;
type Comparable = RawValue | EngineeringValue;

/** A function made for one criterion. A value that the packet has not held, or that is null, meets no comparison. */
export function compileCriterion(criterion: Criterion, table: SlotTable): Test {
  switch (criterion.kind) {
    case 'comparison': {
      const { literal } = criterion;
      const pick = picker(table.of(criterion.parameter), criterion.calibrated);
      // The common case is one comparison; only wide integers can be a bigint on one side and a number on the other.
      const { encoding } = criterion.parameter;
      const wide = encoding?.kind === 'integer' && encoding.sizeInBits > MAX_NUMBER_BITS;
      if (criterion.operator === '==' && !wide) return (slots) => pick(slots) === literal;
      const compare = comparer(criterion.operator);
      return (slots) => compare(pick(slots), literal);
    }
    case 'compare-parameters': {
      const left = picker(table.of(criterion.parameter), criterion.calibrated);
      const right = picker(table.of(criterion.other), criterion.otherCalibrated);
      const compare = comparer(criterion.operator);
      return (slots) => compare(left(slots), right(slots));
    }
    case 'all': {
      const tests = criterion.terms.map((term) => compileCriterion(term, table));
      return (slots) => tests.every((test) => test(slots));
    }
    case 'any': {
      const tests = criterion.terms.map((term) => compileCriterion(term, table));
      return (slots) => tests.some((test) => test(slots));
    }
  }
}

function picker(slot: number, calibrated: boolean): (slots: Slots) => Comparable | undefined {
  return calibrated ? (slots) => slots[slot]?.value : (slots) => slots[slot]?.raw;
}

type Compare = (left: Comparable | undefined, right: Comparable | undefined) => boolean;

function comparer(operator: ComparisonOperator): Compare {
  const present = (compare: Compare): Compare => {
    return (left, right) =>
      left !== undefined && left !== null && right !== undefined && right !== null && compare(left, right);
  };
  // A number and a bigint of the same size are equal to `==` and the orders, and both sides are of one sort by loading.
  switch (operator) {
    case '==':
      return present(
        (left, right) => left === right || (isNumeric(left) && isNumeric(right) && left >= right && left <= right),
      );
    case '!=':
      return present(
        (left, right) => left !== right && !(isNumeric(left) && isNumeric(right) && left >= right && left <= right),
      );
    case '<':
      return present((left, right) => left! < right!);
    case '<=':
      return present((left, right) => left! <= right!);
    case '>':
      return present((left, right) => left! > right!);
    case '>=':
      return present((left, right) => left! >= right!);
  }
}

function isNumeric(value: Comparable | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}
