import {
  type ComparisonLiteral,
  type ComparisonOperator,
  type Criterion,
  type ParameterDefinition,
} from '../definitions.js';
import {
  booleanAttribute,
  checkShape,
  child,
  foldedText,
  integerAttribute,
  need,
  needChild,
  needChoice,
  quote,
  wordAttribute,
} from '../xml/strict-reader.js';
import { type XmlElement } from '../xml/xml-element.js';
import { type SpaceSystem } from './space-system.js';

const operators: readonly ComparisonOperator[] = ['==', '!=', '<', '<=', '>', '>='];
const choices = ['Comparison', 'ComparisonList', 'BooleanExpression'] as const;

/** A MatchCriteria element (RestrictionCriteria, IncludeCondition, ContextMatch) once all parameters are declared. */
export function readCriteria(element: XmlElement, system: SpaceSystem): Criterion {
  checkShape(element, { one: choices });
  const choice = needChoice(element, choices);
  if (choice.name === 'Comparison') return readComparison(choice, system);
  if (choice.name === 'ComparisonList') {
    checkShape(choice, { many: ['Comparison'] });
    return group(
      choice,
      'all',
      choice.children.map((comparison) => readComparison(comparison, system)),
    );
  }
  checkShape(choice, { one: ['Condition', 'ANDedConditions', 'ORedConditions'] });
  return readExpression(needChoice(choice, ['Condition', 'ANDedConditions', 'ORedConditions']), system);
}

/** ParameterInstanceRef: which parameter, and whether its engineering value counts (it does unless said otherwise). */
export function readInstanceRef(
  element: XmlElement,
  system: SpaceSystem,
): { parameter: ParameterDefinition; calibrated: boolean } {
  checkShape(element, { required: ['parameterRef'], optional: ['instance', 'useCalibratedValue'] });
  integerAttribute(element, 'instance', 0, 0, 0);
  return {
    parameter: system.resolveParameter(need(element, 'parameterRef'), element),
    calibrated: booleanAttribute(element, 'useCalibratedValue', true),
  };
}

function readComparison(element: XmlElement, system: SpaceSystem): Criterion {
  checkShape(element, {
    required: ['parameterRef', 'value'],
    optional: ['instance', 'useCalibratedValue', 'comparisonOperator'],
  });
  integerAttribute(element, 'instance', 0, 0, 0);
  const parameter = system.resolveParameter(need(element, 'parameterRef'), element);
  const calibrated = booleanAttribute(element, 'useCalibratedValue', true);
  const operator = wordAttribute(element, 'comparisonOperator', operators, '==');
  return {
    kind: 'comparison',
    parameter,
    calibrated,
    operator,
    literal: readLiteral(element, need(element, 'value'), parameter, calibrated, operator),
  };
}

function readExpression(element: XmlElement, system: SpaceSystem): Criterion {
  if (element.name === 'Condition') return readCondition(element, system);
  const all = element.name === 'ANDedConditions';
  checkShape(element, { many: ['Condition', all ? 'ORedConditions' : 'ANDedConditions'] });
  return group(
    element,
    all ? 'all' : 'any',
    element.children.map((term) => readExpression(term, system)),
  );
}

