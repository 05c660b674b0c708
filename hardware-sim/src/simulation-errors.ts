/** A simulator that cannot be set up as it was asked: what, where in the configuration, expected, found. */
export class SimulationSetupError extends Error {
  override readonly name = 'SimulationSetupError';
  constructor(
    readonly where: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(`hardware-sim, ${where}: expected ${expected}, found ${found}`);
  }
}

/** The worker thread of the simulator could not start, or ended by itself. */
export class SimulatorWorkerError extends Error {
  override readonly name = 'SimulatorWorkerError';
  constructor(readonly reason: string) {
    super(`hardware-sim worker: ${reason}`);
  }
}

/** The simulator's own log could not be written. */
export class SimulatorLogError extends Error {
  override readonly name = 'SimulatorLogError';
  constructor(
    readonly path: string,
    readonly reason: string,
  ) {
    super(`simulator log ${path}: ${reason}`);
  }
}
