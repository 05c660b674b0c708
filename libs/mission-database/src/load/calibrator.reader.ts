import { type Calibrator } from '../definitions.js';
import {
  booleanAttribute,
  checkShape,
  integerAttribute,
  needChoice,
  needNumber,
  parseInteger,
  need,
} from '../xml/strict-reader.js';
import { type XmlElement } from '../xml/xml-element.js';

const MAX_EXPONENT = 15;

/** DefaultCalibrator, or the Calibrator of a ContextCalibrator: a polynomial or a spline. */
export function readCalibrator(element: XmlElement): Calibrator {
  checkShape(element, { optional: ['name', 'shortDescription'], one: ['PolynomialCalibrator', 'SplineCalibrator'] });
  const choice = needChoice(element, ['PolynomialCalibrator', 'SplineCalibrator']);
  return choice.name === 'PolynomialCalibrator' ? readPolynomial(choice) : readSpline(choice);
}

function readPolynomial(element: XmlElement): Calibrator {
  checkShape(element, { many: ['Term'] });
  const coefficients: number[] = [];
  for (const term of element.children) {
    checkShape(term, { required: ['coefficient', 'exponent'] });
    const exponent = parseInteger(term, 'exponent', need(term, 'exponent'), 0, MAX_EXPONENT);
    if (coefficients[exponent] !== undefined)
      throw term.error('second term of an exponent', 'one term for each exponent', `exponent ${exponent} again`);
    coefficients[exponent] = needNumber(term, 'coefficient');
  }
  if (coefficients.length === 0) throw element.error('empty PolynomialCalibrator', 'at least one Term', 'nothing');
  return { kind: 'polynomial', coefficients: Array.from(coefficients, (coefficient) => coefficient ?? 0) };
}

function readSpline(element: XmlElement): Calibrator {
  checkShape(element, { optional: ['order', 'extrapolate'], many: ['SplinePoint'] });
  const order = integerAttribute(element, 'order', 1, 0, 1);
  const points = element.children.map((point) => {
    checkShape(point, { required: ['raw', 'calibrated'], optional: ['order'] });
    integerAttribute(point, 'order', order, order, order);
    return { raw: needNumber(point, 'raw'), calibrated: needNumber(point, 'calibrated'), point };
  });
  const least = order === 0 ? 1 : 2;
  if (points.length < least)
    throw element.error('SplineCalibrator with too few points', `at least ${least}`, String(points.length));
  points.sort((a, b) => a.raw - b.raw);
  points.forEach(({ raw, point }, i) => {
    if (i > 0 && points[i - 1]?.raw === raw)
      throw point.error('spline point given twice', 'a raw value new to this spline', String(raw));
  });
  return {
    kind: 'spline',
    order: order === 0 ? 0 : 1,
    extrapolate: booleanAttribute(element, 'extrapolate', false),
    points: points.map(({ raw, calibrated }) => ({ raw, calibrated })),
  };
}