function readCondition(element: XmlElement, system: SpaceSystem): Criterion {
  checkShape(element, { one: ['ComparisonOperator', 'Value'], many: ['ParameterInstanceRef'] });
  const [left, right] = element.children.filter(({ name }) => name === 'ParameterInstanceRef');
  if (left === undefined) throw element.error('Condition without a parameter', 'ParameterInstanceRef', 'nothing');
  const { parameter, calibrated } = readInstanceRef(left, system);
  const operatorElement = needChild(element, 'ComparisonOperator');
  checkShape(operatorElement, { text: true });
  const operator = operators.find((candidate) => candidate === foldedText(operatorElement));
  if (operator === undefined)
    throw operatorElement.error('ComparisonOperator', operators.join(' '), quote(foldedText(operatorElement)));

  const value = child(element, 'Value');
  if (right !== undefined && value !== undefined)
    throw value.error('second choice in Condition', 'Value or a second ParameterInstanceRef', 'both');
  if (right === undefined) {
    const literalElement = value ?? needChild(element, 'Value');
    checkShape(literalElement, { text: true });
    const literal = readLiteral(literalElement, literalElement.text.trim(), parameter, calibrated, operator);
    return { kind: 'comparison', parameter, calibrated, operator, literal };
  }
  const other = readInstanceRef(right, system);
  if (valueSort(parameter, calibrated) !== valueSort(other.parameter, other.calibrated))
    throw right.error(
      'values that cannot be compared',
      valueSort(parameter, calibrated),
      valueSort(other.parameter, other.calibrated),
    );
  if (operator !== '==' && operator !== '!=' && valueSort(parameter, calibrated) !== 'number')
    throw operatorElement.error('order of values without order', '== or !=', operator);
  return {
    kind: 'compare-parameters',
    parameter,
    calibrated,
    operator,
    other: other.parameter,
    otherCalibrated: other.calibrated,
  };
}

function group(element: XmlElement, kind: 'all' | 'any', terms: Criterion[]): Criterion {
  const [only] = terms;
  if (only === undefined) throw element.error(`empty ${element.name}`, 'at least one condition', 'nothing');
  return terms.length === 1 ? only : { kind, terms };
}

/** What kind of value a comparison sees: raw values of integers, floats, enumerations and Booleans are numbers. */
function valueSort(parameter: ParameterDefinition, calibrated: boolean): 'number' | 'text' | 'boolean' | 'bytes' {
  if (!calibrated) return parameter.kind === 'string' || parameter.kind === 'binary' ? 'bytes' : 'number';
  switch (parameter.kind) {
    case 'integer':
    case 'float':
    case 'time':
      return 'number';
    case 'enumerated':
    case 'string':
      return 'text';
    case 'boolean':
      return 'boolean';
    case 'binary':
      return 'bytes';
  }
}

/** The literal of a comparison in the type of the value that it meets, so that comparing is one operation. */
function readLiteral(
  element: XmlElement,
  text: string,
  parameter: ParameterDefinition,
  calibrated: boolean,
  operator: ComparisonOperator,
): ComparisonLiteral {
  const sort = valueSort(parameter, calibrated);
  const ordered = operator !== '==' && operator !== '!=';
  if (sort === 'bytes' || (calibrated && parameter.kind === 'time'))
    throw element.error(`comparison with ${parameter.name}`, 'a number, text, label or Boolean', sort);
  if (ordered && sort !== 'number') throw element.error('order of values without order', '== or !=', operator);
  if (sort === 'text') {
    if (parameter.kind === 'enumerated' && !parameter.labels.some(({ label }) => label === text))
      throw element.error(
        `unknown label of ${parameter.name}`,
        parameter.labels.map(({ label }) => label).join(', '),
        quote(text),
      );
    return text;
  }
  if (sort === 'boolean') return readBoolean(element, text, parameter);
  if (/^\s*([+-]?\d+|0[xX][0-9a-fA-F]+)\s*$/.test(text)) {
    const wide = parameter.encoding?.kind === 'integer' && parameter.encoding.sizeInBits > 53;
    const exact = BigInt(text.trim().replace(/^\+/, ''));
    return wide ? exact : Number(exact);
  }
  const value = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(text) ? Number(text) : NaN;
  if (!Number.isFinite(value)) throw element.error(`value compared with ${parameter.name}`, 'a number', quote(text));
  return value;
}

function readBoolean(element: XmlElement, text: string, parameter: ParameterDefinition): boolean {
  const labels = parameter.booleanLabels;
  if (text === labels?.one || text === 'true') return true;
  if (text === labels?.zero || text === 'false') return false;
  throw element.error(`value compared with ${parameter.name}`, `${labels?.zero} or ${labels?.one}`, quote(text));
}
