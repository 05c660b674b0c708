export * from './entity-agreement.js';
export * from './test-database.js';
