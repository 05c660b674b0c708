/** Base of all that can go wrong between a station and a transceiver. `address` is `host:port`. */
export abstract class TransceiverError extends Error {
  constructor(
    readonly address: string,
    message: string,
  ) {
    super(`transceiver ${address}: ${message}`);
  }
}

/** Nothing listens there, or the connection ended. */
export class TransceiverConnectionError extends TransceiverError {
  override readonly name = 'TransceiverConnectionError';
  constructor(
    address: string,
    readonly reason: string,
  ) {
    super(address, reason);
  }
}

/** No answer in time. The connection is given up: an answer that comes later would be taken for another command's. */
export class TransceiverTimeoutError extends TransceiverError {
  override readonly name = 'TransceiverTimeoutError';
  constructor(
    address: string,
    readonly command: string,
    readonly timeoutMs: number,
  ) {
    super(address, `no answer to "${command}" within ${timeoutMs} ms`);
  }
}

/** The transceiver answered with an error number (`RPRT -n`). The connection stays. */
export class TransceiverRefusedError extends TransceiverError {
  override readonly name = 'TransceiverRefusedError';
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
export class TransceiverProtocolError extends TransceiverError {
  override readonly name = 'TransceiverProtocolError';
  constructor(
    address: string,
    readonly command: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(address, `answer to "${command}": expected ${expected}, found ${JSON.stringify(found)}`);
  }
}

/** A frequency that no transceiver has, or a text that would be read as another command: nothing was sent. */
export class TransceiverArgumentError extends TransceiverError {
  override readonly name = 'TransceiverArgumentError';
  constructor(
    address: string,
    readonly field: string,
    readonly expected: string,
    readonly found: string,
  ) {
    super(address, `${field}: expected ${expected}, found ${JSON.stringify(found)}`);
  }
}
