import {
  AlarmEntity,
  FrameEntity,
  GapEntity,
  PacketEntity,
  SampleEntity,
  SampleLayoutEntity,
} from './archive/archive.entities.js';
import {
  ChannelCountEntity,
  LogCursorEntity,
  MonitoringStateEntity,
  RejectedRecordEntity,
  StreamStateEntity,
} from './archive/state.entities.js';
import { CommandEntity, CommandStageEntity, SequenceCountEntity } from './commands/command.entities.js';
import { ConsoleHoldingEntity } from './console/console-holding.entity.js';
import { GroundAlarmEntity } from './ground-alarms/ground-alarm.entity.js';

export const telemetryCommandEntities = [
  FrameEntity,
  PacketEntity,
  SampleLayoutEntity,
  SampleEntity,
  GapEntity,
  AlarmEntity,
  LogCursorEntity,
  RejectedRecordEntity,
  StreamStateEntity,
  MonitoringStateEntity,
  ChannelCountEntity,
  CommandEntity,
  CommandStageEntity,
  SequenceCountEntity,
  ConsoleHoldingEntity,
  GroundAlarmEntity,
];
