export {
  type DeviceAddresses,
  type HardwareSimCounts,
  type RunningHardwareSim,
  type SimulatorFaults,
  startHardwareSim,
} from './hardware-sim.js';
export { type HardwareSimConfig, hardwareSimConfigSchema } from './hardware-sim-config.js';
export { type HardwareSimWorker, runHardwareSimWorker } from './run-hardware-sim-worker.js';
export { SimulationSetupError, SimulatorWorkerError } from './simulation-errors.js';
export { type SimulatorLogEntry } from './simulator-log.js';
export { type ReceptionCounts } from './channel/reception-counts.js';
export { type CommandCounts, type UplinkCounts } from './channel/uplink-counts.js';
export { type TelecommandLogEntry } from './telecommand-log.js';
