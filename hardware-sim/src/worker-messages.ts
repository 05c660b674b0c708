import { type FaultRequest } from './faults/fault.js';
import { type FaultReport } from './faults/fault-injector.js';
import { type HardwareSimConfig } from './hardware-sim-config.js';
import { type DeviceAddresses, type HardwareSimCounts } from './hardware-sim.js';

/** What the worker is started with. */
export interface SimulatorWorkerData {
  readonly config: HardwareSimConfig;
  /** The starter's paced mission clock, with its rate; without it the simulator runs by the configured clock. */
  readonly clock: { readonly memory: SharedArrayBuffer; readonly rate: number } | undefined;
}

/** One call of `SimulatorFaults`. */
export type FaultCall =
  | { readonly call: 'apply'; readonly fault: FaultRequest }
  | { readonly call: 'clear'; readonly id: string }
  | { readonly call: 'list' }
  | { readonly call: 'lockFarm'; readonly spacecraft: string };

export type ToSimulatorWorker =
  | { readonly type: 'stop' }
  | { readonly type: 'counts' }
  /** Answered by `fault`. */
  | ({ readonly type: 'fault' } & FaultCall);

export type FromSimulatorWorker =
  | { readonly type: 'ready'; readonly addresses: Readonly<Record<string, DeviceAddresses>> }
  | { readonly type: 'counts'; readonly counts: HardwareSimCounts }
  /** What the call gave, or why it was refused. */
  | { readonly type: 'fault'; readonly refused: string }
  | {
      readonly type: 'fault';
      readonly refused: undefined;
      readonly answer: string | readonly FaultReport[] | undefined;
    }
  | { readonly type: 'stopped'; readonly counts: HardwareSimCounts }
  | { readonly type: 'failed'; readonly reason: string };
