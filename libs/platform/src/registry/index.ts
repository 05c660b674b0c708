export * from './registry-reader.js';
export * from './registry.module.js';
