export { ServiceManagementModule } from './service-management.module.js';
export { LoadConstellation } from './registry/load-constellation.use-case.js';
export { registryEntities } from './registry/registry.entities.js';
export { type ConstellationSeed, readConstellationSeed, SeedError } from './registry/seed-file.js';
