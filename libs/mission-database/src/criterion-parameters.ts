import { type Criterion, type ParameterDefinition } from './definitions.js';

/** Every parameter that a criterion looks at. */
export function criterionParameters(criterion: Criterion): readonly ParameterDefinition[] {
  switch (criterion.kind) {
    case 'comparison':
      return [criterion.parameter];
    case 'compare-parameters':
      return [criterion.parameter, criterion.other];
    case 'all':
    case 'any':
      return criterion.terms.flatMap(criterionParameters);
  }
}
