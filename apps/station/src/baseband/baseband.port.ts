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
}

/** Receiver and transmitter of an antenna: a baseband unit, or an SDR with this station's own demodulator. Connects for as long as it is wanted. */
export abstract class Baseband {
  abstract start(): void;
  /** Takes an order if it is connected, and says whether it is; otherwise it is given again when it is. */
  abstract send(order: BasebandOrder): boolean;
  abstract stop(): Promise<void>;
}
