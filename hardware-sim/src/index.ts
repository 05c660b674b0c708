export {
  type DeviceAddresses,
  type HardwareSimCounts,
  type RunningHardwareSim,
  startHardwareSim,
} from './hardware-sim.js';
export { type Fault, type FaultRequest, faultRequestSchema, faultSchema } from './faults/fault.js';
export { type FaultReport, type SimulatorFaults } from './faults/fault-injector.js';
export { type HardwareSimConfig, hardwareSimConfigSchema } from './hardware-sim-config.js';
export { type ScenarioCatalogue, compileScenario } from './scenario/compile-scenario.js';
export { type RunningScenario, runScenario } from './scenario/run-scenario.js';
export { ScenarioError } from './scenario/scenario-error.js';
export { readScenario, type Scenario, scenarioJsonSchema, scenarioSchema } from './scenario/scenario.js';
export { type HardwareSimWorker, runHardwareSimWorker } from './run-hardware-sim-worker.js';
export { SimulationSetupError, SimulatorWorkerError } from './simulation-errors.js';
export { type SimulatorLogEntry } from './simulator-log.js';
export { type ReceptionCounts } from './channel/reception-counts.js';
export { type CommandCounts, type UplinkCounts } from './channel/uplink-counts.js';
export { type TelecommandLogEntry } from './telecommand-log.js';
