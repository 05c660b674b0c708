export { StationModule, type StationModuleOptions } from './station.module.js';
export { StationAgents } from './station-agents.js';
export { StationAgent, type StationAgentParts } from './station-agent.js';
export { defaultPassOptions, type PassOptions } from './pass/pass-options.js';
export {
  HardwareAddressesError,
  hardwareAddressesSchema,
  parseHardwareAddresses,
  readHardwareAddresses,
  type HardwareAddresses,
  type HardwareAddressesInput,
} from './hardware-addresses.js';
export { transceiverAddressSchema, type TransceiverAddress } from './pass/transceiver-address.js';
export { defaultRecordingOptions, type RecordingOptions } from './recording/recording-options.js';
