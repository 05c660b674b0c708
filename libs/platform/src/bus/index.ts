export * from './bus.errors.js';
export * from './bus.transport.js';
export * from './headers.js';
export * from './json.js';
export * from './local-message-bus.js';
export * from './message-bus.port.js';
export { checkSubject } from './subject.js';
export {
  BusRefusalError,
  type BusRefusalSink,
  FROM_HEADER,
  GuardedMessageBus,
  MODE_HEADER,
} from './guarded-message-bus.js';
export { type BusRole, isFilterKnown, ruleOfSubject, subjectPolicy, type SubjectRule } from './subject-policy.js';
