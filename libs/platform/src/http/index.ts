export * from './refusal.js';
export * from './problem.filter.js';
export * from './zod.pipe.js';
