import { HamlibConnection, type HamlibErrors, type HamlibOptions } from '../hamlib/hamlib-connection.js';
import { parseInfo, parseReport } from '../hamlib/hamlib-replies.js';
import { type Address } from '../hardware-addresses.js';
import {
  RotatorConnectionError,
  RotatorProtocolError,
  RotatorRefusedError,
  RotatorTimeoutError,
} from './rotator.errors.js';
import { type AntennaPosition, Rotator, type RotatorLimits } from './rotator.port.js';
import { parseDumpState, parsePosition } from './rotctld-replies.js';

const errors: HamlibErrors = {
  connection: (...of) => new RotatorConnectionError(...of),
  timeout: (...of) => new RotatorTimeoutError(...of),
  refused: (...of) => new RotatorRefusedError(...of),
  protocol: (...of) => new RotatorProtocolError(...of),
};

const DEFAULT_TIMEOUT_MS = 2000;

/** A client of Hamlib's rotctld. It repeats nothing unless it is told to: who drives an antenna asks again anyway, with what holds by then. */
export class RotctldClient extends Rotator {
  private readonly connection: HamlibConnection;

  constructor(address: Address, options: number | HamlibOptions = DEFAULT_TIMEOUT_MS) {
    super();
    this.connection = new HamlibConnection(
      address,
      typeof options === 'number' ? { timeoutMs: options } : options,
      errors,
    );
  }

  override limits(): Promise<RotatorLimits> {
    return this.connection.ask('\\dump_state', parseDumpState);
  }

  override position(): Promise<AntennaPosition> {
    return this.connection.ask('p', parsePosition);
  }

  override pointAt({ azimuthDeg, elevationDeg }: AntennaPosition): Promise<void> {
    return this.connection.ask(`P ${azimuthDeg.toFixed(6)} ${elevationDeg.toFixed(6)}`, parseReport);
  }

  override stop(): Promise<void> {
    return this.connection.ask('S', parseReport);
  }

  override park(): Promise<void> {
    return this.connection.ask('K', parseReport);
  }

  override describe(): Promise<string> {
    return this.connection.ask('_', parseInfo);
  }

  override close(): void {
    this.connection.close();
  }
}
