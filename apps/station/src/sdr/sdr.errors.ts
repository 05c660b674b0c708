/** Base of all that can go wrong between a station and a software-defined radio. `address` is `host:port`. */
export abstract class SdrError extends Error {
  constructor(
    readonly address: string,
    message: string,
  ) {
    super(`SDR ${address}: ${message}`);
  }
}

/** Nothing listens there, the connection ended, or the port cannot be had. */
export class SdrConnectionError extends SdrError {
  override readonly name = 'SdrConnectionError';
  constructor(
    address: string,
    readonly reason: string,
  ) {
    super(address, reason);
  }
}

/** What it sends is not what it should speak. */
export class SdrProtocolError extends SdrError {
  override readonly name = 'SdrProtocolError';
  constructor(
    address: string,
    readonly reason: string,
  ) {
    super(address, reason);
  }
}

/** No sample came for some time. */
export class SdrStalledError extends SdrError {
  override readonly name = 'SdrStalledError';
  constructor(
    address: string,
    readonly silentMs: number,
  ) {
    super(address, `no samples for ${silentMs} ms`);
  }
}

/** A tuning that the radio cannot have. */
export class SdrTuningError extends SdrError {
  override readonly name = 'SdrTuningError';
  constructor(
    address: string,
    readonly field: string,
    readonly expected: string,
    readonly found: number,
  ) {
    super(address, `${field}: expected ${expected}, found ${found}`);
  }
}
