export { type TelemetryCommandOptions, TelemetryCommandModule } from './telemetry-command.module.js';
export { telemetryCommandEntities } from './telemetry-command.entities.js';
export { type ConsumerStatus, MissionConsumers } from './consumer/mission-consumers.service.js';
export { ReadStatistics } from './http/read-statistics.use-case.js';
export { type ContactStatistics } from './http/telemetry.messages.js';
export { MissionDatabaseError } from './mission/mission-definition.js';
