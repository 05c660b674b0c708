export * from './frame-log.errors.js';
export * from './frame-log.port.js';
export * from './local-frame-logs.js';
export * from './log-follower.js';
export * from './log-position.js';
export { type FrameLogEvent } from './segment-log.js';
export { type OpenSegmentFile, openSegmentFile, type SegmentFile } from './segment-file.js';
