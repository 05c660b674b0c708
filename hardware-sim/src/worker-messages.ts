import { type HardwareSimConfig } from './hardware-sim-config.js';
import { type DeviceAddresses, type HardwareSimCounts } from './hardware-sim.js';

/** What the worker is started with. */
export interface SimulatorWorkerData {
  readonly config: HardwareSimConfig;
  /** The starter's paced mission clock, with its rate; without it the simulator runs by the configured clock. */
  readonly clock: { readonly memory: SharedArrayBuffer; readonly rate: number } | undefined;
}

export type ToSimulatorWorker = { readonly type: 'stop' } | { readonly type: 'counts' };

export type FromSimulatorWorker =
  | { readonly type: 'ready'; readonly addresses: Readonly<Record<string, DeviceAddresses>> }
  | { readonly type: 'counts'; readonly counts: HardwareSimCounts }
  | { readonly type: 'stopped'; readonly counts: HardwareSimCounts }
  | { readonly type: 'failed'; readonly reason: string };
