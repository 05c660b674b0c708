export { ServiceManagementModule } from './service-management.module.js';
export { registryEntities } from './registry/registry.entities.js';
export { type ConstellationSeed, readConstellationSeed, SeedError } from './registry/seed-file.js';
