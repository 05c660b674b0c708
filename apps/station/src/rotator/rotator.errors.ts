/** Base of all that can go wrong between a station and an antenna control unit. `address` is `host:port`. */
export abstract class RotatorError extends Error {
  constructor(
    readonly address: string,
    message: string,
  ) {
    super(`rotator ${address}: ${message}`);
  }
}

/** Nothing listens there, or the connection ended. */
export class RotatorConnectionError extends RotatorError {
  override readonly name = 'RotatorConnectionError';
  constructor(
    address: string,
    readonly reason: string,
  ) {
    super(address, reason);
  }
}

/** No answer in time. The connection is given up: an answer that comes later would be taken for another command's. */
export class RotatorTimeoutError extends RotatorError {
  override readonly name = 'RotatorTimeoutError';
  constructor(
    address: string,
    readonly command: string,
    readonly timeoutMs: number,
  ) {
    super(address, `no answer to "${command}" within ${timeoutMs} ms`);
  }
}

/** The unit answered with an error number (`RPRT -n`). The connection stays. */
export class RotatorRefusedError extends RotatorError {
  override readonly name = 'RotatorRefusedError';
  constructor(
    address: string,
    readonly command: string,
    readonly code: number,
    readonly meaning: string,
  ) {
    super(address, `"${command}" was refused: ${meaning} (RPRT ${code})`);
  }
}

/** The answer is not this protocol's. The connection is given up. */
export class RotatorProtocolError extends RotatorError {
  override readonly name = 'RotatorProtocolError';
  constructor(
    address: string,
    readonly command: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(address, `answer to "${command}": expected ${expected}, found ${JSON.stringify(found)}`);
  }
}
