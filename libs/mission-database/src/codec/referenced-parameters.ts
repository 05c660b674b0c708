import { criterionParameters } from '../criterion-parameters.js';
import { type ContainerDefinition, type Criterion } from '../definitions.js';
import { type SlotTable } from './packet-values.js';

/** Gives a slot to every parameter that the container's entries, or those of the containers in it, look at. */
export function reserveSlots(container: ContainerDefinition, table: SlotTable): void {
  if (container.restriction !== undefined) reserve(container.restriction, table);
  for (const entry of container.entries) {
    if (entry.include !== undefined) reserve(entry.include, table);
    if (entry.kind === 'container') {
      reserveSlots(entry.container, table);
      continue;
    }
    const { encoding } = entry.parameter;
    if (encoding?.kind === 'string' || encoding?.kind === 'binary') {
      if (encoding.size?.kind === 'dynamic') table.of(encoding.size.parameter);
    } else for (const { context } of encoding?.contextCalibrators ?? []) reserve(context, table);
  }
}

function reserve(criterion: Criterion, table: SlotTable): void {
  for (const parameter of criterionParameters(criterion)) table.of(parameter);
}
