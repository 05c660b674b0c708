import type { BasebandMessage } from '@app/radio';
import type { DemodulatedFrames } from '../pass/reception.js';

type WithoutSequence<Message> = Message extends BasebandMessage ? Omit<Message, 'sequence'> : never;
/** What a station tells what receives and transmits for it. */
export type BasebandOrder = WithoutSequence<
  Extract<
    BasebandMessage,
    {
      type: 'configure-reception' | 'stop-reception' | 'start-transmission' | 'stop-transmission' | 'telecommand';
    }
  >
>;

/** What comes back. */
export interface BasebandEvents {
  readonly onUp: () => void;
  readonly onDown: (reason: string) => void;
  /** Messages come one at a time; while one is under way the unit is held back. */
  readonly onMessage: (message: BasebandMessage) => Promise<void>;
  /** Frames, where the unit synchronises and decodes them itself. */
  readonly onFrames: (frames: DemodulatedFrames) => Promise<void>;
  /** A baseband unit receives in the place of an SDR from now on: it is up, and has to be configured. Once at most, after `expectReception`. */
  readonly onFellBack: (reason: string) => void;
}

/** Receiver and transmitter of an antenna: a baseband unit, or an SDR with this station's own demodulator. Connects for as long as it is wanted. */
export abstract class Baseband {
  abstract start(): void;
  /** Reception is wanted from now on until it is stopped, whether this is up or not. */
  expectReception(): void {
    return;
  }
  /** Takes an order if it is connected, and says whether it is; otherwise it is given again when it is. */
  abstract send(order: BasebandOrder): boolean;
  abstract stop(): Promise<void>;
}
