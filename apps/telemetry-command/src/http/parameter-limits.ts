import type { ParameterDefinition } from '@app/mission-database';
import type { ParameterView } from './telemetry.messages.js';

/** A parameter's limits as people read them. */
export function limitsOf({ alarm }: ParameterDefinition): ParameterView['limits'] {
  if (alarm === undefined) return [];
  if (alarm.kind === 'enumeration') return [...alarm.levels].map(([label, level]) => ({ level, label }));
  return alarm.ranges.map(({ level, min, max }) => ({
    level,
    alarm: alarm.form,
    min: min ?? null,
    max: max ?? null,
  }));
}
