/** A demodulator or modulator of a transceiver: its name (`FM`, `PKTUSB`) and the width of its passband. */
export interface TransceiverMode {
  readonly mode: string;
  readonly passbandHz: number;
}

/**
 * A transceiver. Every call rejects with a TransceiverError where it cannot be reached, does not answer or refuses; the next call tries
 * again, on a new connection if need be.
 */
export abstract class Transceiver {
  abstract receiveFrequencyHz(): Promise<number>;
  /** Whole hertz; the radio may go to the nearest that it has. */
  abstract receiveAt(frequencyHz: number): Promise<void>;
  abstract receiveMode(): Promise<TransceiverMode>;
  /** A passband of 0 is the mode's usual one. */
  abstract setReceiveMode(mode: TransceiverMode): Promise<void>;
  /** Of the second VFO: what is transmitted in split operation. */
  abstract transmitFrequencyHz(): Promise<number>;
  abstract transmitAt(frequencyHz: number): Promise<void>;
  abstract setTransmitMode(mode: TransceiverMode): Promise<void>;
  abstract isSplit(): Promise<boolean>;
  /** Whether it transmits on the second VFO, or where it receives. */
  abstract setSplit(on: boolean): Promise<void>;
  abstract isTransmitting(): Promise<boolean>;
  /** The carrier up or down. */
  abstract transmit(on: boolean): Promise<void>;
  abstract isPowered(): Promise<boolean>;
  /** What the radio says of the signal that it hears, decibels over its S9. */
  abstract signalStrengthDb(): Promise<number>;
  /** What the radio says it is. */
  abstract describe(): Promise<string>;
  /** Ends the connection; commands that wait are refused. The carrier stays as it is. */
  abstract close(): void;
}
