import { type HardwareSimConfig } from './hardware-sim-config.js';
import { type DeviceAddresses, type HardwareSimCounts } from './hardware-sim.js';

/** What the worker is started with. */
export interface SimulatorWorkerData {
  readonly config: HardwareSimConfig;
  /** The starter's paced mission clock, with its rate; without it the simulator runs by the configured clock. */
  readonly clock: { readonly memory: SharedArrayBuffer; readonly rate: number } | undefined;
}

export type ToSimulatorWorker =
  | { readonly type: 'stop' }
  | { readonly type: 'counts' }
  /** A fault; answered by `fault`. */
  | { readonly type: 'lock-farm'; readonly spacecraft: string };

export type FromSimulatorWorker =
  | { readonly type: 'ready'; readonly addresses: Readonly<Record<string, DeviceAddresses>> }
  | { readonly type: 'counts'; readonly counts: HardwareSimCounts }
  /** Done, or why it was refused. */
  | { readonly type: 'fault'; readonly refused: string | undefined }
  | { readonly type: 'stopped'; readonly counts: HardwareSimCounts }
  | { readonly type: 'failed'; readonly reason: string };
