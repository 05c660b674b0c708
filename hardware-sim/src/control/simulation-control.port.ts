import { type FaultRequest } from '../faults/fault.js';
import { type FaultReport } from '../faults/fault-injector.js';
import { type SimulationClock, type SimulationState } from './simulation-state.js';

/** A running simulation as the HTTP door sees it. */
export abstract class SimulationControl {
  abstract state(): SimulationState;
  abstract faults(): readonly FaultReport[];
  /** Throws SimulationSetupError. */
  abstract apply(fault: FaultRequest): FaultReport;
  /** Throws SimulationSetupError where there is no such fault, or where it is over. */
  abstract clear(id: string): void;
  abstract setRate(rate: number): SimulationClock;
}
