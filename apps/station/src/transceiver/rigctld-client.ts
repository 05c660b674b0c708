import { type BackOff } from '../hamlib/back-off.js';
import { HamlibConnection, type HamlibErrors, type HamlibOptions } from '../hamlib/hamlib-connection.js';
import { parseInfo, parseReport } from '../hamlib/hamlib-replies.js';
import { type Address, formatAddress } from '../hardware-addresses.js';
import { parseMode, parseNumber, parseSplit, parseSwitch } from './rigctld-replies.js';
import {
  TransceiverArgumentError,
  TransceiverConnectionError,
  TransceiverProtocolError,
  TransceiverRefusedError,
  TransceiverTimeoutError,
} from './transceiver.errors.js';
import { Transceiver, type TransceiverMode } from './transceiver.port.js';

const errors: HamlibErrors = {
  connection: (...of) => new TransceiverConnectionError(...of),
  timeout: (...of) => new TransceiverTimeoutError(...of),
  refused: (...of) => new TransceiverRefusedError(...of),
  protocol: (...of) => new TransceiverProtocolError(...of),
};

const backOff: BackOff = { attempts: 3, firstMs: 200, longestMs: 2000 };
const defaults: HamlibOptions = { timeoutMs: 2000, backOff };
/** Beyond any radio, and in plain digits still. */
const HIGHEST_HZ = 1e12;

/**
 * A client of Hamlib's rigctld. Receives on the VFO that is current, transmits on VFOB in split operation. What may go by (no connection, no
 * answer, a radio that does not answer the daemon) is tried again some times, with longer and longer waits.
 */
export class RigctldClient extends Transceiver {
  private readonly connection: HamlibConnection;
  private readonly name: string;

  constructor(address: Address, options: HamlibOptions = defaults) {
    super();
    this.name = formatAddress(address);
    this.connection = new HamlibConnection(address, options, errors);
  }

  override receiveFrequencyHz(): Promise<number> {
    return this.connection.ask('f', parseNumber);
  }

  override async receiveAt(frequencyHz: number): Promise<void> {
    return this.connection.ask(`F ${this.hertz(frequencyHz)}`, parseReport);
  }

  override receiveMode(): Promise<TransceiverMode> {
    return this.connection.ask('m', parseMode);
  }

  override async setReceiveMode(mode: TransceiverMode): Promise<void> {
    return this.connection.ask(`M ${this.modeText(mode)}`, parseReport);
  }

  override transmitFrequencyHz(): Promise<number> {
    return this.connection.ask('i', parseNumber);
  }

  override async transmitAt(frequencyHz: number): Promise<void> {
    return this.connection.ask(`I ${this.hertz(frequencyHz)}`, parseReport);
  }

  override async setTransmitMode(mode: TransceiverMode): Promise<void> {
    return this.connection.ask(`X ${this.modeText(mode)}`, parseReport);
  }

  override isSplit(): Promise<boolean> {
    return this.connection.ask('s', parseSplit);
  }

  override setSplit(on: boolean): Promise<void> {
    return this.connection.ask(`S ${on ? 1 : 0} VFOB`, parseReport);
  }

  override isTransmitting(): Promise<boolean> {
    return this.connection.ask('t', parseSwitch);
  }

  override transmit(on: boolean): Promise<void> {
    return this.connection.ask(`T ${on ? 1 : 0}`, parseReport);
  }

  override isPowered(): Promise<boolean> {
    return this.connection.ask('\\get_powerstat', parseSwitch);
  }

  override signalStrengthDb(): Promise<number> {
    return this.connection.ask('l STRENGTH', parseNumber);
  }

  override describe(): Promise<string> {
    return this.connection.ask('_', parseInfo);
  }

  override close(): void {
    this.connection.close();
  }

  private hertz(frequencyHz: number): string {
    const whole = Math.round(frequencyHz);
    if (!(whole > 0 && whole <= HIGHEST_HZ))
      throw new TransceiverArgumentError(this.name, 'frequency', `above 0 to ${HIGHEST_HZ} Hz`, String(frequencyHz));
    return String(whole);
  }

  private modeText({ mode, passbandHz }: TransceiverMode): string {
    if (!/^[A-Z][A-Z0-9-]{0,15}$/.test(mode))
      throw new TransceiverArgumentError(this.name, 'mode', 'capital letters and digits', mode);
    if (!(passbandHz >= 0 && passbandHz <= HIGHEST_HZ))
      throw new TransceiverArgumentError(this.name, 'passband', `0 to ${HIGHEST_HZ} Hz`, String(passbandHz));
    return `${mode} ${Math.round(passbandHz)}`;
  }
}
