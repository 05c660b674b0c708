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
];
