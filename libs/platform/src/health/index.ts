export * from './readiness.js';
export * from './health.controller.js';
export * from './system.controller.js';
