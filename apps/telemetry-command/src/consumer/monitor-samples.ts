import { monitor } from '@app/mission-database';
import type { AlarmRecord, NewSample } from '../archive/telemetry-archive.js';
import type { MissionDefinition } from '../mission/mission-definition.js';
import { type MonitoringState, stepMonitoring } from '../processing/monitoring.step.js';
import { valueToJson } from '../processing/value-text.js';

export interface MonitoringOutcome {
  readonly monitoring: ReadonlyMap<string, MonitoringState>;
  /** Of the parameters that were looked at. */
  readonly changed: ReadonlyMap<string, MonitoringState>;
  readonly alarms: readonly AlarmRecord[];
}

/** Limits over real-time values in their order; played-back ones raise no alarm. Yields after each sample. */
export function* monitorSamples(
  before: ReadonlyMap<string, MonitoringState>,
  samples: readonly NewSample[],
  mission: MissionDefinition,
): Generator<undefined, MonitoringOutcome> {
  const monitoring = new Map(before);
  const changed = new Map<string, MonitoringState>();
  const alarms: AlarmRecord[] = [];
  for (const { sample, packet, packetId } of samples) {
    if (sample.source !== 'real-time') continue;
    for (const { parameter, value } of sample.entries) {
      if (parameter.alarm === undefined) continue;
      const name = mission.nameOf(parameter);
      const { generationTime } = sample;
      const { earthReceiveTime } = packet.packet;
      const { state, transition } = stepMonitoring(monitoring.get(name), {
        result: monitor(parameter, value).level,
        earthReceiveTime,
        generationTime,
        minViolations: parameter.alarm.minViolations,
      });
      monitoring.set(name, state);
      changed.set(name, state);
      if (transition === undefined) continue;
      const unit = parameter.unit === '' ? null : parameter.unit;
      const shown = valueToJson(parameter, value);
      alarms.push({ ...transition, parameter: name, value: shown, unit, packet, packetId, generationTime });
    }
    yield;
  }
  return { monitoring, changed, alarms };
}
