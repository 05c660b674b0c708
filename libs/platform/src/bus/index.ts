export * from './bus.errors.js';
export * from './bus.transport.js';
export * from './headers.js';
export * from './json.js';
export * from './local-message-bus.js';
export * from './message-bus.port.js';
export { checkSubject } from './subject.js';
