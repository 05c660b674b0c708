export { MissionPlanningModule } from './mission-planning.module.js';
export { missionPlanningEntities } from './planning.entities.js';
