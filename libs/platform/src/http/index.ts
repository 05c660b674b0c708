export * from './document-problems.js';
export * from './json-only.js';
export * from './refusal.js';
export * from './problem.filter.js';
export * from './zod.pipe.js';
